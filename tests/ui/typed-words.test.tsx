import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { restoreCopy } from '../../renderer/desk/restore-copy';
import { cleanup, openDesk, openTicket, outside, selectTicket, TICKET } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const reply = (): HTMLTextAreaElement => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' });
const GONE = new SportelloError('engine-gone', 'The engine stopped.', { action: '' });
const goneAway = (): never => {
  throw GONE;
};

async function type(opened: Opened, text: string): Promise<void> {
  await opened.user.keyboard('r');
  await opened.user.type(reply(), text);
}

/** How the engine took drafts and replies, in order. */
const writes = (opened: Opened): readonly string[] =>
  opened.fake.calls.map(({ method }) => method).filter((method) => ['drafts.save', 'replies.send'].includes(method));

describe('words that were typed while the engine is away', () => {
  it('are handed to the desk by a window that closes', async () => {
    const opened = await openTicket();
    opened.fake.answer({ 'drafts.save': goneAway });
    await type(opened, 'Cara Giulia');
    await outside(opened.fake.close);
    expect(opened.fake.others.told).toContainEqual(
      expect.objectContaining({ kind: 'handed', draft: TICKET, text: 'Cara Giulia' }),
    );
  });

  it('are saved by the desk that was handed them, once the engine is there', async () => {
    const opened = await openDesk();
    opened.fake.answer({ 'drafts.save': goneAway });
    const store = opened.desk.words.store();
    const words = { kind: 'handed', draft: TICKET, text: 'Cara Giulia', fields: null } as const;
    await outside(() => opened.fake.others.say({ ...words, store }));
    await outside(() => opened.fake.others.say({ ...words, draft: 'T-7', store: 'another store' }));
    await outside(() => void window.dispatchEvent(new Event('blur')));
    opened.fake.answer({ 'drafts.save': () => ({ savedAt: 0 }) });
    await outside(() => opened.fake.link('up'));
    await waitFor(() => expect(opened.desk.words.unsaved()).toEqual([]));
    expect(opened.calls('drafts.save').at(-1)).toEqual({ ticket: TICKET, text: 'Cara Giulia' });
    expect(opened.calls('drafts.save').filter(({ ticket }) => ticket === 'T-7')).toEqual([]);
  });

  it('outlive the composer, and are saved without another key', async () => {
    const opened = await openTicket();
    opened.fake.answer({ 'drafts.save': goneAway });
    await type(opened, 'Cara Giulia');
    await outside(() => opened.fake.shell({ stage: 'broken' }));
    const { length } = opened.calls('drafts.save');
    opened.fake.answer({
      'drafts.save': () => ({ savedAt: 0 }),
      'tickets.open': () => ({ ...opened.fake.ticket(TICKET), draft: 'Cara Giulia' }),
    });
    await outside(() => opened.fake.link('up'));
    await outside(() => opened.fake.shell({ stage: 'desk' }));
    await waitFor(() => expect(opened.calls('drafts.save').length).toBe(length + 1));
    expect(opened.calls('drafts.save').at(-1)).toEqual({ ticket: TICKET, text: 'Cara Giulia' });
    await waitFor(() => expect(reply().value).toBe('Cara Giulia'));
  });

  it('do not go to the store of somebody else', async () => {
    const opened = await openDesk();
    opened.fake.answer({ 'drafts.save': goneAway });
    await selectTicket(opened, /Giulia Ferri/);
    await type(opened, 'Cara Giulia');
    await outside(() => opened.fake.shell({ profileDir: '/home/anna/another' }));
    expect(opened.desk.words.unsaved()).toEqual([]);
  });
});

describe('words that the store does not take', () => {
  it.each(['not-found', 'not-allowed'] as const)('are not tried for ever where it says %s', async (code) => {
    const opened = await openTicket();
    opened.fake.answer({
      'drafts.save': () => {
        throw new SportelloError(code, 'Nothing of this person is kept.', { action: '' });
      },
    });
    await type(opened, 'Cara Giulia');
    await outside(() => void window.dispatchEvent(new Event('blur')));
    await waitFor(() => expect(opened.calls('drafts.save')).toHaveLength(1));
    await outside(() => void window.dispatchEvent(new Event('blur')));
    expect(opened.calls('drafts.save')).toHaveLength(1);
    expect(opened.desk.words.unsaved()).toEqual([]);
    expect(reply().value).toBe('Cara Giulia');
  });

  it('are complained of once, until there are others', async () => {
    const opened = await openTicket();
    opened.fake.answer({
      'drafts.save': () => {
        throw new SportelloError('store-full', 'The disk is full.', { action: '', detail: { path: '/tmp/desk.db' } });
      },
    });
    const complaints = (): number => opened.desk.store.get().toasts.filter(({ tone }) => tone === 'bad').length;
    await type(opened, 'Cara');
    for (let times = 0; times < 3; times += 1) await outside(() => void window.dispatchEvent(new Event('blur')));
    expect(opened.calls('drafts.save').length).toBeGreaterThan(1);
    expect(complaints()).toBe(1);
    await opened.user.type(reply(), '!');
    await outside(() => void window.dispatchEvent(new Event('blur')));
    await waitFor(() => expect(complaints()).toBe(2));
  });

  it('are no words of the copy that the store is put back to', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    opened.fake.answer({ 'drafts.save': goneAway });
    await type(opened, 'Cara Giulia');
    const store = opened.desk.words.store();
    const restored = restoreCopy(opened.desk, 'copy');
    const handed = { kind: 'handed', store, draft: 'T-7', text: 'Ciao', fields: null } as const;
    await outside(async () => {
      opened.fake.others.say(handed);
      await restored;
    });
    expect(opened.fake.restored).toEqual(['copy']);
    expect(opened.desk.words.unsaved()).toEqual([]);
    expect(opened.desk.words.store()).toBe(store);
  });

  it('stay where another window sends a mail that is none of them', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    const ticket = opened.desk.store.get().selected ?? '';
    opened.fake.answer({ 'drafts.save': goneAway });
    await type(opened, 'Cara Giulia');
    const words = { sentence: 'toast.escalation-queued', detail: null, name: 'Giulia Ferri' };
    const block = { block: 'b', until: 0, items: [] };
    const queued = { kind: 'queued', ticket, draft: null, letter: false, block, words } as const;
    await outside(() => opened.fake.others.say(queued));
    expect(opened.desk.words.unsaved()).toMatchObject([[ticket, { text: 'Cara Giulia' }]]);
    await outside(() => opened.fake.others.say({ ...queued, draft: ticket }));
    expect(opened.desk.words.unsaved()).toEqual([]);
  });
});

