import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseTicketView } from '../../shared/contract/put-away';
import { commandNamed } from '../../renderer/desk/commands';
import { FAKE_NOW } from '../support/fake-tickets';
import type { FakeDesk } from '../support/fake-desk';
import { openDesk, openRequester, outside, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const HOUR = 3_600_000;
const run = (opened: Opened, command: string) =>
  outside(async () => {
    await commandNamed(command).run(opened.desk);
  });
const bar = () => screen.findByRole('navigation', { name: 'Other open tickets of this case' });

/** T-1042 (Giulia) has two other tickets in its case: T-1040 and T-1039, which a colleague may hold; and T-1038 of a stranger. */
function withCase(fake: FakeDesk, held: string | null = null, strange = false): void {
  const other = (ticket: string, hours: number, assignee: string | null): CaseTicketView => {
    const { row } = fake.ticket(ticket);
    const { revision, subject, requesterName: requester } = row;
    return {
      ticket,
      revision,
      subject,
      requester,
      same: ticket !== 'T-1038',
      open: true,
      at: FAKE_NOW - hours * HOUR,
      assignee,
    };
  };
  fake.answer({
    'tickets.case': ({ ticket }) =>
      ticket === 'T-1042'
        ? [other('T-1039', 9, held), other('T-1040', 7, null), ...(strange ? [other('T-1038', 6, null)] : [])]
        : [other('T-1042', 2, null)],
  });
}

describe('the other tickets of a case', () => {
  it('are named with subject and age above the conversation, and open by a click or by Y', async () => {
    const opened = await openDesk({ prepare: (fake) => withCase(fake, 'Bruno') });
    const named = within(await bar());
    expect(named.getByText('Same case, 2 more:')).toBeTruthy();
    expect(
      named.getByRole('button', { name: /Lucía Prieto.*No recibo los datos del productor \d+[hd] · with Bruno/ }),
    ).toBeTruthy();
    await opened.user.click(named.getByRole('button', { name: /link de acesso/ }));
    await waitFor(() => expect(openRequester(opened)).toBe('Renata Prado'));
    await bar();
    await opened.user.keyboard('y');
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
  });

  it('are all gone through by Y, those of one second by their numbers', async () => {
    const ids = ['T-1040', 'T-1041', 'T-1042'];
    const opened = await openDesk({
      prepare: (fake) => {
        const at = fake.ticket('T-1042').row.updatedAt;
        for (const id of ids) Object.assign(fake.ticket(id).row, { updatedAt: at });
        const named = (ticket: string): CaseTicketView => {
          const { revision, subject, requesterName: requester } = fake.ticket(ticket).row;
          return { ticket, revision, subject, requester, same: true, open: true, at, assignee: null };
        };
        fake.answer({ 'tickets.case': ({ ticket }) => ids.filter((id) => id !== ticket).map(named) });
      },
    });
    const seen = new Set<string | null>();
    for (const _ of ids) {
      await bar();
      await opened.user.keyboard('y');
      seen.add(opened.desk.store.get().selected);
      await waitFor(() => expect(opened.desk.open()?.row.id).toBe(opened.desk.store.get().selected));
    }
    expect(seen).toEqual(new Set(ids));
  });

  it('are offered after a reply, closed by ⇧Y as one block, and open again by Z', async () => {
    const opened = await openDesk({ prepare: (fake) => withCase(fake) });
    await bar();
    await opened.user.keyboard('1');
    expect(await screen.findByRole('button', { name: 'Close 2 others of this case' })).toBeTruthy();
    await opened.user.keyboard('{Shift>}Y{/Shift}');
    await waitFor(() =>
      expect(opened.calls('tickets.closeCase')).toMatchObject([
        { answered: 'T-1042', tickets: [{ ticket: 'T-1039' }, { ticket: 'T-1040' }] },
      ]),
    );
    expect(await screen.findByText('2 tickets closed with their case')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /others of this case/ })).toBeNull();
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.fake.ticket('T-1040').row.state).toBe('open'));
    expect(opened.fake.ticket('T-1042').row.state).toBe('waiting.customer');
  });

  it('are not offered where a colleague holds them or somebody else asks, nor once the reply was taken back', async () => {
    const opened = await openDesk({ prepare: (fake) => withCase(fake, 'Bruno', true) });
    await bar();
    await opened.user.keyboard('1');
    await opened.user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /of this case/ })).toBeNull());
    opened.wait(700);
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
    await opened.user.keyboard('1');
    await opened.user.click(await screen.findByRole('button', { name: 'Close the other of this case' }));
    await waitFor(() => expect(opened.calls('tickets.closeCase')).toMatchObject([{ tickets: [{ ticket: 'T-1040' }] }]));
  });
});

