import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseNumber, isWellFormed, normalizeNumber, readNumbers } from '../../shared/domain/transaction-number';
import { processorMs } from '../support/processor-time';

const numbersIn = (text: string): readonly string[] =>
  readNumbers(text)
    .filter(({ bare }) => !bare)
    .map(({ number }) => number);

describe('a transaction number is read in every written form', () => {
  it.each([
    ['as it is', 'Transazione HP1394467165 del 4/10', 'HP1394467165'],
    ['lower case', 'codigo hp1209900571.', 'HP1209900571'],
    ['spaces inside', 'HP 2216 7791 01. ATTENDO', 'HP2216779101'],
    ['hyphens inside', 'a compra é HP-2003-7845-61', 'HP2003784561'],
    ['dots inside', 'n. HP.2003.784.561', 'HP2003784561'],
    ['a colon after the prefix', 'HP: 2003784561', 'HP2003784561'],
    ['letter O for zero', 'SON HP2O6O7O18O3', 'HP2060701803'],
    ['letters I and l for one', 'HP2l6I779101', 'HP2161779101'],
    ['14 digits', 'HP17715690036014', 'HP17715690036014'],
    ['15 digits', 'HP136817710665668', 'HP136817710665668'],
    ['an item of a checkout', '(HP3618221025C2)', 'HP3618221025C2'],
    ['an item, lower case and apart', 'hp 3618221025 c2', 'HP3618221025C2'],
    ['wrapped by the mail program', 'HP2216\n779101', 'HP2216779101'],
    ['full-width digits', 'ＨＰ２２１６７７９１０１', 'HP2216779101'],
    ['an invisible space inside', 'HP2216\u200b779101', 'HP2216779101'],
    ['underscores of a file name', 'comprovante_HP0763125507.pdf'.replace(/_/g, ' '), 'HP0763125507'],
    ['the prefix apart', 'H P 2216779101', 'HP2216779101'],
    ['a sentence after it', 'HP2003784561. 2 giorni fa', 'HP2003784561'],
    ['an unusual length', 'HP44425643074', 'HP44425643074'],
  ])('%s: %s', (_, text, number) => {
    expect(numbersIn(text)).toEqual([number]);
  });

  it('tries a run shorter when other digits follow it', () => {
    const [read] = readNumbers('HP 0967750879 1005');
    expect([read?.number, ...(read?.shorter ?? [])]).toContain('HP0967750879');
  });

  it.each([
    ['a printer', 'la stampante HP 2015 non stampa'],
    ['another printer', 'HPLaserJet1020 e HP DeskJet 3720'],
    ['a cartridge', 'cartuccia HP 305XL'],
    ['a word that ends in hp', 'php8123456789'],
    ['a word before it', 'SHP2216779101'],
    ['letters at the end', 'HP2216779101abc'],
    ['too short', 'HP12345678'],
    ['words that look like digits', 'HP lo Il oo'],
  ])('nothing is read from %s: %s', (_, text) => {
    expect(numbersIn(text)).toEqual([]);
  });

  it('digits without HP are marked, for they count only as a known purchase of the requester', () => {
    expect(readNumbers('il numero 2216779101')).toEqual([
      { number: 'HP2216779101', written: '2216779101', bare: true, shorter: [] },
    ]);
    expect(readNumbers('tel +39 3330145567').filter(({ number }) => number === 'HP393330145567')).toEqual([]);
  });

  it('each number is read once, in order', () => {
    expect(numbersIn('HP2216779101 e HP2216779102, cioè hp2216779101')).toEqual(['HP2216779101', 'HP2216779102']);
  });
});

it('a cell holds one number and nothing else', () => {
  expect(normalizeNumber(' hp 3618221025 C02 ')).toBe('HP3618221025C2');
  expect(normalizeNumber('HP123')).toBeNull();
  expect(normalizeNumber('HP2216779101 e altro')).toBeNull();
});

it('the base of an item names the whole checkout', () => {
  expect(baseNumber('HP3618221025C2')).toBe('HP3618221025');
  expect(['HP2216779101', 'HP17715690036014', 'HP136817710665668', 'HP2216779101C1'].every(isWellFormed)).toBe(true);
  expect(isWellFormed('HP229442953')).toBe(false);
});

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0x2fff }).map((code) => String.fromCharCode(code)),
  maxLength: 400,
});

it('reading never throws and never invents digits', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 399 }), (noise, at) => {
      const text = `${noise.slice(0, at)} HP2216779101 ${noise.slice(at)}`;
      for (const { number } of readNumbers(text)) expect(number).toMatch(/^HP\d{9,16}(C\d{1,2})?$/);
    }),
  );
});

it('reading a mail full of runs is linear', () => {
  expect(processorMs(() => readNumbers('HP 1 2 3 4 '.repeat(50_000)))).toBeLessThan(2000);
});
