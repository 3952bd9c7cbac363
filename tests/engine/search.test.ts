import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchTextOfWords } from '../../electron/engine/store/search-text';
import type { Store } from '../../electron/engine/store/store';
import { makeStore } from '../support/make-store';

async function storeWith(texts: Readonly<Record<string, string>>): Promise<Store> {
  const store = await makeStore();
  await store.transaction(async (db) => {
    for (const [ticket, text] of Object.entries(texts)) await store.search.index(db, ticket, text);
  });
  return store;
}

async function find(store: Store, typed: string, limit: number): Promise<readonly string[]> {
  const text = searchTextOfWords(typed);
  return text === null ? [] : store.search.find(text, limit);
}

describe('a ticket is found', () => {
  it.each([
    ['by a word', 'password'],
    ['in any case', 'PASSWORD'],
    ['by the beginning of a word', 'passw'],
    ['without its accents', 'citta'],
    ['with accents that the text lacks', 'pérché'],
    ['by several words in any order', 'città password'],
    ['by an address', 'giulia.ferri@posta.example'],
    ['by a part of an address', 'ferri@posta'],
    ['by a number as written', 'HP 1771 5690 036014'],
    ['by a number in one piece', 'HP17715690036014'],
    ['by a number in small letters', 'hp17715690036014'],
    ['by a number without HP', '17715690036014'],
    ['by a number with dots', '1771.5690.036014'],
    ['by a number with the item of its checkout', 'HP17715690036014C2'],
    ['by the beginning of a number', '17715690'],
    ['by the beginning of a number with HP', 'HP17715690'],
    ['by a number that the text has in one piece', '361 822 1025'],
    ['by a number and a word', 'password 17715690036014'],
    ['by a word with punctuation around it', '(password)!'],
  ])('%s', async (_, query) => {
    const store = await storeWith({
      'T-1':
        'Perché la password della città è rifiutata? giulia.ferri@posta.example, HP 1771 5690 036014, HP3618221025C1',
      'T-2': 'Altro: HP99999999999999 marco@correio.example',
    });
    expect(await find(store, query, 10)).toEqual(['T-1']);
  });

  it.each(['', '   ', '***', '"', 'nobody', 'password nobody', 'HP00000000000000'])('never by %j', async (query) => {
    const store = await storeWith({ 'T-1': 'password' });
    expect(await find(store, query, 10)).toEqual([]);
  });

  it('best first: where the word is more of the text', async () => {
    const store = await storeWith({
      'T-long': `password ${'parola '.repeat(300)}`,
      'T-short': 'password password',
      'T-middle': `password ${'parola '.repeat(30)}`,
    });
    expect(await find(store, 'password', 10)).toEqual(['T-short', 'T-middle', 'T-long']);
    expect(await find(store, 'password', 1)).toEqual(['T-short']);
    expect(await find(store, 'password', 0)).toEqual([]);
  });

  it('by its newest text only, and no more once it is taken out', async () => {
    const store = await storeWith({ 'T-1': 'segreto' });
    await store.search.index(store.db, 'T-1', 'aperto');
    expect([await find(store, 'segreto', 9), await find(store, 'aperto', 9)]).toEqual([[], ['T-1']]);
    await store.search.index(store.db, 'T-1', '');
    expect(await find(store, 'aperto', 9)).toEqual([]);
  });

  it('by nothing that its transaction took back', async () => {
    const store = await makeStore();
    const failed = store.transaction(async (db) => {
      await store.search.index(db, 'T-1', 'segreto');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await find(store, 'segreto', 9)).toEqual([]);
  });
});

describe('the index', () => {
  it('throws for no text and no query', async () => {
    const store = await makeStore();
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            'NEAR',
            'AND',
            'OR',
            'NOT',
            'HP',
            '"',
            '*',
            '^',
            '(',
            ')',
            ':',
            '{',
            '}',
            '+',
            ',',
            '.',
            '-',
            ' ',
            '7',
            'a',
            '\0',
          ),
        )
        .map((parts) => parts.join('')),
      fc.string({ minLength: 600, maxLength: 900 }),
    );
    await fc.assert(
      fc.asyncProperty(typed, typed, async (text, query) => {
        await store.search.index(store.db, 'T-1', text);
        await find(store, query, 5);
      }),
      { numRuns: 500 },
    );
    expect((await store.check()).filter(({ id }) => id.startsWith('store'))).toMatchObject([{ severity: 'ok' }]);
  });

  it('finds a whole word of any text by typing it', async () => {
    const store = await makeStore();
    const word = fc.stringMatching(/^[a-zàèéìòùãõç]{3,12}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 20 }), async (words) => {
        await store.search.index(store.db, 'T-1', words.join(', '));
        for (const each of words) expect(await find(store, each.toUpperCase(), 5)).toEqual(['T-1']);
      }),
      { numRuns: 50 },
    );
  });
});
