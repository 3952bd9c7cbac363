import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutboxView } from '../../shared/contract/views';
import { SportelloError } from '../../shared/contract/errors';
import type { PresenceView } from '../../shared/contract/team-work';
import { PRESENCE_MS } from '../../shared/domain/presence';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk, openRequester, outside, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const heldBy = (who: string, ticket = 'T-1042') =>
  new SportelloError('held-by-colleague', `${who} holds ${ticket}`, { action: '', detail: { who, ticket } });
const stale = (detail: Readonly<Record<string, string | number>>) =>
  new SportelloError('stale-revision', 'Bruno answered 2 min ago', { action: '', detail });
const status = (text: RegExp) => screen.findByText(text);
const holderOf = (opened: Opened) => opened.desk.open()?.row.assignee;

describe('C', () => {
  it('claims the ticket, lets it go at the second press, and Z puts the holder back', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('c');
    expect(await status(/^Yours for half an hour$/)).toBeTruthy();
    await waitFor(() => expect(holderOf(opened)).toBe('Anna Bruni'));
    expect(screen.getByRole('button', { name: /^Release/ })).toBeTruthy();
    expect(opened.calls('tickets.claim')).toEqual([{ ticket: 'T-1042', revision: 1 }]);
    await opened.user.keyboard('c');
    await waitFor(() => expect(holderOf(opened)).toBeNull());
    expect(opened.calls('tickets.release')).toHaveLength(1);
    await opened.user.keyboard('z');
    await waitFor(() => expect(holderOf(opened)).toBe('Anna Bruni'));
    expect(opened.calls('tickets.restoreHolders')).toEqual([
      { held: [{ ticket: 'T-1042', holder: 'Anna Bruni', until: null }], heldBy: null },
    ]);
  });

  it('says how many tickets of the case came along', async () => {
    const opened = await openDesk();
    const free = { holder: null, until: null };
    opened.fake.answer({
      'tickets.claim': () => ({
        ticket: 'T-1042',
        revision: 2,
        holder: 'Anna Bruni',
        before: ['T-1042', 'T-7', 'T-8'].map((ticket) => ({ ticket, ...free })),
      }),
    });
    await opened.user.keyboard('c');
    expect(await status(/^The whole case is yours for half an hour: 3 tickets$/)).toBeTruthy();
  });

  it('asks before it takes a ticket from a colleague: a second press is another button', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'tickets.claim': ({ over }) => {
        if (over !== 'Bruno') throw heldBy('Bruno');
        return { ticket: 'T-1042', revision: 2, holder: 'Anna Bruni', before: [] };
      },
    });
    await opened.user.keyboard('c');
    const dialog = within(await screen.findByRole('dialog', { name: 'Bruno holds this ticket' }));
    await waitFor(() => expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Cancel' })));
    await opened.user.keyboard('c');
    expect(opened.calls('tickets.claim')).toHaveLength(1);
    await opened.user.click(dialog.getByRole('button', { name: 'Take over' }));
    expect(await status(/^Taken over from Bruno$/)).toBeTruthy();
    expect(opened.calls('tickets.claim').at(-1)).toEqual({ ticket: 'T-1042', revision: 1, over: 'Bruno' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says which ticket of the case it is that a colleague holds, and Esc leaves it there', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'tickets.claim': () => {
        throw heldBy('Bruno', 'T-77');
      },
    });
    await opened.user.keyboard('c');
    expect(await screen.findByText('It is T-77, of the same case.')).toBeTruthy();
    await opened.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(opened.calls('tickets.claim')).toHaveLength(1);
  });
});

describe('Q', () => {
  it('brings the next unclaimed ticket of the queue on screen', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'tickets.next': () => ({
        claimed: {
          ticket: 'T-1040',
          revision: 2,
          holder: 'Anna Bruni',
          before: [{ ticket: 'T-1040', holder: null, until: null }],
        },
      }),
    });
    await opened.user.keyboard('q');
    await waitFor(() => expect(opened.desk.store.get().selected).toBe('T-1040'));
    expect(opened.calls('tickets.next')).toEqual([{ queue: 'inbox' }]);
    // Let go again, it is passed over.
    await waitFor(() => expect(opened.desk.open()?.row.id).toBe('T-1040'));
    await opened.user.keyboard('q');
    expect(opened.calls('tickets.next').at(-1)).toEqual({ queue: 'inbox', after: 'T-1040' });
  });

  it('says it where nothing is free, and moves nothing', async () => {
    const opened = await openDesk();
    const before = openRequester(opened);
    await opened.user.keyboard('q');
    expect(await status(/^Nothing unclaimed waits here$/)).toBeTruthy();
    expect(openRequester(opened)).toBe(before);
  });
});

