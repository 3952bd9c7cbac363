import { act, cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { UserEvent } from '@testing-library/user-event';
import { App } from '../../renderer/app';
import { createDesk } from '../../renderer/desk/desk';
import type { Desk } from '../../renderer/desk/desk';
import { SETTLE_MS } from '../../renderer/desk/press-guard';
import { otherWindowsOver } from '../../renderer/desk/other-windows';
import { createQueries } from '../../renderer/engine-client';
import { startI18n } from '../../renderer/i18n/i18n';
import { sportello } from '../../renderer/sportello';
import type { ShellState, SportelloBridge } from '../../shared/contract/shell-api';
import { createFakeDesk } from '../support/fake-desk';
import type { FakeDesk } from '../support/fake-desk';
import { FAKE_NOW } from '../support/fake-tickets';

// How long an effect may take on a machine that does ten other things; a wait ends as soon as it shows.
configure({ asyncUtilTimeout: 12_000 });

/** A window under test: its fake engine, its user, and a clock that only moves when told. */
export type Opened = {
  readonly fake: FakeDesk;
  readonly desk: Desk;
  readonly user: UserEvent;
  readonly wait: (ms: number) => void;
  /** The calls of one method so far. */
  readonly calls: (method: string) => readonly Readonly<Record<string, unknown>>[];
};

/** happy-dom lays nothing out, and a virtual list shows nothing in a box without height. */
function giveHeight(): void {
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 900 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 400 });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 900 });
}

/** As the preload hands the world over: answers as JSON. */
function bridgeTo({ world }: FakeDesk): SportelloBridge {
  const { engine, shell } = world;
  return {
    engine: {
      ...engine,
      call: async (method, params) => JSON.stringify(await world.engine.call(method, params)),
    },
    shell,
  };
}

/** Opens the whole window on a fake desk; waits for the first ticket unless the stage is another. */
export async function openDesk(
  options: { readonly shell?: Partial<ShellState>; readonly prepare?: (fake: FakeDesk) => void } = {},
): Promise<Opened> {
  giveHeight();
  localStorage.clear();
  let now = FAKE_NOW;
  const fake = createFakeDesk({ theme: 'light', ...options.shell }, () => now);
  options.prepare?.(fake);
  Object.defineProperty(window, 'sportello', { configurable: true, value: bridgeTo(fake) });
  const shell = await fake.world.shell.state();
  const words = await startI18n(shell.language);
  const desk = createDesk(sportello(), createQueries(), () => now, {
    ticket: shell.ticket,
    others: otherWindowsOver(fake.others),
  });
  render(<App desk={desk} words={words} shell={shell} test />);
  if (shell.stage === 'desk') await screen.findByRole('region', { name: 'Suggested replies' });
  return {
    fake,
    desk,
    user: userEvent.setup(),
    wait: (ms) => {
      now += ms;
    },
    calls: (method) => fake.calls.filter((call) => call.method === method).map((call) => call.params),
  };
}

/** The first ticket of the fake inbox. */
export const TICKET = 'T-1042';

/** As `openDesk`, the window that was opened for `TICKET`, once it hears single keys. */
export async function openTicket(): Promise<Opened> {
  const opened = await openDesk({ shell: { ticket: TICKET } });
  opened.wait(SETTLE_MS);
  return opened;
}

/** Selects a ticket by its requester and waits until its case is shown. */
export async function selectTicket(opened: Opened, requester: RegExp): Promise<void> {
  await opened.user.click(await screen.findByRole('option', { name: requester }));
  await waitFor(() => {
    const view = opened.desk.open();
    if (view === undefined || !requester.test(view.row.requesterName || view.row.requesterAddress)) {
      throw new Error('not open yet');
    }
  });
}

/** Who is open now. */
export function openRequester(opened: Opened): string | undefined {
  return opened.desk.open()?.row.requesterName;
}

/** Tells the window something from outside React. */
export async function outside(work: () => void | Promise<void>): Promise<void> {
  await act(async () => {
    await work();
  });
}

export { cleanup };
