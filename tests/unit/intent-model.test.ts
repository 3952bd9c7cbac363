import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chancesOf, wordsFor } from '../../shared/domain/intent-model';
import model from '../../shared/domain/intent-model.json' with { type: 'json' };
import { ruledReading } from '../../shared/domain/read-intent';
import { SCORED_INTENTS } from '../../shared/domain/intent-rules';

const TRAINING = join(import.meta.dirname, '../../training/mails');

function featuresOf(newText: string, language = 'it') {
  return ruledReading({ subject: '', newText, language }).features;
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
        const chances = Object.values(chancesOf(featuresOf(text, language)));
        expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('names the words that speak most for an intent', () => {
    const words = wordsFor(featuresOf('Ho dimenticato la password, come la cambio?'), 'access.password', 3);
    expect(words.join(' ')).toMatch(/pasword|dimenticato/);
  });

  it('looks at a bounded part of an endless mail', () => {
    expect(
      featuresOf(Array.from({ length: 20_000 }, (_, at) => `parola${'abcdefghij'[at % 10]}`).join(' ')).length,
    ).toBeLessThan(2000);
  });
});
