import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { guessLanguage } from '../../electron/engine/tickets/guess-language';
import { detectLanguage } from '../../shared/domain/language';
import { readIntent } from '../../shared/domain/read-intent';
import { PERSON_MARKS } from '../support/person-marks';

/** Ways to say it that the rules were written with; a miss or two is no reason to write a rule for one sentence. */
const WORDINGS = readFileSync(path.resolve(import.meta.dirname, '../fixtures/wordings.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [language = '', intent = '', subject = '', text = ''] = line.split('\t');
    return { language, intent, subject, newText: text };
  });

describe('wordings of four languages, slang, slips and dialect', () => {
  it('are read as what they want, nearly all', async () => {
    const missed: string[] = [];
    for (const { subject, newText, intent } of WORDINGS) {
      const language = await detectLanguage(newText, guessLanguage);
      const read = readIntent({
        subject,
        newText,
        language,
        marks: PERSON_MARKS,
        fromAddress: 'a@posta.example',
        trustedSender: false,
      });
      if (read.intent !== intent) missed.push(`${intent} read as ${read.intent}: ${newText}`);
    }
    expect(WORDINGS.length).toBeGreaterThan(500);
    expect(missed.slice(Math.floor(WORDINGS.length * 0.03))).toEqual([]);
  });

  it('are written in the language that is detected, nearly all', async () => {
    const missed: string[] = [];
    for (const { language, newText } of WORDINGS) {
      const detected = await detectLanguage(newText, guessLanguage);
      if (detected !== language) missed.push(`${language} read as ${detected}: ${newText}`);
    }
    expect(missed.slice(Math.floor(WORDINGS.length * 0.01))).toEqual([]);
  });
});
