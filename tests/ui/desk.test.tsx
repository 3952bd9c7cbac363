import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { FAKE_NOW, ticketView } from '../support/fake-tickets';
import { openDesk, openRequester, outside, selectTicket } from './render-desk';

afterEach(cleanup);

const replyText = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' }).value;

const newMail = () =>
  ticketView({
    id: 'T-2000',
    name: 'Nuova Persona',
    address: 'nuova@example.com',
    subject: 'ciao',
    text: 'x',
    hours: 0,
  });

describe('the names that ui.md fixes', () => {
  it('are all there', async () => {
    await openDesk();
    const queues = within(screen.getByRole('navigation', { name: 'Queues' }));
    for (const name of [
      /^Inbox.*10/,
      /^Mine/,
      /^Support team/,
      /^Waiting for customer/,
      /^Waiting for producer/,
      /^Done/,
    ]) {
      expect(queues.getByRole('link', { name })).toBeTruthy();
    }
    for (const name of ['Outbox', 'Team lead', 'Settings']) {
      expect(queues.getByRole('link', { name: new RegExp(`^${name}`) })).toBeTruthy();
    }
    const list = screen.getByRole('listbox', { name: 'Tickets' });
    const first = within(list).getAllByRole('option')[0];
    expect(first?.textContent).toMatch(/^Giulia Ferri non trovo l’email/);
    expect(list.getAttribute('aria-activedescendant')).toBe('ticket-T-1042');
    for (const name of ['Conversation', 'Suggested replies', 'Purchase', 'History']) {
      expect(screen.getByRole('region', { name })).toBeTruthy();
    }
    const bought = screen.getByRole('region', { name: 'Purchase' });
    expect(Object.fromEntries(Object.entries(bought.dataset))).toMatchObject({
      matchStatus: 'matched',
      identity: 'buyer',
      delivery: 'club',
    });
    expect(within(bought).getByText('HP1771569003')).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Reply' })).toBeTruthy();
    for (const name of ['Send', 'Escalate to producer']) expect(screen.getByRole('button', { name })).toBeTruthy();
    expect(screen.getByRole('searchbox', { name: 'Search tickets' })).toBeTruthy();
    const files = within(screen.getByRole('list', { name: 'Attachments' }));
    expect(files.getAllByRole('button', { name: 'Save' })).toHaveLength(2);
    expect(document.documentElement.dataset['ready']).toBe('true');
  });

  it('fold empty secondary queues under More, where they can be reached', async () => {
    const opened = await openDesk();
    expect(screen.queryByRole('link', { name: /^Junk/ })).toBeNull();
    await opened.user.click(screen.getByRole('button', { name: 'More' }));
    await opened.user.click(screen.getByRole('link', { name: /^Junk/ }));
    await waitFor(() => expect(opened.calls('tickets.page').at(-1)).toMatchObject({ queue: 'junk' }));
  });

  it('do not call an Inbox answered that nobody has looked into yet', async () => {
    const opened = await openDesk();
    opened.fake.answer({ 'tickets.page': () => ({ total: 0, offset: 0, rows: [] }) });
    const status = await opened.desk.engine.call('desk.status', {});
    await outside(() => opened.desk.queries.resetQueries());
    await outside(() =>
      opened.fake.emit('desk.status', { ...status, lastHeardAt: null, connection: { kind: 'connecting' } }),
    );
    expect(await screen.findByText('The mailbox has not been read yet.')).toBeTruthy();
    await outside(() => opened.fake.emit('desk.status', status));
    expect(await screen.findByText('All answered.')).toBeTruthy();
  });

  it('name the first-run dialog and its two ways', async () => {
    await openDesk({ shell: { stage: 'welcome' } });
    const dialog = within(await screen.findByRole('dialog', { name: 'Welcome' }));
    expect(dialog.getByRole('button', { name: 'Connect a mailbox' })).toBeTruthy();
    expect(dialog.getByRole('button', { name: 'Try the demo inbox' })).toBeTruthy();
  });

  it('name the dialog for a system without a keychain', async () => {
    const opened = await openDesk({ shell: { stage: 'protect', keychain: false } });
    const dialog = within(await screen.findByRole('dialog', { name: 'Protect this store' }));
    expect(dialog.getByRole('button', { name: 'Leave unencrypted' })).toBeTruthy();
    const use = dialog.getByRole('button', { name: 'Use a passphrase' });
    expect((use as HTMLButtonElement).disabled).toBe(true);
    await opened.user.type(dialog.getByRole('textbox', { name: 'Passphrase' }), 'eight or more');
    expect((use as HTMLButtonElement).disabled).toBe(false);
  });
});

