import { cleanup, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SavedMailView, ToldMail } from '../../shared/contract/saved-mail';
import { openDesk, openRequester, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const MAIL: SavedMailView = {
  id: 'mail-1',
  fromName: 'Rita Prova',
  fromAddress: 'rita@correio.example',
  subject: 'Não consigo entrar',
  sentAt: Date.UTC(2026, 0, 12, 9),
  newText: 'Olá, não consigo entrar no curso.',
  attachments: 2,
  pictures: true,
  readability: 'full',
  joins: null,
  case: {
    intent: 'access.other',
    delivery: null,
    decision: { id: 'ask.purchase-details', rule: 3, cites: ['A11'] },
    match: {
      status: 'unmatched',
      basis: null,
      identity: 'other',
      purchase: null,
      candidates: [],
      evidence: [],
      hints: [{ kind: 'from-file' }],
    },
  },
};

function tell(opened: Opened, told: ToldMail['opened'], left = 0): Promise<void> {
  return outside(() => opened.fake.openMail({ fileName: 'rita.eml', left, opened: told }));
}

function drop(names: readonly string[], target: Element = document.body): void {
  const event = createEvent.drop(target);
  const files = names.map((name) => new File(['x'], name));
  Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files } });
  fireEvent(target, event);
}

describe('a saved mail that the desk lacks', () => {
  it('is shown with who, when, what, what the desk makes of it, and that nothing proves its sender', async () => {
    const opened = await openDesk();
    await tell(opened, { kind: 'new', mail: MAIL }, 2);
    const dialog = within(await screen.findByRole('dialog', { name: 'Saved mail rita.eml' }));
    for (const text of ['Rita Prova', 'rita@correio.example', 'Não consigo entrar', MAIL.newText, '2 more']) {
      expect(dialog.getByText(text)).toBeTruthy();
    }
    expect(dialog.getByRole('region', { name: 'What the desk makes of it' }).textContent).toContain(
      'Ask for purchase details',
    );
    expect(dialog.getByText(/nothing proves who wrote it/)).toBeTruthy();
    expect(dialog.getByText(/2 attachments\. Text in its pictures/)).toBeTruthy();
  });

  it('becomes a ticket, which is selected, and the next one is asked for', async () => {
    const opened = await openDesk();
    opened.fake.answer({ 'savedMails.file': () => ({ ticket: 'T-1041', isNew: true }) });
    const before = opened.fake.nextMails();
    await tell(opened, { kind: 'new', mail: MAIL });
    await opened.user.click(await screen.findByRole('button', { name: 'Make a ticket of it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(opened.calls('savedMails.file')).toEqual([{ id: 'mail-1' }]);
    expect(opened.desk.store.get().selected).toBe('T-1041');
    expect(opened.fake.nextMails()).toBe(before + 1);
  });

  it('is let go when the dialog is closed, and nothing else moves', async () => {
    const opened = await openDesk();
    opened.fake.answer({ 'savedMails.close': () => ({ closed: true }) });
    const selected = openRequester(opened);
    await tell(opened, { kind: 'new', mail: MAIL });
    const dialog = within(await screen.findByRole('dialog', { name: 'Saved mail rita.eml' }));
    // The corner's and the one beside "Make a ticket of it".
    const [, button] = dialog.getAllByRole('button', { name: 'Close' });
    await opened.user.click(button ?? document.body);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(opened.calls('savedMails.close')).toEqual([{ id: 'mail-1' }]);
    expect(opened.calls('savedMails.file')).toEqual([]);
    expect(openRequester(opened)).toBe(selected);
  });

  it('that answers in a ticket says in which', async () => {
    const opened = await openDesk();
    await tell(opened, { kind: 'new', mail: { ...MAIL, joins: 'T-7', case: null } });
    expect(await screen.findByText('It belongs to T-7 and would be added there.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Add it to T-7' })).toBeTruthy();
  });
});

it('a mail that is known selects its ticket from whatever page, and says so', async () => {
  const opened = await openDesk();
  await outside(() => opened.desk.goTo('settings'));
  await tell(opened, { kind: 'known', ticket: 'T-1041' });
  expect(await screen.findByText('rita.eml is already here: T-1041.')).toBeTruthy();
  expect(opened.desk.store.get()).toMatchObject({ page: 'inbox', selected: 'T-1041' });
});

it.each<readonly [string, ToldMail['opened'], RegExp]>([
  ['the desk wrote', { kind: 'refused', reason: 'own' }, /This desk wrote it itself/],
  ['is no mail', failed('file-unreadable'), /cannot be read as an e-mail/],
  ['is too large', failed('file-too-large'), /larger than 40 MB/],
])('a file that %s is said to be so, and the next one is asked for', async (_what, told, said) => {
  const opened = await openDesk();
  const before = opened.fake.nextMails();
  await tell(opened, told);
  expect(await screen.findByText('rita.eml was not opened.')).toBeTruthy();
  expect(await screen.findByText(said)).toBeTruthy();
  expect(opened.fake.nextMails()).toBe(before + 1);
});

function failed(code: 'file-unreadable' | 'file-too-large'): ToldMail['opened'] {
  return { kind: 'failed', error: { code, message: '', action: '', retryable: false, detail: {} } };
}

describe('saved mails dropped on the window', () => {
  it('are opened, all of them; a table among them is too many', async () => {
    const opened = await openDesk();
    drop(['a.eml', 'B.EML']);
    expect(opened.fake.droppedMails).toEqual(['a.eml', 'B.EML']);
    drop(['a.eml', 'sales.csv']);
    expect(await screen.findByText('Drop one file at a time.')).toBeTruthy();
    expect(opened.fake.droppedMails).toHaveLength(2);
  });

  it('are opened over a conversation too, unless a reply is being written there', async () => {
    const opened = await openDesk();
    const conversation = document.querySelector('[data-zone="conversation"]') ?? document.body;
    drop(['a.eml'], conversation);
    expect(opened.fake.droppedMails).toEqual(['a.eml']);
    await opened.user.keyboard('r');
    await screen.findByRole('textbox', { name: 'Reply' });
    drop(['b.eml'], conversation);
    await waitFor(() => expect(opened.calls('drafts.addFile')).toMatchObject([{ fileName: 'b.eml' }]));
    expect(opened.fake.droppedMails).toEqual(['a.eml']);
  });

  it('beyond fifty are a folder', async () => {
    const opened = await openDesk();
    drop(Array.from({ length: 51 }, (_, at) => `${at}.eml`));
    expect(await screen.findByText('At most 50 saved mails are opened at once.')).toBeTruthy();
    expect(opened.fake.droppedMails).toEqual([]);
  });
});
