import { DESK_SCREENS } from './desk-screens';
import { PAGE_SCREENS } from './page-screens';
import type { Screen, Walk } from './screen';
import { START_SCREENS } from './start-screens';

/** Every screen there is: the pictures of the gallery, and what accessibility.spec.ts looks through. */
export const WALKS: readonly Walk[] = [
  { name: 'first start', on: 'nothing', screens: START_SCREENS },
  { name: 'desk', on: 'demo', screens: [...DESK_SCREENS, ...PAGE_SCREENS] },
];

export const THEMES = ['light', 'dark'] as const;
/** English, which the tests read, and Italian, whose words are longer. */
export const LANGUAGES = ['en', 'it'] as const;

/** The file of one picture in docs/gallery. */
export function pictureName(
  { name }: Screen,
  theme: (typeof THEMES)[number],
  language: (typeof LANGUAGES)[number],
): string {
  return `${name}-${theme}-${language}.png`;
}
