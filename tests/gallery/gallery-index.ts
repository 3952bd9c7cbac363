import type { Screen } from './screen';
import { LANGUAGES, pictureName, THEMES } from './walks';

/** The page of docs/gallery: every screen with a sentence and its pictures. */
export function indexOf(screens: readonly Screen[]): string {
  const head = [
    '# Gallery',
    '',
    'Every screen in both themes and two languages, from the real window on invented data. `npm run gallery` makes the pictures,',
    '`npm test -- gallery` compares them; both go through the list in `tests/gallery`, which this page is made from, too.',
  ];
  const sections = screens.map((screen) => {
    const pictures = THEMES.flatMap((theme) =>
      LANGUAGES.map((language) => `[${theme}, ${language}](${pictureName(screen, theme, language)})`),
    );
    return [
      '',
      `## ${screen.name}`,
      '',
      `${screen.shows} ${pictures.join(' · ')}`,
      '',
      `![${screen.name}](${pictureName(screen, 'light', 'en')})`,
    ].join('\n');
  });
  return `${[...head, ...sections].join('\n')}\n`;
}
