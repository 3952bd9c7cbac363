import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { writeTo } from '../../renderer/desk/sending';
import { cleanup, openDesk, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const reply = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' });
const pdf = (name = 'guida.pdf') => new File(['%PDF invented'], name, { type: 'application/pdf' });
const files = () => within(screen.getByRole('list', { name: 'Files of this mail' }));

async function write(opened: Opened, text: string): Promise<void> {
  await opened.user.keyboard('r');
  await opened.user.paste(text);
}
function drop(target: Element, ...dropped: readonly File[]): void {
  fireEvent.drop(target, { dataTransfer: { files: dropped, items: [], types: ['Files'] } });
}

describe('files of a reply', () => {
  it('come by paste, are listed with their size, and go out and back with a click and undo', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    fireEvent.paste(reply(), { clipboardData: { files: [pdf()], types: ['Files'] } });
    await waitFor(() => expect(files().getByText('guida.pdf')).toBeDefined());
    expect(files().getByText('13 byte')).toBeDefined();
    expect(opened.calls('drafts.addFile')).toMatchObject([{ draft: 'T-1042', base64: btoa('%PDF invented') }]);
    await opened.user.click(screen.getByRole('button', { name: 'Take guida.pdf out' }));
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Files of this mail' })).toBeNull());
    await opened.user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(files().getByText('guida.pdf')).toBeDefined());
  });

  it('come by the button', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    expect(screen.getByRole('button', { name: 'Attach' })).toBeDefined();
    const input = document.querySelector<HTMLInputElement>('input[data-attach]');
    await opened.user.upload(input as HTMLInputElement, [pdf('uno.pdf'), pdf('due.pdf')]);
    await waitFor(() => expect(files().getAllByRole('listitem')).toHaveLength(2));
  });

  it('dropped on the conversation open the reply; a table there, and any file elsewhere, is an import', async () => {
    const opened = await openDesk();
    const conversation = screen.getByRole('region', { name: 'Conversation' });
    drop(conversation, new File(['a,b'], 'sales.csv', { type: 'text/csv' }));
    expect(opened.desk.store.get().composer).toBe('closed');
    expect(opened.calls('drafts.addFile')).toHaveLength(0);
    drop(conversation, pdf());
    await waitFor(() => expect(opened.calls('drafts.addFile')).toHaveLength(1));
    expect(opened.desk.store.get().composer).toBe('reply');
    drop(conversation, new File(['a,b'], 'elenco.csv', { type: 'text/csv' }));
    await waitFor(() => expect(opened.calls('drafts.addFile')).toHaveLength(2));
  });

  it('are no part of a note', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('n');
    drop(screen.getByRole('region', { name: 'Conversation' }), pdf());
    await screen.findByText('A note holds no files. Attach them to a reply.');
    expect(opened.calls('drafts.addFile')).toHaveLength(0);
  });

  it('that a mail cannot hold are said and left out', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('r');
    const large = pdf('large.pdf');
    Object.defineProperty(large, 'size', { value: 19_000_000 });
    fireEvent.paste(reply(), { clipboardData: { files: [large], types: ['Files'] } });
    await screen.findByText(/large\.pdf does not fit: there is room for 17 MB more/);
    expect(opened.calls('drafts.addFile')).toHaveLength(0);
  });
});

describe('who gets a reply', () => {
  it('is asked for with Ctrl+Shift+C, saved as typed, and goes with the reply', async () => {
    const opened = await openDesk();
    await write(opened, 'Ciao Giulia');
    await opened.user.keyboard('{Control>}{Shift>}C{/Shift}{/Control}');
    const cc = await screen.findByRole('textbox', { name: 'Cc' });
    await waitFor(() => expect(document.activeElement).toBe(cc));
    await opened.user.type(cc, 'anna@example.com');
    await opened.user.type(screen.getByRole('textbox', { name: 'Bcc' }), 'log@example.com, capo@example.com');
    await waitFor(() =>
      expect(opened.calls('drafts.save').at(-1)).toMatchObject({
        ticket: 'T-1042',
        fields: { cc: 'anna@example.com', bcc: 'log@example.com, capo@example.com' },
      }),
    );
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(opened.calls('replies.send')[0]).toMatchObject({
        cc: ['anna@example.com'],
        bcc: ['log@example.com', 'capo@example.com'],
      }),
    );
  });

  it('is no sending while something there is no address', async () => {
    const opened = await openDesk();
    await write(opened, 'Ciao Giulia');
    await opened.user.keyboard('{Control>}{Shift>}C{/Shift}{/Control}');
    await opened.user.type(await screen.findByRole('textbox', { name: 'Cc' }), 'anna at example');
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText('anna is not an e-mail address.');
    expect(opened.calls('replies.send')).toHaveLength(0);
  });
});