describe('A', () => {
  it('offers the colleagues, and takes the one whose name was begun', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('a');
    const dialog = within(await screen.findByRole('dialog', { name: 'Assign' }));
    const list = within(await dialog.findByRole('list', { name: 'Colleagues' }));
    expect(list.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Bruno Neribruno@example.com',
      'Carla Sousa',
    ]);
    await opened.user.type(dialog.getByRole('textbox', { name: 'Name' }), 'sou{Enter}');
    await waitFor(() => expect(holderOf(opened)).toBe('Carla Sousa'));
  });

  it('takes a name that nobody of the team has as it was typed', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('a');
    await opened.user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Zoe{Enter}');
    await waitFor(() => expect(holderOf(opened)).toBe('Zoe'));
  });
});

describe('colleagues on a ticket', () => {
  const present = (name: string, doing: PresenceView['doing'], until = Date.now() + PRESENCE_MS): PresenceView => ({
    ticket: 'T-1042',
    name,
    doing,
    since: 5,
    until,
  });

  it('stand in its row and above the conversation, in words, and move no focus', async () => {
    let here: readonly PresenceView[] = [];
    const opened = await openDesk({ prepare: (fake) => fake.answer({ 'presence.of': () => here }) });
    const bar = screen.getByRole('status', { name: 'Colleagues here' });
    expect(bar.textContent).toBe('');
    const focused = document.activeElement;
    here = [present('Bruno', 'writing'), present('Carla', 'looking')];
    await outside(() => opened.fake.emit('presence.changed', { tickets: ['T-1042'] }));
    await waitFor(() => expect(bar.textContent).toBe('Bruno is writing a replyCarla is looking at this ticket'));
    const row = screen.getByRole('option', { name: /^Giulia Ferri non trovo/ });
    expect(row.textContent).toContain('Bruno is writing a reply');
    expect(screen.getAllByText('Bruno is writing a reply')).toHaveLength(2);
    expect(document.activeElement).toBe(focused);
    await selectTicket(opened, /^Marco/);
    expect(screen.getByRole('status', { name: 'Colleagues here' }).textContent).toBe('');
  });

  it('are left out where they did not say it again in time', async () => {
    const here = [present('Bruno', 'writing', Date.now() - 1)];
    await openDesk({ prepare: (fake) => fake.answer({ 'presence.of': () => here }) });
    expect(screen.getByRole('status', { name: 'Colleagues here' }).textContent).toBe('');
  });

  it('are told what this window has on screen, whether a reply is written, and when nothing is', async () => {
    const opened = await openDesk();
    const told = () => opened.calls('presence.tell').at(-1);
    await waitFor(() => expect(told()).toEqual({ ticket: 'T-1042', doing: 'looking' }));
    await opened.user.keyboard('r');
    await waitFor(() => expect(told()).toEqual({ ticket: 'T-1042', doing: 'writing' }));
    await opened.user.keyboard('{Escape}gs');
    await waitFor(() => expect(told()).toMatchObject({ ticket: null }));
  });

  it('hear nothing of tickets that were only leafed through', async () => {
    const opened = await openDesk();
    await waitFor(() => expect(opened.calls('presence.tell')).toHaveLength(1));
    await opened.user.keyboard('jjj');
    const selected = opened.desk.store.get().selected;
    await waitFor(() => expect(opened.calls('presence.tell').at(-1)).toMatchObject({ ticket: selected }));
    expect(opened.calls('presence.tell')).toHaveLength(2);
  });
});

