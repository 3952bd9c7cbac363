import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError, packError } from '../../shared/contract/errors';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

async function openCopies(opened: Opened) {
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
  );
  return within(await screen.findByRole('region', { name: 'Copies' }));
}

describe('the copies in Settings', () => {
  it('are listed with their time, reason, size and what is in them; what is of no use cannot be restored', async () => {
    const card = await openCopies(await openDesk());
    const rows = card.getAllByRole('row').slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/2026.*Daily5\.1.*40120Restore…$/),
      expect.stringMatching(/Asked for5\.1.*38110Restore…$/),
      expect.stringMatching(/Daily5\.1.*Damaged$/),
      expect.stringMatching(/Before an update5\.1.*Has another key$/),
      expect.stringMatching(/Replaced by a restore5\.1.*1130Restore… Delete…$/),
    ]);
    expect(card.getByText(/encrypted with the same key.*store\.db\.copies$/)).toBeTruthy();
  });

  it('get one more at a press', async () => {
    const opened = await openDesk();
    const card = await openCopies(opened);
    await opened.user.click(card.getByRole('button', { name: 'Copy now' }));
    await waitFor(() => expect(opened.calls('copies.write')).toEqual([{ path: null }]));
    expect(await screen.findByText('Copied and checked. Tickets: 42, messages: 128.')).toBeTruthy();
    expect(opened.calls('copies.list')).toHaveLength(2);
  });

  it('are listed anew by themselves when the daily one was written', async () => {
    const opened = await openDesk();
    const card = await openCopies(opened);
    const view = await opened.desk.engine.call('copies.list', {});
    const [first] = view.copies;
    if (!first) throw new Error('There is no copy');
    const rows = card.getAllByRole('row').length;
    opened.fake.answer({ 'copies.list': () => ({ ...view, copies: [{ ...first, name: 'new.db' }, ...view.copies] }) });
    await outside(() => opened.fake.emit('copies.changed', {}));
    await waitFor(() => expect(card.getAllByRole('row')).toHaveLength(rows + 1));
  });

  it('that a restore had kept are deleted after a question, no others', async () => {
    const opened = await openDesk();
    const card = await openCopies(opened);
    const [button, ...others] = card.getAllByRole('button', { name: /^Delete…/ });
    if (!button) throw new Error('There is nothing to delete');
    expect(others).toEqual([]);
    await opened.user.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/gone for good/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    expect(opened.calls('copies.remove')).toEqual([]);
    await opened.user.click(dialog.getByRole('button', { name: 'Delete for good' }));
    await waitFor(() => expect(opened.calls('copies.remove')).toEqual([{ name: expect.stringMatching(/^replaced-/) }]));
    expect(await screen.findByText('Deleted.')).toBeTruthy();
  });

  it('say how many of them stay', async () => {
    const card = await openCopies(await openDesk());
    expect(card.getByText(/that you ask for the newest five stay/)).toBeTruthy();
  });

  it('are restored only after saying what is lost, what comes back, what is held and what is kept', async () => {
    const opened = await openDesk();
    const card = await openCopies(opened);
    const [first] = card.getAllByRole('button', { name: /^Restore…/ });
    if (!first) throw new Error('There is no copy to restore');
    await opened.user.click(first);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/since then is lost: notes, drafts/)).toBeTruthy();
    for (const words of [/comes in again/, /nothing is sent twice/, /kept as a copy/]) {
      expect(dialog.getByText(words)).toBeTruthy();
    }
    // Enter does not restore: the focus lies on the way out.
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    expect(opened.fake.restored).toEqual([]);
    await opened.user.click(dialog.getByRole('button', { name: 'Restore this copy' }));
    expect(await screen.findByText(/is the store now\. Held replies are in the outbox/)).toBeTruthy();
    expect(opened.fake.restored).toEqual([expect.stringMatching(/^daily-/)]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('that could not be written say why', async () => {
    const failure = packError(
      new SportelloError('copy-no-room', 'The disk has no room for it.', { action: 'Free some space.' }),
    );
    const opened = await openDesk();
    const status = await opened.desk.engine.call('desk.status', {});
    await outside(() => opened.fake.emit('desk.status', { ...status, copyFailure: failure }));
    // On every page, until it is over.
    const banner = await screen.findByRole('alert');
    expect(banner.textContent).toMatch(/could not be written.*no room.*Free some space/);
    await outside(() => opened.fake.emit('desk.status', status));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    opened.fake.answer({ 'copies.list': () => ({ folder: '/copies', copies: [], failure }) });
    const card = await openCopies(opened);
    expect(card.getByRole('alert').textContent).toMatch(/could not be written.*no room.*Free some space/);
    expect(card.getByText('There is no copy yet.')).toBeTruthy();
  });
});

