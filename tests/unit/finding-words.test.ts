import { describe, expect, it } from 'vitest';
import { SOUND_WORDS, TROUBLE_WORDS } from '../../shared/contract/finding-words';
import en from '../../renderer/i18n/locales/en.json';
import es from '../../renderer/i18n/locales/es.json';
import it_ from '../../renderer/i18n/locales/it.json';
import pt from '../../renderer/i18n/locales/pt.json';

const LOCALES: readonly (readonly [string, Readonly<Record<string, string>>])[] = Object.entries({
  en,
  it: it_,
  pt,
  es,
});

function valuesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').sort();
}

describe('the words of a finding', () => {
  it.each(LOCALES)('in %s name its values, and of trouble also what to do', (_language, words) => {
    for (const [word, values] of Object.entries({ ...SOUND_WORDS, ...TROUBLE_WORDS })) {
      expect([word, valuesIn(words[`finding.${word}`] ?? 'none')]).toEqual([word, [...values].sort()]);
    }
    const silent = Object.keys(TROUBLE_WORDS).filter((word) => (words[`finding.${word}.do`] ?? '') === '');
    expect(silent).toEqual([]);
  });

  it('are of no finding that there is not', () => {
    const known = [
      ...Object.keys(SOUND_WORDS).map((word) => `finding.${word}`),
      ...Object.keys(TROUBLE_WORDS).flatMap((word) => [`finding.${word}`, `finding.${word}.do`]),
    ];
    expect(Object.keys(en).filter((key) => key.startsWith('finding.') && !known.includes(key))).toEqual([]);
  });
});