describe('a window that closes', () => {
  it('waits for a save that is under way, and for what was typed since', async () => {
    const opened = await openTicket();
    const letGo = opened.fake.hold('drafts.save');
    await type(opened, 'Cara');
    await outside(() => void window.dispatchEvent(new Event('blur')));
    await opened.user.type(reply(), ' Giulia');
    let isKept = false;
    const closed = opened.fake.close().then(() => (isKept = true));
    await outside(() => Promise.resolve());
    expect(isKept).toBe(false);
    letGo();
    await outside(() => closed.then(() => undefined));
    expect(opened.calls('drafts.save').at(-1)).toEqual({ ticket: TICKET, text: 'Cara Giulia' });
  });

  it('saves no words that go out with a reply, and waits until the others know of it', async () => {
    const opened = await openTicket();
    const letGo = opened.fake.hold('replies.send');
    await type(opened, 'Cara Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await outside(() => void window.dispatchEvent(new Event('blur')));
    const closed = opened.fake.close();
    letGo();
    await outside(() => closed);
    expect(opened.fake.others.told).toContainEqual(expect.objectContaining({ kind: 'queued', ticket: TICKET }));
    const sent = writes(opened).indexOf('replies.send');
    expect(writes(opened).slice(sent)).toEqual(['replies.send']);
  });

  it('keeps the words of a reply that was refused', async () => {
    const opened = await openTicket();
    opened.fake.answer({
      'replies.send': () => {
        throw new SportelloError('stale-revision', 'It changed.', { action: '' });
      },
    });
    await type(opened, 'Cara Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await outside(opened.fake.close);
    expect(opened.calls('drafts.save').at(-1)).toEqual({ ticket: TICKET, text: 'Cara Giulia' });
    expect(reply().value).toBe('Cara Giulia');
  });

  it('has the desk say that its reply was refused, and keeps the words', async () => {
    const opened = await openTicket();
    opened.fake.answer({
      'replies.send': () => {
        throw new SportelloError('reply-hole', 'A hole.', { action: '' });
      },
    });
    const letGo = opened.fake.hold('replies.send');
    await type(opened, 'Cara Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    const closed = opened.fake.close();
    letGo();
    await outside(() => closed);
    expect(opened.fake.others.told).toContainEqual(
      expect.objectContaining({ kind: 'said', to: 'desk', sentence: { key: 'error.reply-hole', values: {} } }),
    );
    expect(opened.calls('drafts.save').at(-1)).toEqual({ ticket: TICKET, text: 'Cara Giulia' });
  });
});

describe('the desk on another ticket', () => {
  it('shows no reply as a draft that was sent from a window', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    const ticket = opened.desk.store.get().selected ?? '';
    await selectTicket(opened, /Marco/);
    await outside(() => opened.fake.others.say({ kind: 'typed', draft: ticket, text: 'Cara Giulia', fields: null }));
    await outside(() => opened.fake.others.say({ kind: 'draft', draft: ticket }));
    await selectTicket(opened, /Giulia Ferri/);
    await waitFor(() => expect(opened.desk.open()?.draft).toBe(''));
    await opened.user.keyboard('r');
    expect(reply().value).toBe('');
  });

  it('shows the words that a window took back', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Giulia Ferri/);
    const ticket = opened.desk.store.get().selected ?? '';
    await selectTicket(opened, /Marco/);
    await opened.fake.world.engine.call('drafts.save', { ticket, text: 'Cara Giulia' });
    await outside(() => opened.fake.others.say({ kind: 'draft', draft: ticket }));
    await selectTicket(opened, /Giulia Ferri/);
    await waitFor(() => expect(reply().value).toBe('Cara Giulia'));
  });
});

it('a file that was attached in another window changes no word that is typed', async () => {
  const opened = await openDesk();
  await selectTicket(opened, /Giulia Ferri/);
  const draft = opened.desk.store.get().selected ?? '';
  await opened.user.keyboard('r');
  await outside(() => opened.fake.others.say({ kind: 'typed', draft, text: 'Cara Giulia', fields: null }));
  const file = { id: 'file-1', fileName: 'fattura.pdf', contentType: 'application/pdf', size: 12 };
  await outside(() => opened.fake.others.say({ kind: 'files', draft, files: [file], room: 9 }));
  expect(await screen.findByText('fattura.pdf')).toBeTruthy();
  expect(reply().value).toBe('Cara Giulia');
});