describe('whoever was second', () => {
  it('reads who answered and when, and keeps the text in the open composer', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'replies.send': () => {
        throw stale({ ticket: 'T-1042', what: 'answered', who: 'Bruno', minutes: 2 });
      },
    });
    await opened.user.keyboard('r');
    const reply = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' });
    await opened.user.type(reply, 'Cara Giulia');
    await opened.user.click(screen.getByRole('button', { name: 'Send' }));
    expect(await status(/^Bruno answered 2 min ago\. Your text is still here\.$/)).toBeTruthy();
    expect(reply.value).toBe('Cara Giulia');
    expect(opened.desk.store.get()).toMatchObject({ composer: 'reply', selected: 'T-1042' });
  });

  it('reads that it changed where nobody is known', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'replies.accept': () => {
        throw stale({ ticket: 'T-1042' });
      },
    });
    await opened.user.keyboard('1');
    expect(await status(/^This ticket has just changed\./)).toBeTruthy();
  });

  it('sees on the held reply who took the ticket over', async () => {
    const item: OutboxView = {
      id: 'o', mailbox: 'main', block: 'b', ticket: 'T-1042', kind: 'reply', state: 'held', decision: null, toName: 'Giulia Ferri',
      to: 'giulia@example.com', subject: 'Re', text: 'x', messageId: 'm', until: FAKE_NOW, nextAttemptAt: null, copies: [], files: [], attempts: 0,
      error: null, heldReason: 'taken-over', heldBy: 'Bruno', createdAt: FAKE_NOW, by: 'Anna Bruni', delivery: null,
    }; // prettier-ignore
    const opened = await openDesk({ prepare: (fake) => fake.answer({ 'outbox.list': () => [item] }) });
    await opened.user.keyboard('go');
    expect(await status(/^Held back: Bruno took the ticket over after you accepted it\./)).toBeTruthy();
  });
});

describe('Hand over my shift', () => {
  const ITEMS = [
    { ticket: 'T-1', subject: 'Accesso', name: 'Uno', held: true, draft: false, reply: null },
    { ticket: 'T-2', subject: 'Rimborso', name: 'Due', held: false, draft: true, reply: 'held' },
  ];
  const open = async (opened: Opened) => {
    await opened.user.keyboard('{Control>}k{/Control}');
    await opened.user.type(await screen.findByPlaceholderText('What do you want to do?'), 'hand over');
    await opened.user.keyboard('{Enter}');
    return within(await screen.findByRole('dialog', { name: 'Hand over my shift' }));
  };

  it('lists what is mine, gives the ticked tickets on with a note, and is one undo', async () => {
    const opened = await openDesk();
    const moved = [{ ticket: 'T-1', holder: 'Anna Bruni', until: 7, note: 'n', draft: false }];
    opened.fake.answer({
      'shift.mine': () => ITEMS,
      'shift.handOver': () => ({ moved }),
      'shift.takeBack': () => ({ tickets: ['T-1'] }),
    });
    const dialog = await open(opened);
    await dialog.findByRole('list', { name: 'Tickets to hand over' });
    expect(dialog.getByRole('checkbox', { name: /^Due Rimborso T-2 draft/ })).toBeTruthy();
    await opened.user.click(dialog.getByRole('checkbox', { name: /^Due/ }));
    await opened.user.selectOptions(dialog.getByRole('combobox', { name: 'To' }), 'Bruno Neri');
    await opened.user.type(dialog.getByRole('textbox', { name: 'Note on each ticket' }), 'a domani');
    await opened.user.click(dialog.getByRole('button', { name: 'Hand over 1 ticket' }));
    expect(await status(/^1 ticket handed over$/)).toBeTruthy();
    expect(opened.calls('shift.handOver')).toEqual([{ tickets: ['T-1'], to: 'Bruno Neri', note: 'a domani' }]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.calls('shift.takeBack')).toEqual([{ to: 'Bruno Neri', moved }]));
  });

  it('says that one can go where nothing is open', async () => {
    const opened = await openDesk();
    expect(await (await open(opened)).findByText('Nothing of yours is open: you can go.')).toBeTruthy();
  });
});

it('a ticket that was handed over says whose it was', async () => {
  const opened = await openDesk();
  const view = opened.fake.ticket('T-1042');
  opened.fake.deliver({ ...view, row: { ...view.row, id: 'T-3000', requesterName: 'Zeno Alt', was: 'Carla' } });
  expect((await screen.findByRole('option', { name: /^Zeno Alt/ })).textContent).toContain('was Carla’s');
});
