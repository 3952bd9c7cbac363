import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import type { OutboxView } from '../../shared/contract/views';
import type { FakeDesk } from '../support/fake-desk';
import { fakeInbox } from '../support/fake-inbox';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk, openRequester, outside, selectTicket } from './render-desk';

afterEach(cleanup);

const ITEM: OutboxView = {
  id: 'out-1', mailbox: 'main', block: 'b', ticket: 'T-1042', kind: 'reply', state: 'filed', decision: 'club.first-access',
  toName: 'Giulia Ferri', to: 'giulia.feri@example.com', subject: 'Re: accesso', text: 'Ciao', messageId: 'a@b',
  until: FAKE_NOW, nextAttemptAt: null, copies: [], files: [], attempts: 1, error: null, heldReason: null, heldBy: null, createdAt: FAKE_NOW, by: 'Anna',
  delivery: { outcome: 'failed', code: '5.1.1', text: '550 5.1.1 User unknown', at: FAKE_NOW, settled: false },
}; // prettier-ignore

/** Giulia's ticket with this mail in its outbox. */
const withMail = (item: OutboxView) => (fake: FakeDesk) =>
  fake.answer({
    'tickets.open': ({ ticket }) => {
      const view = fakeInbox().find(({ row }) => row.id === ticket) ?? fake.ticket(ticket);
      return ticket === ITEM.ticket ? { ...view, outbox: [item] } : view;
    },
  });

describe('a mail that came back', () => {
  it('says in which words, what to do, and that the purchase has another mailbox', async () => {
    const opened = await openDesk({ prepare: withMail(ITEM) });
    await selectTicket(opened, /Giulia Ferri/);
    const outbox = within(await screen.findByRole('region', { name: 'Outbox' }));
    expect(outbox.getByText(/550 5\.1\.1 User unknown/)).toBeTruthy();
    expect(outbox.getByText(/This address does not exist/)).toBeTruthy();
    expect(outbox.getByText(/The purchase has another mailbox: giulia\.ferri@example\.com/)).toBeTruthy();
    await opened.user.click(outbox.getByRole('button', { name: 'Seen' }));
    await waitFor(() => expect(opened.calls('outbox.resolve')).toEqual([{ id: 'out-1', action: 'seen' }]));
  });

  it.each<[string, Partial<NonNullable<OutboxView['delivery']>>, boolean]>([
    ['late', { outcome: 'delayed' }, true],
    ['settled', { settled: true }, false],
    ['delivered', { outcome: 'delivered' }, false],
  ])('%s asks nothing of the agent', async (_name, change, isShown) => {
    const item = { ...ITEM, delivery: { ...ITEM.delivery!, ...change } };
    const opened = await openDesk({ prepare: withMail(item) });
    await selectTicket(opened, /Giulia Ferri/);
    await screen.findByRole('region', { name: 'Purchase' });
    expect(screen.queryByRole('button', { name: 'Seen' })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Outbox' }) !== null).toBe(isShown);
  });

  it('is told to whoever is at the desk', async () => {
    const { fake } = await openDesk();
    const notice = { ticket: 'T-1042', kind: 'reply', name: '', address: 'giulia.feri@example.com', code: '' } as const;
    await outside(() => fake.emit('reply.returned', notice));
    expect(await screen.findByText(/The mail to giulia\.feri@example\.com \(T-1042\) came back/)).toBeTruthy();
  });
});

describe('a mail that did not go out', () => {
  const refused: OutboxView = {
    ...ITEM,
    state: 'refused',
    delivery: null,
    error: { code: '550', text: '550 5.1.1 User unknown' },
  };

  it('says in the language of the agent why and what to do, and quotes the server', async () => {
    const opened = await openDesk({ prepare: withMail(refused) });
    await selectTicket(opened, /Giulia Ferri/);
    const outbox = await screen.findByRole('region', { name: 'Outbox' });
    expect(outbox.textContent).toContain('The sending server does not know this address. The server says: ');
    expect(outbox.querySelector('q')?.textContent).toBe('550 5.1.1 User unknown');
    expect(outbox.textContent).toContain('Perhaps it was mistyped');
    await act(() => opened.fake.world.shell.setAppearance({ language: 'it' }));
    await waitFor(() => expect(outbox.textContent).toContain('Il server di invio non conosce questo indirizzo.'));
  });

  it('keeps the English of a library behind a button', async () => {
    const error = { code: 'smtp-connect', text: 'connect ECONNREFUSED' };
    const opened = await openDesk({ prepare: withMail({ ...refused, state: 'failed_before_data', error }) });
    await selectTicket(opened, /Giulia Ferri/);
    const outbox = await screen.findByRole('region', { name: 'Outbox' });
    expect(outbox.textContent).toContain('The sending server cannot be reached.');
    expect(outbox.textContent).not.toContain('ECONNREFUSED');
    await opened.user.click(within(outbox).getByRole('button', { name: 'Details' }));
    expect(outbox.textContent).toContain('connect ECONNREFUSED');
  });
});

it('the same text to the same address goes at the second press only, after it was said', async () => {
  const opened = await openDesk({
    prepare: (fake) =>
      fake.answer({
        'replies.accept': () => {
          throw new SportelloError('reply-repeated', 'The same text went', { action: 'Look.', detail: { minutes: 3 } });
        },
      }),
  });
  await selectTicket(opened, /Giulia Ferri/);
  const first = () =>
    screen.getByRole('region', { name: 'Suggested replies' }).querySelector<HTMLElement>('[data-decision]')!;
  opened.wait(2_000);
  await opened.user.click(first());
  await screen.findByText(/The same text went to this address 3 minutes ago/);
  opened.wait(2_000);
  expect(openRequester(opened)).toBe('Giulia Ferri');
  await opened.user.click(first());
  await waitFor(() =>
    expect(opened.calls('replies.accept').map((params) => (params as { again: boolean }).again)).toEqual([false, true]),
  );
});
