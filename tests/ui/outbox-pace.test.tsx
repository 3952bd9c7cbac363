import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskStatus } from '../../shared/contract/views';
import { openDesk, outside } from './render-desk';

afterEach(cleanup);

type Pace = NonNullable<DeskStatus['outbox']['pace']>;
/** The window's clock is the real one. */
const NOW = Date.now();
const clock = (at: number): string =>
  new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

async function outboxAt(pace: Pace) {
  const opened = await openDesk();
  await outside(() => opened.desk.goTo('outbox'));
  await screen.findByRole('heading', { name: 'Outbox' });
  const status = opened.fake.status();
  await outside(() => opened.fake.emit('desk.status', { ...status, outbox: { ...status.outbox, pace } }));
  return screen.getByRole('main');
}

describe('the outbox', () => {
  it('says how fast it goes, what the provider takes, and when all that is due has gone', async () => {
    const main = await outboxAt({ sent: 30, limit: 30, paused: null, due: 120, endsAt: NOW + 240_000 });
    await waitFor(() =>
      expect(main.textContent).toContain(`30 in the last minute, 30 at most; done at about ${clock(NOW + 240_000)}`),
    );
  });

  it.each([
    ['is not known, as another desk sends or nothing goes', null],
    ['has passed', NOW - 60_000],
  ])('says no end that %s', async (_, endsAt) => {
    const main = await outboxAt({ sent: 30, limit: 30, paused: null, due: 120, endsAt });
    await waitFor(() => expect(main.textContent).toContain('30 in the last minute, 30 at most'));
    expect(main.textContent).not.toContain('done at about');
    cleanup();
    const paused = { until: NOW + 120_000, text: '451 Too many messages' };
    const waiting = await outboxAt({ sent: 0, limit: 30, paused, due: 40, endsAt });
    await waitFor(() => expect(waiting.textContent).toContain('everything waits until'));
    expect(waiting.textContent).not.toContain('What is due');
  });

  it('says nothing of the pace of a handful', async () => {
    const main = await outboxAt({ sent: 3, limit: 30, paused: null, due: 5, endsAt: NOW });
    expect(main.textContent).not.toContain('in the last minute');
  });

  it('says until when the provider wants nothing, and when all has gone after that', async () => {
    const paused = { until: NOW + 120_000, text: '451 Too many messages' };
    const main = await outboxAt({ sent: 0, limit: 30, paused, due: 40, endsAt: NOW + 180_000 });
    await waitFor(() => expect(main.textContent).toContain(`everything waits until ${clock(paused.until)}`));
    expect(main.textContent).toContain(`What is due will have gone by about ${clock(NOW + 180_000)}.`);
    expect(main.textContent).toContain('451 Too many messages');
  });
});
