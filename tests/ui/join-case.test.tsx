import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { commandNamed } from '../../renderer/desk/commands';
import { SportelloError } from '../../shared/contract/errors';
import type { CaseTicketView } from '../../shared/contract/put-away';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk, openRequester, outside, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const bar = async (name = 'Other open tickets of this case') => within(await screen.findByRole('navigation', { name }));
const noBar = () => waitFor(() => expect(screen.queryByRole('navigation', { name: /this case/ })).toBeNull());

/** The dialog, opened by the ticket's own button. */
async function ask(opened: Opened) {
  await opened.user.click(screen.getByRole('button', { name: 'Join to a case…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Join to a case' }));
  const box = dialog.getByRole('textbox', { name: 'Ticket number, address, name or words' });
  await waitFor(() => expect(document.activeElement).toBe(box));
  return dialog;
}

/** Joins what is open with this ticket. */
async function join(opened: Opened, ticket: string): Promise<void> {
  const dialog = await ask(opened);
  await opened.user.keyboard(ticket);
  await opened.user.click(await dialog.findByRole('button', { name: new RegExp(`^${ticket}`) }));
  await opened.user.click(dialog.getByRole('button', { name: 'Join' }));
  await screen.findByText(`T-1042 and ${ticket} are one case`);
}

describe('Join to a case', () => {
  it('finds the other ticket, shows both before it joins them, and Z takes it back', async () => {
    const opened = await openDesk();
    const dialog = await ask(opened);
    expect(await dialog.findByText(/Nothing else of this address or purchase/)).toBeTruthy();
    await opened.user.keyboard('Renata');
    await opened.user.click(await dialog.findByRole('button', { name: /T-1040 · Renata Prado.*Corso di pasta/ }));
    const pair = dialog.getAllByRole('listitem').map((one) => one.textContent);
    expect(pair).toHaveLength(2);
    expect(pair[0]).toContain('T-1042 · Giulia Ferri');
    expect(pair[1]).toContain('T-1040 · Renata Prado');
    expect(opened.calls('tickets.join')).toEqual([]);
    await opened.user.keyboard('{Enter}');
    await screen.findByText('T-1042 and T-1040 are one case');
    expect(opened.calls('tickets.join')).toMatchObject([{ ticket: 'T-1042', with: { ticket: 'T-1040' } }]);
    expect((await bar()).getByRole('button', { name: /Renata Prado/ })).toBeTruthy();
    expect(openRequester(opened)).toBe('Giulia Ferri');
    await opened.user.keyboard('z');
    await noBar();
    expect(opened.calls('tickets.restoreLinks')).toMatchObject([
      { links: [{ ticket: 'T-1042', other: 'T-1040', was: null }] },
    ]);
  });

  it('warns where the two have different addresses, and not where it is one', async () => {
    const opened = await openDesk({
      prepare: (fake) => {
        const { requesterAddress } = fake.ticket('T-1042').row;
        Object.assign(fake.ticket('T-1039').row, { requesterAddress });
      },
    });
    const dialog = await ask(opened);
    await opened.user.keyboard('T-1040{Enter}');
    expect(await dialog.findByText(/Every reply still goes to its own address alone/)).toBeTruthy();
    await opened.user.click(dialog.getByRole('button', { name: 'Choose another' }));
    await opened.user.clear(await dialog.findByRole('textbox'));
    await opened.user.keyboard('T-1039');
    await opened.user.click(await dialog.findByRole('button', { name: /^T-1039/ }));
    expect(dialog.queryByText(/its own address alone/)).toBeNull();
    expect(dialog.getByRole('button', { name: 'Join' })).toBeTruthy();
  });

  it('offers no ticket that is of the case already', async () => {
    const opened = await openDesk();
    await join(opened, 'T-1040');
    const dialog = await ask(opened);
    await opened.user.keyboard('T-1040{Enter}');
    const known = await dialog.findByRole('button', { name: /T-1040.*of this case already/ });
    expect(known.hasAttribute('disabled')).toBe(true);
    expect(dialog.queryByRole('button', { name: 'Join' })).toBeNull();
  });

  it('says why it did not come to be', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'tickets.join': () => {
        throw new SportelloError('bad-params', 'More than 50 tickets are no case', { action: 'Look again.' });
      },
    });
    const dialog = await ask(opened);
    await opened.user.keyboard('T-1040');
    await opened.user.click(await dialog.findByRole('button', { name: /^T-1040/ }));
    await opened.user.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.getAllByRole('status').length + screen.queryAllByRole('alert').length).toBeGreaterThan(0),
    );
    expect(screen.queryByText(/are one case/)).toBeNull();
    await noBar();
  });

  it('is a command of the palette and the menu', async () => {
    const opened = await openDesk();
    await outside(async () => {
      await commandNamed('join-case').run(opened.desk);
    });
    expect(await screen.findByRole('dialog', { name: 'Join to a case' })).toBeTruthy();
  });
});