describe('what is typed', () => {
  it('is saved as a draft of its ticket, and is there again after a switch', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    const box = screen.getByRole('textbox', { name: 'Reply' });
    expect(document.activeElement).toBe(box);
    await opened.user.type(box, 'Gentile Giulia, j1e');
    await waitFor(() =>
      expect(opened.calls('drafts.save').at(-1)).toEqual({ ticket: 'T-1042', text: 'Gentile Giulia, j1e' }),
    );
    expect(opened.calls('replies.accept')).toHaveLength(0);
    await selectTicket(opened, /Marco Riva/);
    expect(replyText()).toBe('');
    await selectTicket(opened, /Giulia Ferri/);
    expect(replyText()).toBe('Gentile Giulia, j1e');
  });

  it('is saved before the pause is over when the agent switches', async () => {
    const opened = await openDesk();
    await opened.user.type(screen.getByRole('textbox', { name: 'Reply' }), 'x');
    await selectTicket(opened, /Marco Riva/);
    expect(opened.calls('drafts.save')).toEqual([{ ticket: 'T-1042', text: 'x' }]);
  });

  it('goes with Ctrl+Enter, but not with a hole in it', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    await opened.user.paste('Ciao {{ buyer_name }}');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText('Fill in {{ buyer_name }} first.');
    expect(opened.calls('replies.send')).toHaveLength(0);
    await opened.user.clear(screen.getByRole('textbox', { name: 'Reply' }));
    await opened.user.paste('Ciao Giulia');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(opened.calls('replies.send')[0]).toMatchObject({ text: 'Ciao Giulia', ticket: 'T-1042' }),
    );
  });

  it('stays when the send fails, with a sentence saying what to do', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'replies.send': () => {
        throw new SportelloError('reply-privacy', 'The text names HP1.', { action: 'Take the number out.' });
      },
    });
    await opened.user.keyboard('r');
    await opened.user.paste('Ciao');
    await opened.user.click(screen.getByRole('button', { name: 'Send' }));
    await screen.findByText(/Take the marked words out/);
    expect(replyText()).toBe('Ciao');
  });

  it('starts from a suggestion with Shift and its digit', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('{Shift>}[Digit1]{/Shift}');
    const box = screen.getByRole('textbox', { name: 'Reply' }) as HTMLTextAreaElement;
    await waitFor(() => expect(box.value).toContain('Ciao Giulia'));
    expect(opened.calls('replies.accept')).toHaveLength(0);
  });
});

describe('new mail', () => {
  it('appears in the list and moves neither selection nor focus', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Marco Riva/);
    const box = screen.getByRole('textbox', { name: 'Reply' });
    await opened.user.type(box, 'Salve');
    await outside(() => opened.fake.deliver(newMail()));
    await screen.findByRole('option', { name: /Nuova Persona/ });
    expect(openRequester(opened)).toBe('Marco Riva');
    expect(document.activeElement).toBe(box);
    expect((box as HTMLTextAreaElement).value).toBe('Salve');
    expect(screen.getByRole('button', { name: '1 new' })).toBeTruthy();
  });
});

describe('a toast', () => {
  it('stays as long as its button has the focus, and goes when it was left', async () => {
    const opened = await openDesk();
    await outside(() => {
      opened.desk.toast({ sentence: { key: 'toast.reply-undone' }, block: 'held', lasts: 150 });
    });
    screen.getByRole('button', { name: 'Undo' }).focus();
    await outside(() => opened.desk.toast({ sentence: { key: 'toast.note-kept' }, lasts: 200 }));
    const shown = () => opened.desk.store.get().toasts.map(({ sentence }) => sentence.key);
    // The other one came later and lasts longer: when it is gone, the first one was due.
    await waitFor(() => expect(shown()).toEqual(['toast.reply-undone']));
    await outside(() => screen.getByRole('searchbox').focus());
    await waitFor(() => expect(shown()).toEqual([]));
  });
});