describe('a store that does not open', () => {
  const broken = (code: 'store-corrupt' | 'profile-held', prepare?: (fake: Opened['fake']) => void) =>
    openDesk({
      ...(prepare === undefined ? {} : { prepare }),
      shell: {
        stage: 'broken',
        error: packError(
          new SportelloError(code, 'The store is damaged.', {
            action: 'Restore the newest copy.',
            detail: { path: '/tmp/desk.db' },
          }),
        ),
      },
    });

  it('offers its copies', async () => {
    const { user, fake } = await broken('store-corrupt');
    const copies = within(await screen.findByRole('region', { name: 'Copies' }));
    const [first] = copies.getAllByRole('button', { name: /^Restore…/ });
    if (!first) throw new Error('There is no copy to restore');
    await user.click(first);
    await user.click(await screen.findByRole('button', { name: 'Restore this copy' }));
    await waitFor(() => expect(fake.restored).toEqual([expect.stringMatching(/^daily-/)]));
  });

  it('says why a copy was refused, and goes on offering the others', async () => {
    const refused = new SportelloError('copy-unusable', 'It is damaged.', {
      reason: 'damaged',
      action: 'Take it.',
      detail: { path: 'daily-1.db' },
    });
    const { user } = await broken('store-corrupt', (fake) =>
      Object.assign(fake.world.shell, { restoreCopy: () => Promise.reject(refused) }),
    );
    const copies = within(await screen.findByRole('region', { name: 'Copies' }));
    const [first] = copies.getAllByRole('button', { name: /^Restore…/ });
    if (!first) throw new Error('There is no copy to restore');
    await user.click(first);
    await user.click(await screen.findByRole('button', { name: 'Restore this copy' }));
    expect((await copies.findByRole('alert')).textContent).toMatch(/daily-1\.db is damaged.*Take an older copy/);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Restore this copy' })).toBeNull());
    expect(copies.getAllByRole('button', { name: /^Restore…/ }).length).toBeGreaterThan(1);
  });

  it('offers none where the store is not what is wrong', async () => {
    await broken('profile-held');
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Copies' })).toBeNull();
  });
});

describe('a restored store that has not caught up with its mailbox', () => {
  it('says on every page, and in the outbox, that nothing is sent and why', async () => {
    const opened = await openDesk();
    const status = await opened.desk.engine.call('desk.status', {});
    const behind = { ...status, outbox: { ...status.outbox, behindSince: 0 } };
    await outside(() => opened.fake.emit('desk.status', behind));
    const sentence = /Sent folder.*nobody is answered twice.*waits in the outbox/;
    expect(await screen.findByText(sentence)).toBeTruthy();
    await opened.user.click(
      within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Outbox/ }),
    );
    // Until the page is read an empty one stands in its place.
    await screen.findByRole('heading', { name: 'Outbox' });
    const page = within(screen.getByRole('main', { name: 'Outbox' }));
    expect(await page.findByText(sentence)).toBeTruthy();
    await outside(() => opened.fake.emit('desk.status', status));
    await waitFor(() => expect(screen.queryAllByText(sentence)).toEqual([]));
  });
});

describe('a reply that a restore froze', () => {
  it('can be settled by what a person knows, and sent only once it was compared with Sent', async () => {
    const opened = await openDesk();
    const item = (id: string, heldReason: string) => ({
      id,
      mailbox: 'main',
      block: id,
      ticket: 'T-1042',
      kind: 'reply' as const,
      state: 'held' as const,
      decision: null,
      toName: id,
      to: `${id}@posta.example`,
      subject: 'Re: accesso',
      text: '',
      messageId: id,
      until: 0,
      nextAttemptAt: null,
      copies: [],
      files: [],
      attempts: 0,
      error: null,
      heldReason,
      heldBy: null,
      delivery: null,
      createdAt: 0,
      by: 'Anna Bruni',
    });
    opened.fake.answer({
      'outbox.list': () => [item('one', 'restored'), item('two', 'restored-not-in-sent'), item('three', 'restart')],
    });
    await opened.user.click(
      within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Outbox/ }),
    );
    const page = within(await screen.findByRole('main', { name: 'Outbox' }));
    const buttons = (await page.findAllByRole('listitem')).map((row) =>
      within(row)
        .getAllByRole('button')
        .map((button) => button.textContent)
        .filter((name) => !name?.startsWith('T-')),
    );
    const withoutTicket = buttons.map((names) => names.filter((name) => name !== 'Open the ticket'));
    expect(withoutTicket).toEqual([
      ['It did arrive', 'Back to draft'],
      ['It did arrive', 'Try again', 'Back to draft'],
      ['Try again', 'Back to draft'],
    ]);
  });
});