describe('the tickets that an agent joined', () => {
  it('are each parted from the case by one press, and back by Z', async () => {
    const opened = await openDesk();
    await join(opened, 'T-1040');
    await opened.user.click((await bar()).getByRole('button', { name: 'Part T-1040 from this case' }));
    await screen.findByText('T-1040 was parted from this case');
    await noBar();
    expect(opened.calls('tickets.part')).toMatchObject([{ ticket: 'T-1040', from: { ticket: 'T-1042' } }]);
    await opened.user.keyboard('z');
    expect((await bar()).getByRole('button', { name: /Renata Prado/ })).toBeTruthy();
  });

  it('stand there closed as well, say where they belong, and are not offered to be closed', async () => {
    const opened = await openDesk({
      prepare: (fake) => {
        const { requesterAddress } = fake.ticket('T-1042').row;
        Object.assign(fake.ticket('T-1040').row, { requesterAddress });
      },
    });
    await join(opened, 'T-1040');
    await outside(() => {
      Object.assign(opened.fake.ticket('T-1040').row, { state: 'done' });
      opened.fake.emit('tickets.changed', { tickets: ['T-1040'] });
    });
    expect(await (await bar()).findByText('Joined, not open:')).toBeTruthy();
    await opened.user.click((await bar()).getByRole('button', { name: /^T-1040/ }));
    const belongs = await bar('The case that this ticket belongs to');
    expect(belongs.getByText('Belongs to:')).toBeTruthy();
    await opened.user.click(belongs.getByRole('button', { name: /^T-1042.*Giulia Ferri/ }));
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
    await bar();
    opened.wait(700);
    await opened.user.keyboard('1');
    await screen.findByText(/Reply to Giulia Ferri/);
    expect(opened.desk.store.get().rest).toBeNull();
  });

  it('of another address are not offered to be closed after a reply', async () => {
    const opened = await openDesk();
    await join(opened, 'T-1040');
    await bar();
    await opened.user.keyboard('1');
    await screen.findByText(/Reply to Giulia Ferri/);
    expect(opened.desk.store.get().rest).toBeNull();
  });
});

describe('a case of more tickets than the bar names', () => {
  /** Giulia's, and five of others that an agent joined with it. */
  async function openLarge(): Promise<Opened> {
    const others: readonly CaseTicketView[] = [1, 2, 3, 4, 5].map((n) => ({
      ticket: `T-${n}`, revision: 1, requester: `Person ${n}`, subject: `Subject ${n}`, at: FAKE_NOW, assignee: null, same: false, open: true,
    })); // prettier-ignore
    return openDesk({ prepare: (fake) => fake.answer({ 'tickets.case': () => others }) });
  }

  it('shows the others on a press of the mouse, each of them to be parted', async () => {
    const opened = await openLarge();
    const others = await bar();
    expect(others.queryByRole('button', { name: /Person 4/ })).toBeNull();
    const more = others.getByRole('button', { name: '2 more tickets of this case' });
    expect(more.getAttribute('aria-expanded')).toBe('false');
    await opened.user.click(more);
    expect(within(others.getByRole('list')).getAllByRole('listitem')).toHaveLength(2);
    opened.fake.answer({ 'tickets.part': () => ({ links: [], tickets: [] }) });
    await opened.user.click(others.getByRole('button', { name: 'Part T-5 from this case' }));
    await waitFor(() => expect(opened.calls('tickets.part')).toMatchObject([{ ticket: 'T-5' }]));
    await opened.user.click(more);
    expect(others.queryByRole('button', { name: /Person 4/ })).toBeNull();
  });

  it('does so by keyboard, and the next ticket shows its own closed', async () => {
    const opened = await openLarge();
    const others = await bar();
    act(() => others.getByRole('button', { name: '2 more tickets of this case' }).focus());
    await opened.user.keyboard('{Enter}');
    await opened.user.tab();
    expect(document.activeElement?.textContent).toContain('Subject 4');
    await opened.user.tab();
    expect(document.activeElement).toBe(others.getByRole('button', { name: 'Part T-4 from this case' }));
    await selectTicket(opened, /Renata Prado/);
    const next = (await bar()).getByRole('button', { name: '2 more tickets of this case' });
    expect(next.getAttribute('aria-expanded')).toBe('false');
  });
});
