import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ShellState } from '../../shared/contract/shell-api';
import { DEFAULT_DIGEST } from '../../shared/domain/daily-digest';
import { fakeInbox } from '../support/fake-inbox';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('badge, title and tray', () => {
  it('say what waits for us, and lead there', async () => {
    const { fake } = await openDesk();
    await waitFor(() => expect(fake.attentions.at(-1)?.inbox).toBeGreaterThan(0));
    expect(fake.attentions.at(-1)?.lines[0]).toEqual({
      id: 'go.inbox',
      label: `Inbox: ${String(fake.attentions.at(-1)?.inbox)}`,
    });
  });

  it('a command chosen in the menu is run', async () => {
    const { fake } = await openDesk();
    act(() => fake.choose('go.outbox'));
    expect(await screen.findByRole('heading', { name: 'Outbox' })).toBeTruthy();
  });
});

describe('a notification', () => {
  /** So many new mails arrive while the window is behind another one (or not). */
  async function arrive(
    count: number,
    { focused = false, shell = {} }: { focused?: boolean; shell?: Partial<ShellState> } = {},
  ): Promise<Opened['fake']['notices']> {
    const opened = await openDesk({ shell });
    vi.spyOn(document, 'hasFocus').mockReturnValue(focused);
    opened.wait(1_000);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const [first] = fakeInbox();
    if (!first) throw new Error('The inbox is empty');
    for (let index = 0; index < count; index += 1) {
      const row = { ...first.row, id: `T-${String(9_000 + index)}`, unread: true, updatedAt: FAKE_NOW + 500 };
      act(() => opened.fake.deliver({ ...first, row }));
    }
    await vi.advanceTimersByTimeAsync(2_500);
    return opened.fake.notices;
  }

  it('names who writes and leads to the ticket', async () => {
    const [notice, ...others] = await arrive(1);
    expect(notice).toMatchObject({ title: fakeInbox()[0]?.row.requesterName, ticket: 'T-9000' });
    expect(others).toEqual([]);
  });

  it('says nothing of the mail where others see the screen', async () => {
    const [notice] = await arrive(1, {
      shell: { notifications: { of: 'all', content: false, digest: DEFAULT_DIGEST } },
    });
    expect(notice).toEqual({ title: 'New mail', body: '', ticket: 'T-9000' });
  });

  it('is one for many', async () => {
    expect(await arrive(7)).toEqual([{ title: '7 new mails', body: '', ticket: null }]);
  });

  /** A window behind another one, mails that come one at a time, and the titles of what was shown. */
  async function windowBehind() {
    const opened = await openDesk();
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const [first] = fakeInbox();
    if (!first) throw new Error('The inbox is empty');
    let now = FAKE_NOW;
    let arrived = 0;
    const pass = async (ms: number) => {
      opened.wait(ms);
      now += ms;
      await vi.advanceTimersByTimeAsync(ms);
    };
    const arriveEach = async (ms: number, count: number) => {
      for (let index = 0; index < count; index += 1) {
        arrived += 1;
        const row = { ...first.row, id: `T-${String(9_000 + arrived)}`, unread: true, updatedAt: now + 1 };
        act(() => opened.fake.deliver({ ...first, row }));
        await pass(ms);
      }
    };
    /** The person looks, and turns to something else again. */
    const look = () => {
      focus.mockReturnValue(true);
      act(() => {
        window.dispatchEvent(new Event('focus'));
      });
      focus.mockReturnValue(false);
    };
    return { pass, arriveEach, look, titles: () => opened.fake.notices.map(({ title }) => title) };
  }

  it('is one for ten minutes once many were told of a mail each, as long as as many come', async () => {
    const { pass, arriveEach, titles } = await windowBehind();
    await arriveEach(30_000, 5);
    expect(titles()).toHaveLength(5);
    await arriveEach(60_000, 7);
    expect(titles()).toHaveLength(5);
    await pass(4 * 60_000);
    expect(titles().slice(5)).toEqual(['7 new mails']);
    await arriveEach(60_000, 8);
    await pass(4 * 60_000);
    expect(titles().slice(6)).toEqual(['8 new mails']);
    await arriveEach(60_000, 3);
    await pass(8 * 60_000);
    expect(titles().slice(7)).toEqual(['3 new mails']);
    await arriveEach(60_000, 2);
    expect(titles()).toHaveLength(10);
  });

  it('tells nothing of what came before somebody looked, and peaks are forgotten with it', async () => {
    const { pass, arriveEach, look, titles } = await windowBehind();
    await arriveEach(30_000, 5);
    await arriveEach(60_000, 2);
    look();
    await pass(20 * 60_000);
    expect(titles()).toHaveLength(5);
    await arriveEach(60_000, 5);
    look();
    await arriveEach(60_000, 1);
    expect(titles()).toHaveLength(11);
  });

  it.each<[string, Parameters<typeof arrive>[1]]>([
    ['while the window is in front', { focused: true }],
    [
      'where the person wants none',
      { shell: { notifications: { of: 'none', content: true, digest: DEFAULT_DIGEST } } },
    ],
  ])('is not shown %s', async (_when, given) => {
    expect(await arrive(2, given)).toEqual([]);
  });
});
