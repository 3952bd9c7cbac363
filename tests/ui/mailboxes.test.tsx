import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { packError, SportelloError } from '../../shared/contract/errors';
import type { FakeDesk } from '../support/fake-desk';
import { FAKE_NOW } from '../support/fake-tickets';
import { cleanup, openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const SALES = 'vendas@example.com';
const refused = packError(
  new SportelloError('imap-auth', 'The password was refused', {
    action: '',
    detail: { host: 'mail.example.com', port: 993, user: SALES, text: '' },
  }),
);

type Asked = { readonly name: string; readonly input: unknown };

/** A desk with support and sales, whose shell writes down what it was asked. */
async function openTwo(prepare: (fake: FakeDesk) => void = () => undefined): Promise<Opened & { asked: Asked[] }> {
  const asked: Asked[] = [];
  const opened = await openDesk({
    prepare: (fake) => {
      fake.addMailbox(SALES);
      for (const name of ['saveMailbox', 'removeMailbox', 'checkMailbox'] as const) {
        const answer = fake.world.shell[name] as (input: unknown) => Promise<unknown>;
        Object.assign(fake.world.shell, {
          [name]: (input: unknown) => {
            asked.push({ name, input });
            return answer(input);
          },
        });
      }
      prepare(fake);
    },
  });
  return { ...opened, asked };
}

async function openSettings({ user }: Opened) {
  const queues = within(screen.getByRole('navigation', { name: 'Queues' }));
  await user.click(queues.getByRole('link', { name: /Settings/ }));
}

const card = () => within(screen.getByRole('region', { name: 'Mailboxes' }));

describe('the mailboxes in Settings', () => {
  it('are a list: each with its address and state, and with its form', async () => {
    const opened = await openTwo();
    await openSettings(opened);
    const rows = await waitFor(() => card().getAllByRole('listitem'));
    expect(rows.map((row) => within(row).getByText(/listening/).textContent)).toEqual(['listening', 'listening']);
    await opened.user.click(card().getByRole('button', { name: `Change ${SALES}` }));
    expect(card().getByLabelText<HTMLInputElement>('Address').value).toBe(SALES);
    await opened.user.click(card().getByRole('button', { name: 'Save and connect' }));
    await waitFor(() =>
      expect(opened.asked).toMatchObject([{ name: 'saveMailbox', input: { mailbox: { id: 'vendas' } } }]),
    );
    expect(opened.asked[0]?.input).not.toHaveProperty('add');
  });

  it('take one more with an empty form, for which nothing that is kept is tried', async () => {
    const opened = await openTwo();
    await openSettings(opened);
    await opened.user.click(await screen.findByRole('button', { name: 'Add a mailbox' }));
    await opened.user.type(card().getByLabelText('Address'), 'faq@yahoo.it');
    await opened.user.type(card().getByLabelText('IMAP password'), 'geheim');
    await opened.user.click(card().getByRole('button', { name: 'Check without saving' }));
    await opened.user.click(card().getByRole('button', { name: 'Save and connect' }));
    const input = { mailbox: { address: 'faq@yahoo.it' }, imapPassword: 'geheim', add: true };
    await waitFor(() =>
      expect(opened.asked).toMatchObject([
        { name: 'checkMailbox', input },
        { name: 'saveMailbox', input },
      ]),
    );
    expect(screen.queryByLabelText('IMAP password')).toBeNull();
  });

  it('let one go after a question that says what waits to be sent from it', async () => {
    const opened = await openTwo((fake) =>
      fake.answer({ 'outbox.list': () => [WAITING, { ...WAITING, id: 'other', mailbox: 'main' }] }),
    );
    await openSettings(opened);
    await opened.user.click(await screen.findByRole('button', { name: `Remove this mailbox: ${SALES}` }));
    const dialog = within(await screen.findByRole('dialog', { name: `Remove ${SALES}?` }));
    expect(dialog.getByText(/Its tickets stay/)).toBeTruthy();
    expect(await dialog.findByText(/1 reply still waits to be sent from it/)).toBeTruthy();
    expect(opened.asked).toEqual([]);
    await opened.user.click(dialog.getByRole('button', { name: 'Remove this mailbox' }));
    await waitFor(() => expect(opened.asked).toEqual([{ name: 'removeMailbox', input: 'vendas' }]));
  });
});

const WAITING = {
  id: 'out-1', mailbox: 'vendas', block: 'b', ticket: 'T-1042', kind: 'reply', state: 'queued', decision: null,
  toName: '', to: 'giulia@example.com', copies: [], files: [], subject: '', text: '', messageId: 'm', until: FAKE_NOW,
  nextAttemptAt: null, attempts: 0, error: null, heldReason: null, heldBy: null, createdAt: FAKE_NOW, by: 'Anna', delivery: null,
} as const; // prettier-ignore

describe('a mailbox that is not read', () => {
  it('is named above the list and in the status bar, and the other one is not', async () => {
    await openTwo((fake) => {
      const since = FAKE_NOW - 60_000;
      fake.addMailbox('faq@example.com', { kind: 'offline', since, retryAt: FAKE_NOW, error: refused });
    });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Not receiving since .*: faq@example\.com\./);
    const bar = screen.getByRole('contentinfo');
    expect(bar.textContent).toMatch(/not receiving since .*: faq@example\.com/);
    expect(bar.textContent).toContain('3 mailboxes');
    expect(bar.textContent).not.toContain(SALES);
  });

  it('with a wrong password says so beside its name', async () => {
    await openTwo((fake) => fake.addMailbox('faq@example.com', { kind: 'stopped', error: refused }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/: faq@example\.com\./);
  });
});

describe('with several mailboxes', () => {
  it('a row and the head of a ticket say which one it came to', async () => {
    await openTwo();
    const [row] = await screen.findAllByRole('option');
    expect(within(row!).getByText('aiuto@')).toBeTruthy();
    const conversation = within(screen.getByRole('region', { name: 'Conversation' }));
    expect((await conversation.findByText('aiuto@')).title).toBe('Came to aiuto@example.com');
  });

  it('a new message asks from which one it goes', async () => {
    const opened = await openTwo();
    await opened.user.keyboard('{Shift>}N{/Shift}');
    const dialog = within(await screen.findByRole('dialog', { name: 'New message' }));
    const from = dialog.getByLabelText<HTMLSelectElement>('From');
    expect(from.value).toBe('main');
    await opened.user.selectOptions(from, SALES);
    await opened.user.type(dialog.getByLabelText('To'), 'nuovo@example.com');
    await opened.user.type(dialog.getByLabelText('Subject'), 'Novità');
    await opened.user.type(dialog.getByLabelText('Message'), 'Buongiorno');
    await opened.user.click(dialog.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(opened.calls('letters.send')).toMatchObject([{ from: 'vendas' }]));
  });

  it('the search proposes them', async () => {
    const opened = await openTwo();
    const box = screen.getByRole('searchbox', { name: 'Search tickets' });
    await opened.user.click(box);
    await opened.user.type(box, 'to:');
    const proposals = await screen.findAllByRole('option', { name: /@example\.com/ });
    expect(proposals.map(({ textContent }) => textContent)).toEqual(['aiuto@example.com', SALES]);
  });
});

describe('with one mailbox', () => {
  it('nothing of all that is there', async () => {
    const opened = await openDesk();
    await screen.findAllByRole('option');
    expect(document.querySelector('.mailbox-mark')).toBeNull();
    expect(screen.getByRole('contentinfo').textContent).toContain('aiuto@example.com');
    await opened.user.keyboard('{Shift>}N{/Shift}');
    const dialog = within(await screen.findByRole('dialog', { name: 'New message' }));
    expect(await dialog.findByLabelText('To')).toBeTruthy();
    expect(dialog.queryByLabelText('From')).toBeNull();
    await opened.user.keyboard('{Escape}');
    const box = await screen.findByRole('searchbox', { name: 'Search tickets' });
    await opened.user.click(box);
    await opened.user.type(box, 'to');
    expect(screen.queryByText('mailbox it came to')).toBeNull();
  });
});
