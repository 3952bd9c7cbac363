import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { fingerprint } from '../../renderer/desk/replying';
import { isAttended } from '../../renderer/desk/whereabouts';
import { SETTLE_MS } from '../../renderer/desk/press-guard';
import { cleanup, openDesk, openTicket, outside, selectTicket, TICKET } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const reply = (): HTMLTextAreaElement => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' });
const typed = (opened: Opened): readonly string[] =>
  opened.fake.others.told.flatMap((word) => (word.kind === 'typed' ? [word.text] : []));

/** Lets a file go over this part of the window; answers whether the window took it, and did not open it in its own place. */
async function drop(zone: string, name: string): Promise<boolean> {
  const target = document.querySelector(`[data-zone="${zone}"]`) ?? document.body;
  const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: { types: ['Files'], files: [new File(['x'], name)], items: [] },
  });
  await outside(() => void target.dispatchEvent(event));
  return event.defaultPrevented;
}

describe('the window of a ticket', () => {
  it('shows conversation and case, and neither queues nor list', async () => {
    await openTicket();
    expect(screen.getByRole('region', { name: 'Conversation' }).dataset['ticket']).toBe(TICKET);
    expect(screen.getByRole('region', { name: 'Purchase' })).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Queues' })).toBeNull();
    expect(screen.queryByRole('listbox', { name: 'Tickets' })).toBeNull();
    await waitFor(() => expect(document.title).toContain(TICKET));
  });

  it('stays on its ticket: J, K, X, Q and Esc do nothing', async () => {
    const opened = await openTicket();
    await opened.user.keyboard('jkxq{Escape}/');
    expect(opened.desk.store.get()).toMatchObject({ selected: TICKET, marked: [] });
    expect(opened.calls('tickets.next')).toEqual([]);
    expect(opened.fake.windows).toEqual([]);
  });

  it('closes by Ctrl+W, while one writes, too', async () => {
    const opened = await openTicket();
    await opened.user.keyboard('r');
    await opened.user.type(reply(), 'Cara');
    await opened.user.keyboard('{Control>}w{/Control}');
    expect(opened.fake.windows).toEqual(['closed']);
  });

  it('hears no single key in its first moment: it came while somebody typed elsewhere', async () => {
    const opened = await openDesk({ shell: { ticket: TICKET } });
    await opened.user.keyboard('1e');
    await opened.user.click(screen.getByRole('region', { name: 'Conversation' }));
    opened.wait(SETTLE_MS - 1);
    await opened.user.keyboard('1e');
    expect(opened.calls('replies.accept')).toEqual([]);
    expect(opened.calls('tickets.setState')).toEqual([]);
    opened.wait(1);
    await opened.user.keyboard('e');
    await waitFor(() => expect(opened.calls('tickets.setState')).toHaveLength(1));
  });

  it('reads nothing that is told of its ticket while it is behind another window', async () => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const told = {
      id: 'one',
      kind: 'mention',
      ticket: TICKET,
      name: 'Giulia',
      subject: 'x',
      by: 'Bruno',
      at: 0,
    } as const;
    const opened = await openDesk({
      shell: { ticket: TICKET },
      prepare: (fake) => fake.answer({ 'told.list': () => [told] }),
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await outside(() => opened.fake.emit('told.changed', {}));
    await outside(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
    expect(opened.calls('told.read')).toEqual([]);
    focus.mockReturnValue(true);
    await outside(() => void window.dispatchEvent(new Event('focus')));
    await outside(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
    expect(opened.calls('told.read')).toEqual([{ ids: ['one'] }]);
    vi.useRealTimers();
    focus.mockRestore();
  });

  it.each([
    ['is not left by who goes into the frame of a mail in it', true, []],
    ['is left by who turns to another one', false, [{ kind: 'away', window: TICKET }]],
  ])('%s', async (_what, hasFocus, told) => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    const opened = await openTicket();
    focus.mockReturnValue(hasFocus);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await outside(() => void window.dispatchEvent(new Event('blur')));
    await outside(async () => void (await vi.advanceTimersByTimeAsync(1)));
    expect(opened.fake.others.told.filter(({ kind }) => kind === 'away')).toEqual(told);
    vi.useRealTimers();
    focus.mockRestore();
  });

  it('asks for each mail anew whether the same text may go once more', async () => {
    const opened = await openTicket();
    const once: boolean[] = [];
    opened.fake.answer({
      'replies.send': ({ again = false }) => {
        once.push(again);
        if (!again)
          throw new SportelloError('reply-repeated', 'It has just gone.', { action: '', detail: { minutes: 2 } });
        return { block: 'b', until: 0, items: [] };
      },
    });
    await opened.user.keyboard('r');
    await opened.user.type(reply(), 'Cara Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(once).toEqual([false, true]));
    opened.wait(SETTLE_MS);
    await waitFor(() => expect(opened.desk.store.get()).toMatchObject({ busy: false, composer: 'closed' }));
    await opened.user.keyboard('r');
    await opened.user.type(reply(), 'Cara Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(once).toEqual([false, true, false]));
  });

  it('shows no preview any more of what went, and begins with the next mail by its own defaults', async () => {
    const opened = await openTicket();
    const before = opened.desk.open();
    if (before === undefined) throw new Error('no ticket');
    opened.desk.store.set({
      armed: { kind: 'suggestion', ticket: TICKET, seen: fingerprint(before), index: 0 },
      escalate: true,
    });
    await opened.user.keyboard('{Enter}');
    await waitFor(() => expect(opened.calls('replies.accept')).toMatchObject([{ confirmed: true, escalate: true }]));
    expect(opened.desk.store.get()).toMatchObject({ armed: null, escalate: null, selected: TICKET });
  });

  it('attaches a file that is dropped on its conversation', async () => {
    const opened = await openTicket();
    expect(await drop('conversation', 'scontrino.pdf')).toBe(true);
    await waitFor(() =>
      expect(opened.fake.others.told).toContainEqual(expect.objectContaining({ kind: 'files', draft: TICKET })),
    );
    expect(opened.calls('drafts.addFile')).toMatchObject([{ draft: TICKET, fileName: 'scontrino.pdf' }]);
    // The others are not to read a text anew that the store may have only in a moment.
    expect(opened.fake.others.told).not.toContainEqual({ kind: 'draft', draft: TICKET });
  });

  it.each([
    ['a table', 'conversation', 'vendite.csv'],
    ['a saved mail', 'case', 'mail.eml'],
  ])('leads %s that is dropped on it to the desk', async (_what, zone, name) => {
    const opened = await openTicket();
    expect(await drop(zone, name)).toBe(true);
    expect(await screen.findByText(/the desk’s own window/)).toBeTruthy();
    expect(opened.desk.store.get().importing).toBeNull();
    expect(opened.fake.droppedMails).toEqual([]);
  });

  it('has the desk show a page, in front', async () => {
    const opened = await openTicket();
    await opened.user.keyboard('go');
    expect(opened.fake.others.told).toContainEqual({ kind: 'run', command: 'go.outbox' });
    expect(opened.fake.windows).toEqual(['desk']);
  });

  it('has the desk do what is chosen in its menu and that only the desk has', async () => {
    const opened = await openTicket();
    await outside(() => opened.fake.choose('hand-over'));
    expect(opened.fake.others.told).toContainEqual({ kind: 'run', command: 'hand-over' });
    await outside(() => opened.fake.choose('snooze'));
    expect(await screen.findByRole('dialog', { name: 'Snooze' })).toBeTruthy();
  });

  it('stays after a reply, says that it waits, and takes it back with its text', async () => {
    const opened = await openTicket();
    await opened.user.keyboard('r');
    await opened.user.type(reply(), 'Cara Giulia');
    opened.fake.answer({
      'drafts.open': () => ({ text: '', fields: { to: '', cc: '', bcc: '', subject: '' }, files: [], room: 9 }),
    });
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/Reply to .* sends in/)).toBeTruthy();
    expect(opened.desk.store.get().selected).toBe(TICKET);
    expect(reply().value).toBe('');
    expect(opened.fake.others.told).toContainEqual(expect.objectContaining({ kind: 'queued', ticket: TICKET }));
    opened.fake.answer({
      'drafts.open': () => ({
        text: 'Cara Giulia',
        fields: { to: '', cc: '', bcc: '', subject: '' },
        files: [],
        room: 9,
      }),
    });
    await opened.user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(reply().value).toBe('Cara Giulia'));
    expect(opened.fake.others.told).toContainEqual(expect.objectContaining({ kind: 'undone' }));
  });

  it('has the desk write what an address in a mail asks for', async () => {
    const opened = await openTicket();
    await outside(() => opened.desk.store.set({ openLink: 'mailto:amica@posta.example' }));
    await opened.user.click(await screen.findByRole('button', { name: 'Write here' }));
    expect(opened.fake.others.told).toContainEqual({ kind: 'write', link: 'mailto:amica@posta.example' });
    expect(opened.fake.windows).toEqual(['desk']);
    expect(opened.desk.store.get().letter).toBeNull();
  });

  it('tells the desk of a forward, and that it was sent', async () => {
    const opened = await openTicket();
    await opened.user.keyboard('f');
    const draft = `forward:${TICKET}`;
    await opened.user.type(await screen.findByRole('textbox', { name: 'To' }), 'amica@posta.example');
    expect(opened.fake.others.told).toContainEqual({ kind: 'draft', draft });
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(opened.fake.others.told).toContainEqual(
        expect.objectContaining({ kind: 'queued', ticket: TICKET, draft, letter: true }),
      ),
    );
  });

  it('says that the desk cannot be opened, and waits for it', async () => {
    const opened = await openTicket();
    await outside(() => opened.fake.shell({ stage: 'broken' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The desk cannot be opened just now');
    await outside(() => opened.fake.shell({ stage: 'desk' }));
    expect(await screen.findByRole('region', { name: 'Conversation' })).toBeTruthy();
  });
});

describe('the desk beside windows of tickets', () => {
  it('opens one by key, by a double click and in the ticket’s actions', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    const ticket = opened.desk.store.get().selected;
    await opened.user.keyboard('{Shift>}O{/Shift}');
    await opened.user.dblClick(screen.getByRole('option', { name: /Giulia Ferri/ }));
    await opened.user.click(screen.getByRole('button', { name: 'Open in a window of its own' }));
    expect(opened.fake.windows).toEqual([ticket, ticket, ticket]);
  });

  it('says each key that is typed, and follows those of another window without saving them again', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    const draft = opened.desk.store.get().selected ?? '';
    await opened.user.keyboard('r');
    await opened.user.type(reply(), 'Ca');
    expect(typed(opened)).toEqual(['C', 'Ca']);
    await outside(() => opened.fake.others.say({ kind: 'typed', draft, text: 'Cara Giulia', fields: null }));
    expect(reply().value).toBe('Cara Giulia');
    await outside(() => void window.dispatchEvent(new Event('blur')));
    expect(opened.calls('drafts.save')).toEqual([]);
    await opened.user.type(reply(), ',');
    expect(typed(opened).at(-1)).toBe('Cara Giulia,');
  });

  it('tells a window that opens what is not in the store yet', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    const ticket = opened.desk.store.get().selected ?? '';
    await opened.user.keyboard('r');
    await opened.user.type(reply(), 'Ca');
    await opened.user.keyboard('{Escape}n');
    await opened.user.type(screen.getByRole('textbox', { name: 'Note' }), 'ok');
    opened.fake.others.told.length = 0;
    await outside(() => opened.fake.others.say({ kind: 'asked', ticket }));
    expect(opened.fake.others.told).toContainEqual({ kind: 'noted', ticket, text: 'ok' });
  });

  it('takes back what was accepted in a window, until that was taken back there', async () => {
    const opened = await openDesk();
    const item = (await opened.fake.world.engine.call('replies.accept', {
      ticket: TICKET, revision: 1, index: 0, confirmed: true, escalate: false, seen: '', again: false,
    })); // prettier-ignore
    const words = { sentence: 'toast.reply-queued', detail: null, name: 'Giulia Ferri' };
    await outside(() =>
      opened.fake.others.say({ kind: 'queued', ticket: TICKET, draft: null, letter: false, block: item, words }),
    );
    expect(await screen.findByText(/Reply to Giulia Ferri sends in/)).toBeTruthy();
    await opened.user.keyboard('z');
    expect(opened.calls('replies.undo')).toEqual([{ block: item.block }]);
    await outside(() =>
      opened.fake.others.say({ kind: 'queued', ticket: TICKET, draft: null, letter: false, block: item, words }),
    );
    await outside(() => opened.fake.others.say({ kind: 'undone', block: item.block }));
    expect(screen.queryByText(/Reply to Giulia Ferri sends in/)).toBeNull();
  });

  it('takes back a forward that was sent in a window, and shows it', async () => {
    const opened = await openDesk();
    const block = await opened.fake.world.engine.call('letters.send', {
      draft: `forward:${TICKET}`, to: 'amica@posta.example', cc: [], bcc: [], subject: 'Fwd', text: 'Ecco', again: false,
    }); // prettier-ignore
    const words = { sentence: 'toast.letter-queued', detail: null, name: 'amica@posta.example' };
    const draft = `forward:${TICKET}`;
    await outside(() => opened.fake.others.say({ kind: 'queued', ticket: TICKET, draft, letter: true, block, words }));
    await opened.user.keyboard('z');
    expect(opened.calls('replies.undo')).toEqual([{ block: block.block }]);
    await waitFor(() => expect(opened.desk.store.get().letter).toEqual({ draft }));
  });

  it('opens the new message that an address in a window asks for', async () => {
    const opened = await openDesk();
    await outside(() => opened.fake.others.say({ kind: 'write', link: 'mailto:amica@posta.example' }));
    await waitFor(() => expect(opened.desk.store.get().letter).toEqual({ draft: 'new' }));
  });

  it('tells no mail by the system while its person is at the window of a ticket, and again when they turn away', async () => {
    const opened = await openDesk();
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    expect(isAttended(opened.desk)).toBe(false);
    await outside(() => opened.fake.others.say({ kind: 'at', window: TICKET }));
    expect(isAttended(opened.desk)).toBe(true);
    await outside(() => opened.fake.others.say({ kind: 'away', window: 'T-1' }));
    expect(isAttended(opened.desk)).toBe(true);
    await outside(() => opened.fake.others.say({ kind: 'away', window: TICKET }));
    expect(isAttended(opened.desk)).toBe(false);
    focus.mockRestore();
  });

  it('knows that its person has left a window of a ticket that ended without a word', async () => {
    const opened = await openDesk();
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    await outside(() => opened.fake.others.say({ kind: 'at', window: TICKET }));
    await outside(() => opened.fake.closeTicket('T-1'));
    expect(isAttended(opened.desk)).toBe(true);
    await outside(() => opened.fake.closeTicket(TICKET));
    expect(isAttended(opened.desk)).toBe(false);
    focus.mockRestore();
  });

  it('says what a window of a ticket could not say any more before it closed', async () => {
    const opened = await openDesk();
    const words = { sentence: { key: 'error.not-allowed' }, detail: null, tone: 'bad', lasts: 6_000 } as const;
    await outside(() => opened.fake.others.say({ kind: 'said', to: 'tickets', ...words }));
    expect(screen.queryByText('This is not allowed here.')).toBeNull();
    await outside(() => opened.fake.others.say({ kind: 'said', to: 'desk', ...words }));
    expect(await screen.findByText('This is not allowed here.')).toBeTruthy();
  });

  it('says in the window where the person is what a colleague tells', async () => {
    const opened = await openDesk();
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    await outside(() => opened.fake.others.say({ kind: 'at', window: TICKET }));
    opened.fake.answer({
      'told.list': () => [
        { id: 'one', kind: 'mention', ticket: 'T-7', name: 'Marco Riva', subject: 'Senha', by: 'Bruno', at: 0 },
      ],
    });
    await outside(() => opened.fake.emit('told.changed', {}));
    await waitFor(() => expect(opened.fake.others.told).toContainEqual(expect.objectContaining({ kind: 'said' })));
    expect(opened.fake.notices).toEqual([]);
    focus.mockRestore();
  });

  it('counts its person once: who turns to a window is told to be there, and back when that closes', async () => {
    const opened = await openDesk();
    await waitFor(() => expect(opened.calls('presence.tell')).not.toEqual([]));
    const before = opened.calls('presence.tell').length;
    await outside(() => opened.fake.others.say({ kind: 'at', window: TICKET }));
    await selectTicket(opened, /Giulia Ferri/);
    await outside(() => opened.fake.others.say({ kind: 'left', window: TICKET }));
    await waitFor(() => expect(opened.calls('presence.tell').length).toBeGreaterThan(before));
    expect(opened.calls('presence.tell').slice(before)).toEqual([
      { ticket: opened.desk.store.get().selected, doing: 'looking' },
    ]);
  });
});
