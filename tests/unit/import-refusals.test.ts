import { describe, expect, it } from 'vitest';
import { REFUSAL_WORDS, readRefusal, refusalOf } from '../../shared/domain/import-refusals';
import { startI18n } from '../../renderer/i18n/i18n';
import { sayRefusal } from '../../renderer/purchases/refusal-text';
import { createSayings, withAges } from '../../renderer/i18n/words';
import en from '../../renderer/i18n/locales/en.json';
import it_ from '../../renderer/i18n/locales/it.json';

const italian = async () => withAges(createSayings(await startI18n('it'), 'it', new Map()), 0);

describe('why a row of an import is refused', () => {
  it.each(REFUSAL_WORDS)('%s is known again by its English', (word) => {
    const values = { field: 'buyer_email', most: 500, cells: 3, width: 7, line: 12, event: 'PURCHASE_X' };
    const reason = (refusalOf as (one: string, given: object) => string)(word, values);
    expect(reason).not.toMatch(/[{}]/);
    expect(readRefusal(reason)).toMatchObject({ of: '', word });
    expect(readRefusal(`sales/APPROVED/1-2: ${reason}`)).toMatchObject({ of: 'sales/APPROVED/1-2', word });
  });

  it.each([
    ['empty', { field: 'buyer_email' }],
    ['same-transaction', { line: '12' }],
    ['cells', { cells: '3', width: '7' }],
  ] as const)('%s is known with what it is about', (word, values) => {
    expect(readRefusal((refusalOf as (one: string, given: object) => string)(word, values))?.values).toEqual(values);
  });

  it.each([
    ['a column by its name in the window', 'buyer_email is empty', 'E-mail dell’acquirente: manca'],
    ['a name of Hotmart’s as it is', 'buyer.email is not an e-mail address', 'buyer.email: non è un indirizzo e-mail'],
    ['a sentence of another version as it was kept', 'the moon is away', 'the moon is away'],
  ])('names %s', async (_what, reason, said) => {
    expect(sayRefusal(await italian(), reason)).toBe(said);
  });

  it('has words for each', () => {
    const missing = REFUSAL_WORDS.filter((word) => !(`refusal.${word}` in en) || !(`refusal.${word}` in it_));
    expect(missing).toEqual([]);
  });
});