describe('the state of things', () => {
  it('is loud while no mail comes in', async () => {
    await openDesk({
      prepare: (fake) => {
        const error = { code: 'imap-connect', message: 'mail.example.com did not answer.', action: '', retryable: true, detail: { host: 'mail.example.com' } } as const; // prettier-ignore
        fake.answer({
          'desk.status': () => ({
            connection: { kind: 'offline', since: FAKE_NOW - 60_000, retryAt: FAKE_NOW + 20_000, error },
            troubled: null, mailboxes: [], lastHeardAt: null, outbox: { waiting: 0, nextAt: null, problems: 0, stopped: null, behindSince: null, pace: null }, lastImportAt: null,
            purchases: 0, products: 0, quarantined: 0, storeEncryption: 'none', copyFailure: null, erasureFailure: null, storeAway: null, mailbox: null, member: null,
            agent: { name: 'Anna', email: 'anna@example.com' }, demo: false, undoSeconds: 10, defaultLanguage: 'it',
          }), // prettier-ignore
        });
      },
    });
    expect((await screen.findByRole('alert')).textContent).toMatch(/Not receiving since .*mail\.example\.com/);
  });

  it('says that the engine is gone, and recovers by itself', async () => {
    const opened = await openDesk();
    await outside(() => opened.fake.link('down'));
    expect(screen.getByRole('alert').textContent).toContain('starting again');
    const before = opened.calls('tickets.page').length;
    await outside(() => opened.fake.link('up'));
    expect(screen.queryByRole('alert')).toBeNull();
    await waitFor(() => expect(opened.calls('tickets.page').length).toBeGreaterThan(before));
  });
});

describe('casework', () => {
  it('E is done and Z opens it again', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('e');
    await waitFor(() => expect(openRequester(opened)).toBe('Marco Riva'));
    expect(opened.calls('tickets.setState')[0]).toMatchObject({ ticket: 'T-1042', to: 'done' });
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.calls('tickets.setState')[1]).toMatchObject({ ticket: 'T-1042', to: 'open' }));
  });

  it('W shows the rule, the words of the mail and the article', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('w');
    const why = within(screen.getByRole('region', { name: 'Why' }));
    expect(why.getByText('non ho ricevuto l’email')).toBeTruthy();
    expect(why.getByText(/automatic e-mail from Hotmart/)).toBeTruthy();
    await opened.user.selectOptions(why.getByRole('combobox', { name: /What they want/ }), 'access.password');
    await waitFor(() =>
      expect(opened.calls('tickets.correct')[0]).toMatchObject({ field: 'intent', value: 'access.password' }),
    );
  });

  it('"Not this one" takes the purchase off, and Undo puts it back', async () => {
    const opened = await openDesk();
    const purchase = within(screen.getByRole('region', { name: 'Purchase' }));
    await opened.user.click(purchase.getByRole('button', { name: 'Not this one' }));
    await waitFor(() =>
      expect(opened.calls('tickets.correct')[0]).toMatchObject({ field: 'refused', value: ['HP1771569003'] }),
    );
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.calls('tickets.correct')[1]).toMatchObject({ field: 'refused', value: [] }));
  });

  it('a product is classified once, in place', async () => {
    const opened = await openDesk();
    await selectTicket(opened, /Priya Nair/);
    await opened.user.click(
      within(screen.getByRole('region', { name: 'Purchase' })).getByRole('button', { name: 'Club' }),
    );
    await waitFor(() => expect(opened.calls('products.rule')).toEqual([{ productId: '501', delivery: 'club' }]));
    await screen.findByText('Ruling kept; 3 tickets decided again');
  });

  it('the search finds, and Esc goes back', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('/');
    await opened.user.keyboard('guitarra');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await opened.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(5));
  });
});

describe('a message that could not become a ticket', () => {
  const item = {
    id: 'q1',
    folder: 'INBOX',
    uid: 77,
    reason: 'The store refused it: constraint failed',
    why: 'not-stored',
    quoted: 'constraint failed',
    at: FAKE_NOW,
  } as const;

  it('is listed with its reason, and can be tried again', async () => {
    const { user, calls } = await openDesk({
      prepare: (fake) =>
        fake.answer({ 'quarantine.list': () => [item], 'quarantine.retry': () => ({ stored: false }) }),
    });
    await user.click(screen.getByRole('link', { name: /^Settings/ }));
    const list = within(await screen.findByRole('list', { name: 'Messages set aside' }));
    expect(list.getByText('It could not be stored: “constraint failed”.')).toBeTruthy();
    await user.click(list.getByRole('button', { name: 'Try again INBOX 77' }));
    await waitFor(() => expect(calls('quarantine.retry')).toEqual([{ id: 'q1' }]));
  });

  it('is saved as a file', async () => {
    const { user, calls } = await openDesk({ prepare: (fake) => fake.answer({ 'quarantine.list': () => [item] }) });
    await user.click(screen.getByRole('link', { name: /^Settings/ }));
    await user.click(await screen.findByRole('button', { name: 'Save the file INBOX 77' }));
    await screen.findByText('Saved INBOX-7.eml');
    expect(calls('quarantine.original')).toEqual([{ id: 'q1' }]);
  });
});
