import { describe, expect, it } from 'vitest';
import { bareSubject, dateInWords, greetingName } from '../../shared/domain/reply-text';

describe('the name in a greeting', () => {
  it.each([
    ['Giulia Ferri', 'Giulia Ferri', 'Giulia'],
    ['FERRI GIULIA', 'Ferri Giulia', 'Ferri'],
    ['Prado, Jéssica', 'Jéssica Prado', 'Jéssica'],
    ['Ing. Dario Melzi', 'Ing. Dario Melzi', 'Ing. Dario Melzi'],
    ['maria teresa', 'Maria Teresa', 'Maria'],
    ["Anna D'Amico", "Anna D'Amico", 'Anna'],
    ['giulia@posta.example', '', ''],
    ['Melzi Impianti S.r.l.', '', ''],
    ['https://evil.example', '', ''],
    ['Maria 1974', '', ''],
    ['{{ transaction }}', '', ''],
    ['', '', ''],
  ])('%j is %j in Italian and %j elsewhere', (name, italian, elsewhere) => {
    expect(greetingName(name, 'it')).toBe(italian);
    expect(greetingName(name, 'es')).toBe(elsewhere);
  });
});

it('dates are words of the language', () => {
  const at = Date.UTC(2026, 10, 12, 23, 59);
  expect((['it', 'pt', 'es', 'en'] as const).map((language) => dateInWords(at, language))).toEqual([
    '12 novembre 2026',
    '12 de novembro de 2026',
    '12 de noviembre de 2026',
    '12 November 2026',
  ]);
});

it('a subject is cut before it is too long and keeps no control', () => {
  expect(bareSubject(`Re: ${'x'.repeat(500)}`)).toHaveLength(180);
  expect(bareSubject('a\u0000\u202Eb\tc')).toBe('ab c');
});
