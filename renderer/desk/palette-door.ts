import { createSpotlight } from '@mantine/spotlight';

/** Whether the palette is open, and the ways to open it; keys, menu and the palette itself share it. */
export const [paletteStore, palette] = createSpotlight();