describe('spam', () => {
  it('goes by one press of the ticket’s own button, the desk moves on, and Z brings it back', async () => {
    const opened = await openDesk();
    await opened.user.click(screen.getByRole('button', { name: 'Mark as spam' }));
    await screen.findByText('Filed as spam');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    await opened.user.keyboard('z');
    await waitFor(() => expect(openRequester(opened)).toBe('Giulia Ferri'));
    expect(opened.fake.ticket('T-1042').row.state).toBe('open');
  });

  it('takes all marked tickets as one block', async () => {
    const opened = await openDesk();
    await outside(() => opened.desk.store.set({ marked: ['T-1042', 'T-1041'] }));
    await opened.user.click(
      within(screen.getByRole('toolbar', { name: 'Marked tickets' })).getByRole('button', { name: 'Spam' }),
    );
    await screen.findByText('2 tickets filed as spam');
    expect(opened.calls('tickets.spam')).toHaveLength(1);
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.fake.ticket('T-1041').row.state).toBe('open'));
  });
});

describe('blocking a sender', () => {
  it('says what becomes of his mail, and Undo takes block and filing back', async () => {
    const opened = await openDesk();
    await run(opened, 'block-sender');
    const dialog = within(await screen.findByRole('dialog', { name: 'Block this sender' }));
    await dialog.findByText(/Later mail from giulia.ferri@example.com is filed/);
    await opened.user.click(dialog.getByRole('button', { name: 'Block' }));
    await screen.findByText('giulia.ferri@example.com is blocked');
    expect(opened.calls('senders.block')).toMatchObject([{ ticket: 'T-1042', buyer: false }]);
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.calls('senders.unblock')).toEqual([{ address: 'giulia.ferri@example.com' }]));
    await waitFor(() => expect(opened.fake.ticket('T-1042').row.state).toBe('open'));
  });

  it('takes no colleague’s earlier block back with the filing of another ticket', async () => {
    const opened = await openDesk();
    await outside(async () => {
      await opened.fake.world.engine.call('senders.block', { ticket: 'T-1042', revision: 1, buyer: false });
    });
    await run(opened, 'block-sender');
    const dialog = within(await screen.findByRole('dialog', { name: 'Block this sender' }));
    await opened.user.click(await dialog.findByRole('button', { name: 'Block' }));
    await screen.findByText('giulia.ferri@example.com is blocked');
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.calls('tickets.putBack')).toHaveLength(1));
    expect(opened.calls('senders.unblock')).toEqual([]);
  });

  it('says first that he is a buyer, with Cancel in front; nobody’s own address is offered at all', async () => {
    const opened = await openDesk();
    const about = { address: 'giulia.ferri@example.com', blocked: false, unproven: false, tickets: 1 };
    opened.fake.answer({ 'senders.about': () => ({ ...about, unblockable: null, bought: ['Corso di pasta fresca'] }) });
    await run(opened, 'block-sender');
    await screen.findByText(/is a buyer: Corso di pasta fresca/);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })));
    await opened.user.click(screen.getByRole('button', { name: 'Block this buyer' }));
    await waitFor(() => expect(opened.calls('senders.block')).toMatchObject([{ buyer: true }]));
    opened.fake.answer({ 'senders.about': () => ({ ...about, unblockable: 'own', bought: [] }) });
    await selectTicket(opened, /Renata Prado/);
    await run(opened, 'block-sender');
    await screen.findByText(/is one of the team’s own addresses/);
    expect(screen.queryByText(/Nothing proves/)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Block' })).toBeNull();
  });

  it('says first that the mail may be forged, with Cancel in front', async () => {
    const opened = await openDesk();
    const about = { address: 'giulia.ferri@example.com', blocked: false, tickets: 1, unblockable: null, bought: [] };
    opened.fake.answer({ 'senders.about': () => ({ ...about, unproven: true }) });
    await run(opened, 'block-sender');
    await screen.findByText(/Nothing proves that this mail is from giulia.ferri@example.com/);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })));
  });

  it('is listed in Settings, and taken back there', async () => {
    const opened = await openDesk();
    await outside(async () => {
      await opened.fake.world.engine.call('senders.block', { ticket: 'T-1042', revision: 1, buyer: false });
    });
    await run(opened, 'go.settings');
    const table = within(await screen.findByRole('table', { name: 'Blocked senders' }));
    await opened.user.click(table.getByRole('button', { name: 'Unblock giulia.ferri@example.com' }));
    await screen.findByText(/Nobody is blocked/);
    await opened.user.keyboard('z');
    expect(await screen.findByRole('table', { name: 'Blocked senders' })).toBeTruthy();
    expect(opened.calls('senders.restore')).toEqual([{ address: 'giulia.ferri@example.com' }]);
  });
});
