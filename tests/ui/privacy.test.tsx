import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { packError, SportelloError } from '../../shared/contract/errors';
import { fakeCount } from '../support/fake-erasures';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

async function openPrivacy(opened: Opened) {
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
  );
  return within(await screen.findByRole('region', { name: 'Privacy' }));
}

/** The dialog after this was counted in it. */
async function counted(opened: Opened, who: string) {
  const card = await openPrivacy(opened);
  await opened.user.click(card.getByRole('button', { name: 'Erase a person…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Erase a person’s data' }));
  const field = await dialog.findByRole('textbox', { name: /E-mail address or transaction number/ });
  await waitFor(() => expect(document.activeElement).toBe(field));
  await opened.user.keyboard(`${who}{Enter}`);
  return dialog;
}

describe('erasing a person in Settings', () => {
  it('counts, takes the address typed once more, tells how far it is, and what stays to be done', async () => {
    const opened = await openDesk();
    const dialog = await counted(opened, 'giulia@posta.example');
    const confirm = await dialog.findByRole('textbox', { name: 'To confirm, type giulia@posta.example' });
    expect(opened.calls('erasures.count')).toEqual([{ address: 'giulia@posta.example' }]);
    const counts = dialog
      .getAllByRole('term')
      .map((term) => `${term.textContent} ${term.nextSibling?.textContent ?? ''}`);
    expect(counts).toEqual(['Tickets 3', 'Messages 9', 'Mails of ours 4', 'Purchases 1', 'Mentions elsewhere 2']);

    const erase = dialog.getByRole<HTMLButtonElement>('button', { name: 'Erase for good' });
    expect(erase.disabled).toBe(true);
    await opened.user.type(confirm, 'giulia@posta.exampl');
    expect(erase.disabled).toBe(true);
    await opened.user.keyboard('{Enter}');
    expect(opened.calls('erasures.run')).toEqual([]);

    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    opened.fake.answer({
      'erasures.run': async () => {
        await ended;
        return { counts: fakeCount('', { tickets: 3, messages: 9 }).counts, olderCopies: ['daily-2026.db'] };
      },
    });
    await opened.user.type(confirm, 'e{Enter}');
    await waitFor(() =>
      expect(opened.calls('erasures.run')).toEqual([
        { address: 'giulia@posta.example', confirmed: 'giulia@posta.example' },
      ]),
    );
    await outside(() => opened.fake.emit('erasures.progress', { done: 2, of: 3 }));
    expect(await dialog.findByText('Tickets: 2 of 3')).toBeTruthy();
    expect(dialog.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('67');
    // What has begun is not closed by a key.
    await opened.user.keyboard('{Escape}');
    expect(dialog.getByRole('progressbar')).toBeTruthy();
    await outside(() => end());
    expect(await dialog.findByText('giulia@posta.example is erased. Tickets: 3, messages: 9.')).toBeTruthy();
    expect(dialog.getByText(/older copy of the store still holds this person.*done again by itself/)).toBeTruthy();
    expect(dialog.getByText('daily-2026.db')).toBeTruthy();
  });

  it('finds the buyers of a purchase, and lets one of several be chosen', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'erasures.count': () => [
        fakeCount('uno@posta.example', { purchases: 1 }),
        fakeCount('due@posta.example', { tickets: 2 }),
      ],
    });
    const dialog = await counted(opened, 'HP4410020311');
    expect(opened.calls('erasures.count')).toEqual([{ transaction: 'HP4410020311' }]);
    await opened.user.click(await dialog.findByRole('radio', { name: 'due@posta.example' }));
    await opened.user.type(dialog.getByRole('textbox', { name: /due@posta/ }), 'due@posta.example{Enter}');
    await waitFor(() => expect(opened.calls('erasures.run')).toMatchObject([{ address: 'due@posta.example' }]));
  });

  it('says where a purchase has no buyer, where nothing is known, and where a reply still waits', async () => {
    const opened = await openDesk();
    const dialog = await counted(opened, 'HP4410020311');
    expect(await dialog.findByText(/No purchase with this number/)).toBeTruthy();
    opened.fake.answer({ 'erasures.count': () => [fakeCount('nessuno@posta.example')] });
    await opened.user.type(dialog.getByRole('textbox'), '{Enter}');
    expect(await dialog.findByText('Sportello keeps nothing of this address.')).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Erase for good' })).toBeNull();
    opened.fake.answer({
      'erasures.count': () => [{ ...fakeCount('giulia@posta.example', { tickets: 1 }), waiting: ['T-1042'] }],
    });
    await opened.user.click(dialog.getByRole('button', { name: 'Back' }));
    await opened.user.type(dialog.getByRole('textbox'), 'giulia@posta.example{Enter}');
    expect((await dialog.findByRole('alert')).textContent).toMatch(/discard it in the outbox first.*T-1042/);
    expect(dialog.queryByRole('button', { name: 'Erase for good' })).toBeNull();
  });

  it('is offered to leads of a team alone', async () => {
    const opened = await openDesk();
    const status = await opened.desk.engine.call('desk.status', {});
    const member = { name: 'Anna', email: 'anna@corsi.example', role: 'agent' as const };
    await outside(() => opened.fake.emit('desk.status', { ...status, member }));
    const card = await openPrivacy(opened);
    expect(card.getByText(/Leads of the team erase/)).toBeTruthy();
    expect(card.queryByRole('button')).toBeNull();
  });

  it('that could not be finished is said on every page', async () => {
    const opened = await openDesk();
    const status = await opened.desk.engine.call('desk.status', {});
    const erasureFailure = packError(
      new SportelloError('copy-no-room', 'The disk has no room for it.', { action: 'Free some space.' }),
    );
    await outside(() => opened.fake.emit('desk.status', { ...status, erasureFailure }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/not erased yet.*next start.*Free some space/);
  });
});

describe('how long closed tickets are kept', () => {
  it('is for ever at first; a time is saved after saying how many tickets it takes', async () => {
    const opened = await openDesk();
    const card = await openPrivacy(opened);
    const list = await card.findByRole<HTMLSelectElement>('combobox', { name: 'Erase closed tickets after' });
    expect(list.value).toBe('0');
    const save = card.getByRole<HTMLButtonElement>('button', { name: 'Save' });
    expect(save.disabled).toBe(true);
    await opened.user.selectOptions(list, '24 months');
    expect(await card.findByText('120 closed tickets are older than that.')).toBeTruthy();
    expect(opened.calls('retention.count')).toEqual([{ months: 24 }]);
    await opened.user.click(save);
    const dialog = within(await screen.findByRole('dialog', { name: 'Erase closed tickets after 24 months?' }));
    expect(dialog.getByText(/120 tickets are erased from now on, for good/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    expect(opened.calls('retention.save')).toEqual([]);
    await opened.user.click(dialog.getByRole('button', { name: 'Erase them' }));
    await waitFor(() => expect(opened.calls('retention.save')).toEqual([{ months: 24, counted: 120 }]));
    expect(await screen.findByText(/erased a few at a time/)).toBeTruthy();
    await waitFor(() => expect(list.value).toBe('24'));

    await opened.user.selectOptions(list, 'Never');
    await opened.user.click(save);
    await waitFor(() => expect(opened.calls('retention.save').at(-1)).toEqual({ months: null, counted: 0 }));
    expect(await screen.findByText(/Closed tickets stay/)).toBeTruthy();
  });
});