describe('the keys of the composer', () => {
  it('Tab goes from hole to hole, and on when none is left', async () => {
    const opened = await openDesk();
    await write(opened, 'Ciao {{ name }}, ecco {{ link }}.');
    const selected = () => reply().value.slice(reply().selectionStart, reply().selectionEnd);
    reply().setSelectionRange(0, 0);
    await opened.user.tab();
    expect(selected()).toBe('{{ name }}');
    await opened.user.tab();
    expect(selected()).toBe('{{ link }}');
    await opened.user.clear(reply());
    await opened.user.tab();
    expect(document.activeElement).not.toBe(reply());
  });

  it('Ctrl+Shift+Enter sends and closes the ticket', async () => {
    const opened = await openDesk();
    await write(opened, 'Ciao Giulia');
    await opened.user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
    await waitFor(() => expect(opened.calls('replies.send')[0]).toMatchObject({ resolve: true }));
    await screen.findByText(/and closes the ticket/);
  });

  it('brings the caret back to where it stood', async () => {
    const opened = await openDesk();
    await write(opened, 'Ciao Giulia, tutto bene');
    reply().setSelectionRange(5, 11);
    fireEvent.select(reply());
    await selectTicket(opened, /Marco Riva/);
    await selectTicket(opened, /Giulia Ferri/);
    await opened.user.keyboard('{Escape}r');
    expect([reply().selectionStart, reply().selectionEnd]).toEqual([5, 11]);
  });
});

describe('a mail for later', () => {
  it('is told its time in words, and the toast names it', async () => {
    const opened = await openDesk();
    await write(opened, 'Ciao Giulia');
    await opened.user.keyboard('{Control>}{Shift>}H{/Shift}{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Send later' });
    await opened.user.type(within(dialog).getByRole('textbox'), 'tomorrow 9');
    await opened.user.keyboard('{Enter}');
    await waitFor(() => expect(opened.calls('replies.send')).toHaveLength(1));
    const at = new Date(opened.calls('replies.send')[0]?.['sendAt'] as number);
    expect([at.getHours(), at.getMinutes()]).toEqual([9, 0]);
    await screen.findByText(/The mail to Giulia Ferri goes on/);
  });
});

describe('a new message', () => {
  it('is written with Shift+N, kept as a draft, sent with Ctrl+Enter, and undo opens it again', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('{Shift>}N{/Shift}');
    const dialog = await screen.findByRole('dialog', { name: 'New message' });
    const to = await within(dialog).findByRole('textbox', { name: 'To' });
    await opened.user.type(to, 'nuovo@example.com');
    await opened.user.type(within(dialog).getByRole('textbox', { name: 'Subject' }), 'Una risposta');
    await opened.user.type(within(dialog).getByRole('textbox', { name: 'Message' }), 'Buongiorno');
    await waitFor(() =>
      expect(opened.calls('drafts.save').at(-1)).toMatchObject({
        ticket: 'new',
        text: 'Buongiorno',
        fields: { to: 'nuovo@example.com', subject: 'Una risposta' },
      }),
    );
    await opened.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'New message' })).toBeNull());
    expect(opened.calls('letters.send')).toMatchObject([{ to: 'nuovo@example.com', text: 'Buongiorno' }]);
    await opened.user.click(await screen.findByRole('button', { name: 'Undo' }));
    await screen.findByRole('dialog', { name: 'New message' });
  });
});

describe('a mailto: link', () => {
  it('in a mail opens the new message here, with what it names', async () => {
    const opened = await openDesk();
    opened.desk.store.set({ openLink: 'mailto:giulia@mail.example?subject=Accesso&bcc=spia@x.example' });
    const asked = await screen.findByRole('dialog', { name: 'This link leads to' });
    expect(within(asked).getByText('giulia@mail.example')).toBeDefined();
    await opened.user.click(within(asked).getByRole('button', { name: 'Write here' }));
    const dialog = await screen.findByRole('dialog', { name: 'New message' });
    expect((await within(dialog).findByRole<HTMLInputElement>('textbox', { name: 'To' })).value).toBe(
      'giulia@mail.example',
    );
    expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Subject' }).value).toBe('Accesso');
    // Whoever gets a copy is in sight before anything goes.
    expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Bcc' }).value).toBe('spia@x.example');
  });

  it('never takes the place of a message that is being written', async () => {
    const opened = await openDesk();
    await writeTo(opened.desk, 'mailto:uno@mail.example?body=Ciao');
    await screen.findByRole('dialog', { name: 'New message' });
    await opened.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'New message' })).toBeNull());
    await writeTo(opened.desk, 'mailto:due@mail.example');
    const dialog = await screen.findByRole('dialog', { name: 'New message' });
    expect((await within(dialog).findByRole<HTMLInputElement>('textbox', { name: 'To' })).value).toBe(
      'uno@mail.example',
    );
    await screen.findByText('Your unfinished message is open; the link was to due@mail.example.');
  });
});

describe('a forward', () => {
  it('begins with F, holds the message and its files, and wants an address', async () => {
    const opened = await openDesk();
    await opened.user.keyboard('f');
    const dialog = await screen.findByRole('dialog', { name: 'Forward' });
    expect(within(dialog).getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value).toContain('Forwarded');
    expect(within(dialog).getByText('ricevuta.pdf')).toBeDefined();
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
    await opened.user.type(within(dialog).getByRole('textbox', { name: 'To' }), 'tecnico@example.com');
    await opened.user.click(within(dialog).getByRole('button', { name: 'Send' }));
    await waitFor(() =>
      expect(opened.calls('letters.send')).toMatchObject([{ draft: 'forward:T-1042', to: 'tecnico@example.com' }]),
    );
  });
});
