import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visitFeatures } from '../../shared/domain/intent-features';
import { chancesOf, wordsFor } from '../../shared/domain/intent-model';
import model from '../../shared/domain/intent-model.json' with { type: 'json' };
import { readIntent, ruledReading } from '../../shared/domain/read-intent';
import { SCORED_INTENTS } from '../../shared/domain/intent-rules';
import { PERSON_MARKS } from '../support/person-marks';
import { processorMs } from '../support/processor-time';

const TRAINING = join(import.meta.dirname, '../../training/mails');

function readingOf(newText: string, language = 'it') {
  return ruledReading({ subject: '', newText, language });
}

function intentOf(subject: string, newText: string): string {
  const language = /\bthe\b/.test(newText) ? 'en' : 'it';
  return readIntent({ subject, newText, language, marks: PERSON_MARKS, fromAddress: null, trustedSender: false })
    .intent;
}

describe('the model of what is wanted', () => {
  it('is the one of the committed mails (`npm run train` makes it anew)', () => {
    const digest = createHash('sha256');
    for (const file of readdirSync(TRAINING).sort()) digest.update(readFileSync(join(TRAINING, file), 'utf8'));
    expect(model.trainedOn).toBe(digest.digest('hex'));
    expect(model.labels).toEqual(SCORED_INTENTS);
  });

  it('gives every mail chances that add up to one', () => {
    assert(
      property(string({ unit: 'binary' }), constantFrom('it', 'pt', 'es', 'en', 'de', 'xx'), (text, language) => {
        const chances = Object.values(chancesOf(readingOf(text, language)));
        expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('never turns money back asked for outright into a wish to get in', () => {
    for (const newText of [
      'Lasciate stare, voglio il rimborso.',
      'Non ho ricevuto i dati di accesso: rivoglio i miei soldi.',
      'I never got the login e-mail, please refund me.',
    ]) {
      expect(intentOf('Re: Non ho ricevuto i dati di accesso', newText)).toBe('other');
    }
  });

  it('names the words that speak most for an intent', () => {
    const words = wordsFor(readingOf('Ho dimenticato la password, come la cambio?'), 'access.password', 3);
    expect(words.join(' ')).toMatch(/pasword|dimenticato/);
  });

  it('takes no longer for one endless word than for many short ones', () => {
    const endless = 'abcdefghij'.repeat(1200);
    const short = endless.replace(/.{8}/g, '$& ');
    readingOf(short, 'xx');
    // Four lexicons are asked for a language that has none; the square of the length would be hundreds of times as much.
    expect(processorMs(() => readingOf(endless, 'xx'))).toBeLessThan(
      50 + 5 * processorMs(() => readingOf(short, 'yy')),
    );
  });

  it('looks at a bounded part of an endless mail', () => {
    const newText = Array.from({ length: 20_000 }, (_, at) => `parola${'abcdefghij'[at % 10]}`).join(' ');
    let features = 0;
    visitFeatures(readingOf(newText), () => (features += 1));
    expect(features).toBeLessThan(2000);
  });
});
