import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeDesk } from '../support/fake-desk';
import { cleanup, openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

/** One ticket many times over, as the engine's answer to any search. */
function manyFound({ world }: FakeDesk, most = 120): void {
  const { engine } = world;
  const answers = engine.call.bind(engine);
  const many: typeof engine.call = async (method, params) => {
    const answer = await answers(method, params);
    if (method !== 'tickets.search') return answer;
    const { limit } = params as { readonly limit: number };
    const [first] = (await answers('tickets.page', { queue: 'inbox', offset: 0, limit: 1 })).rows;
    const rows = Array.from({ length: Math.min(limit, most) }, (_, index) => ({ ...first, id: `T-${5_000 + index}` }));
    return { total: rows.length, offset: 0, rows } as unknown as typeof answer;
  };
  Object.assign(engine, { call: many });
}

const limits = ({ calls }: Opened) => calls('tickets.search').map(({ limit }) => limit);

describe('a search that finds more than a window shows', () => {
  it('is answered with what the window shows at each key, and whole once the typing has paused', async () => {
    const opened = await openDesk({ prepare: manyFound });
    await opened.user.type(screen.getByRole('searchbox', { name: 'Search tickets' }), 'corso');
    await waitFor(() => expect(screen.getByText('40 tickets or more')).toBeTruthy());
    await waitFor(() => expect(screen.getByText('120 tickets')).toBeTruthy());
    expect(limits(opened).at(-1)).toBe(200);
    expect(new Set(limits(opened).slice(0, -1))).toEqual(new Set([40]));
  });

  it('never says a number that is only where the list ends', async () => {
    const opened = await openDesk({ prepare: (fake) => manyFound(fake, 5_000) });
    await opened.user.type(screen.getByRole('searchbox', { name: 'Search tickets' }), 'corso');
    await waitFor(() => expect(screen.getByText('200 tickets or more')).toBeTruthy());
  });
});

describe('until the first letters of a search are answered', () => {
  it('the queue stays in sight under its own name, and it is said once that the answer takes its time', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const opened = await openDesk({
      prepare: ({ world: { engine } }) => {
        const answers = engine.call.bind(engine);
        const held: typeof engine.call = async (method, params) => {
          if (method === 'tickets.search') await released;
          return answers(method, params);
        };
        Object.assign(engine, { call: held });
      },
    });
    const inSight = () => screen.getAllByRole('option').length;
    const before = inSight();
    await opened.user.type(screen.getByRole('searchbox', { name: 'Search tickets' }), 'nobody wrote this');
    await waitFor(() => expect(screen.getByText('Searching…')).toBeTruthy());
    expect(inSight()).toBe(before);
    expect(screen.queryByText('Found')).toBeNull();
    // They are no results: no key goes through them.
    const chosen = () => screen.getByRole('option', { selected: true }).id;
    const first = chosen();
    await opened.user.keyboard('{ArrowDown}');
    expect(chosen()).toBe(first);
    release();
    await waitFor(() => expect(screen.getByText('Found')).toBeTruthy());
    expect(screen.queryAllByRole('option')).toEqual([]);
    expect(screen.queryByText('Searching…')).toBeNull();
  });
});
