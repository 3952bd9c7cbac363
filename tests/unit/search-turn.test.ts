import { describe, expect, it } from 'vitest';
import { createSearchTurn } from '../../renderer/tickets/search-turn';

/** An engine that answers its searches when it is told to, and a pause that ends when it is told to. */
function room() {
  const asked: string[] = [];
  const answers = new Map<string, () => void>();
  let endPause: () => void = () => undefined;
  const turn = createSearchTurn(
    () =>
      new Promise((resolve) => {
        endPause = resolve;
      }),
  );
  const search = (query: string) => {
    const waits = new AbortController();
    const found = turn(waits.signal, () => {
      asked.push(query);
      return new Promise<string>((resolve) => answers.set(query, () => resolve(`found ${query}`)));
    });
    return { found, giveUp: () => waits.abort() };
  };
  return { asked, search, answer: (query: string) => answers.get(query)?.(), endPause: () => endPause() };
}

/** Lets whatever is due run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a search while an earlier one is not answered', () => {
  it('waits for that one alone: what was typed between is never asked', async () => {
    const { asked, search, answer } = room();
    const first = search('f');
    await settled();
    const between = search('fe');
    between.giveUp();
    const last = search('ferri');
    await settled();
    expect(asked).toEqual(['f']);
    answer('f');
    await expect(first.found).resolves.toBe('found f');
    await expect(between.found).rejects.toThrow('abort');
    await settled();
    expect(asked).toEqual(['f', 'ferri']);
    answer('ferri');
    await expect(last.found).resolves.toBe('found ferri');
  });

  it('does not wait for ever: an earlier one may hang', async () => {
    const { asked, search, endPause } = room();
    void search('hangs');
    await settled();
    void search('ferri');
    await settled();
    expect(asked).toEqual(['hangs']);
    endPause();
    await settled();
    expect(asked).toEqual(['hangs', 'ferri']);
  });

  it('begins although the earlier one failed', async () => {
    const turn = createSearchTurn(() => new Promise(() => undefined));
    const { signal } = new AbortController();
    await expect(turn(signal, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    await expect(turn(signal, async () => 'found')).resolves.toBe('found');
  });
});
