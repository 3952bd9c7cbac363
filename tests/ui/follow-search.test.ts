import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import type { SportelloWindow } from '../../shared/contract/shell-api';
import { createQueries } from '../../renderer/engine-client';
import { followSearch } from '../../renderer/tickets/follow-search';
import type { Found } from '../../renderer/tickets/follow-search';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Asked = { readonly query: string; readonly limit: number };

/** A search box and an engine that answers when it is told to. */
function openSearch(typedBefore = '') {
  let typed = typedBefore;
  let listener = (): void => undefined;
  const asked: Asked[] = [];
  const waiting: ((answer: number | Error) => void)[] = [];
  const call = (method: string, params: Asked): Promise<unknown> => {
    expect(method).toBe('tickets.search');
    asked.push(params);
    return new Promise((resolve, reject) => {
      waiting.push((answer) => {
        if (answer instanceof Error) return reject(answer);
        const rows = Array.from({ length: Math.min(answer, params.limit) }, (_, at) => ({
          id: `${params.query} ${at}`,
        }));
        return resolve({ total: rows.length, offset: 0, rows });
      });
    });
  };
  const queries = createQueries();
  const heard: (Found | null | 'late')[] = [];
  const stop = followSearch(
    {
      queries,
      engine: { call } as unknown as SportelloWindow['engine'],
      typed: () => typed,
      onTyped: (next) => {
        listener = next;
        return () => (listener = () => undefined);
      },
    },
    { onFound: (found) => heard.push(found), onLate: () => heard.push('late') },
  );
  return {
    asked,
    queries,
    stop,
    type: (text: string) => {
      typed = text;
      listener();
    },
    /** Lets the engine answer what it was asked first: how many tickets it knows, or why it cannot. */
    answer: async (answer: number | Error) => {
      waiting.shift()?.(answer);
      await vi.advanceTimersByTimeAsync(1);
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** What was heard since the last look, in short. */
    news: () =>
      heard
        .splice(0)
        .map((one) =>
          one === null || one === 'late'
            ? one
            : `${one.sought}: ${one.error?.message ?? String(one.rows.length)}${one.isCut ? '+' : ''}`,
        ),
  };
}

describe('what is typed in the search box', () => {
  it('is asked for within a frame, and heard once it is answered: nothing else is said in between', async () => {
    const search = openSearch();
    search.type('cor');
    await search.pass(16);
    expect(search.asked).toEqual([{ query: 'cor', limit: 40 }]);
    expect(search.news()).toEqual([]);
    await search.answer(3);
    expect(search.news()).toEqual(['cor: 3']);
  });

  it('is asked for whole once the typing has paused and the window shows but a part', async () => {
    const search = openSearch();
    search.type('corso');
    await search.pass(16);
    await search.answer(500);
    expect(search.news()).toEqual(['corso: 40+']);
    await search.pass(300);
    expect(search.asked.at(-1)).toEqual({ query: 'corso', limit: 200 });
    await search.answer(500);
    expect(search.news()).toEqual(['corso: 200+']);
  });

  it('is not asked for while it is one letter that others follow, and is where it stays alone', async () => {
    const search = openSearch();
    search.type('c');
    await search.pass(120);
    search.type('co');
    await search.pass(16);
    expect(search.asked).toEqual([{ query: 'co', limit: 40 }]);
    await search.answer(0);
    search.type('x');
    await search.pass(300);
    expect(search.asked.at(-1)).toEqual({ query: 'x', limit: 40 });
  });

  it('is asked for at once where it stood in the box before the list was opened', async () => {
    const search = openSearch('corso');
    await search.pass(0);
    expect(search.asked).toEqual([{ query: 'corso', limit: 40 }]);
  });

  it('finds nothing any more in the moment in which the box is empty', async () => {
    const search = openSearch();
    search.type('corso');
    await search.pass(16);
    await search.answer(1);
    search.type('');
    expect(search.news()).toEqual(['corso: 1', null]);
  });
});

describe('an answer that takes its time', () => {
  it('is said to be on its way, once, and never after it came', async () => {
    const search = openSearch();
    search.type('corso');
    await search.pass(16);
    await search.pass(399);
    expect(search.news()).toEqual([]);
    await search.pass(1);
    expect(search.news()).toEqual(['late']);
    await search.answer(2);
    await search.pass(10_000);
    expect(search.news()).toEqual(['corso: 2']);
  });

  it('is not heard for letters of which but one was left', async () => {
    const search = openSearch();
    search.type('co');
    await search.pass(16);
    search.type('c');
    await search.answer(9);
    await search.pass(500);
    expect(search.news()).toEqual([]);
    await search.answer(4);
    expect(search.news()).toEqual(['c: 4']);
  });

  it('is not heard for letters that others have followed', async () => {
    const search = openSearch();
    search.type('cor');
    await search.pass(16);
    search.type('corso');
    await search.pass(200);
    await search.answer(9);
    await search.answer(4);
    expect(search.news()).toEqual(['corso: 4']);
  });
});

describe('a search that fails', () => {
  const gone = new SportelloError('engine-gone', 'The engine is gone.', { action: 'It starts again by itself.' });

  it('says why, and finds once it is asked again', async () => {
    const search = openSearch();
    search.type('corso');
    await search.pass(16);
    await search.answer(gone);
    expect(search.news()).toEqual(['corso: The engine is gone.']);
    void search.queries.invalidateQueries({ queryKey: ['tickets.search'] });
    await search.pass(400);
    expect(search.news()).toEqual(['late']);
    await search.answer(2);
    expect(search.news()).toEqual(['corso: 2']);
  });

  it('keeps the part that is there where the whole cannot be had', async () => {
    const search = openSearch();
    search.type('corso');
    await search.pass(16);
    await search.answer(500);
    await search.pass(300);
    await search.answer(gone);
    expect(new Set(search.news())).toEqual(new Set(['corso: 40+']));
    // The part that can be had is asked for anew once tickets changed, the whole is not.
    void search.queries.invalidateQueries({ queryKey: ['tickets.search'] });
    await search.pass(1_000);
    await search.answer(30);
    expect(search.asked.at(-1)).toEqual({ query: 'corso', limit: 40 });
    expect(search.news()).toEqual(['corso: 30']);
  });

  it('is silent once the list is gone', async () => {
    const search = openSearch();
    search.type('corso');
    await search.pass(16);
    search.stop();
    await search.answer(2);
    await search.pass(1_000);
    expect(search.news()).toEqual([]);
  });
});
