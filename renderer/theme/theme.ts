import { Modal, createTheme, defaultVariantColorsResolver } from '@mantine/core';
import type { MantineThemeOverride } from '@mantine/core';

/**
 * Only what components decide in code; every colour and size is a variable in theme.css. `lockScroll` is off because
 * it would write a style tag, which the page's CSP need not allow, and the desk's body never scrolls anyway.
 */
export function createDeskTheme(words: { readonly close: string }): MantineThemeOverride {
  return createTheme({
    primaryColor: 'indigo',
    primaryShade: { light: 8, dark: 8 },
    cursorType: 'pointer',
    defaultRadius: 'md',
    // White on a filled button is unreadable in the dark scheme, where the accent is light.
    variantColorResolver: (input) => {
      const colours = defaultVariantColorsResolver(input);
      return input.variant === 'filled' ? { ...colours, color: 'var(--on-accent)' } : colours;
    },
    components: {
      Modal: Modal.extend({
        defaultProps: {
          lockScroll: false,
          centered: true,
          // A key pressed while a dialog fades would go nowhere: who works by keyboard is faster than that.
          transitionProps: { duration: 0 },
          radius: 'lg',
          closeButtonProps: { 'aria-label': words.close },
        },
      }),
    },
  });
}
