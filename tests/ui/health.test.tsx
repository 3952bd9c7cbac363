import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeHealth } from '../support/fake-health';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

async function openHealth(opened: Opened) {
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
  );
  return within(await screen.findByRole('region', { name: 'Diagnostics' }));
}

const lineOf = (card: Awaited<ReturnType<typeof openHealth>>, id: string) =>
  card.getAllByRole('listitem').find((item) => item.dataset['line'] === id);

describe('the diagnostics in Settings', () => {
  it('say of each part how it is, and what to do only where something is wrong', async () => {
    const card = await openHealth(await openDesk());
    expect(lineOf(card, 'mailbox')?.textContent).toMatch(/listening, last heard: 20 Nov/);
    expect(lineOf(card, 'outbox')?.textContent).toMatch(/1 held back, 2 waiting/);
    expect(lineOf(card, 'store')?.textContent).toMatch(/keychain.*42 MB, schema 220/);
    const wrong = card.getAllByRole('listitem').filter((item) => item.dataset['severity'] !== 'ok');
    expect(wrong.flatMap((item) => item.dataset['line'] ?? [])).toEqual(['outbox', 'quarantine']);
    expect(lineOf(card, 'outbox')?.textContent).toMatch(/Decide in the Outbox/);
    expect(card.getByText(/Electron 25\.1\.1 · Node 18\.15\.0 · linux x64 · test runtime/)).toBeTruthy();
  });

  it('follow what the engine says, and look again when asked', async () => {
    const opened = await openDesk();
    const card = await openHealth(opened);
    const health = fakeHealth(0);
    const offline = { ...health.mailbox, reading: 'offline' as const, failure: 'imap-unreachable' };
    opened.fake.answer({ 'desk.health': () => ({ ...health, mailbox: offline }) });
    const status = await opened.desk.engine.call('desk.status', {});
    await outside(() => opened.fake.emit('desk.status', status));
    await waitFor(() => expect(lineOf(card, 'mailbox')?.dataset['severity']).toBe('error'));
    opened.fake.answer({ 'desk.health': () => health });
    opened.fake.shell({ engineRestarts: 2 });
    await opened.user.click(card.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(lineOf(card, 'mailbox')?.dataset['severity']).toBe('ok'));
    expect(lineOf(card, 'engine')?.textContent).toMatch(/started again since: 2.*save the diagnostics/);
  });

  it('are shown as a text first, and copied or saved only at a press', async () => {
    const copied: string[] = [];
    const saved: { fileName: string; base64: string }[] = [];
    const opened = await openDesk({
      prepare: (fake) =>
        Object.assign(fake.world.shell, {
          copyText: async (text: string) => void copied.push(text),
          saveFile: async (file: { fileName: string; base64: string }) => saved.push(file) > 0,
        }),
    });
    const card = await openHealth(opened);
    await opened.user.click(card.getByRole('button', { name: 'Copy diagnostics…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Diagnostics as text' }));
    const shown = dialog.getByRole<HTMLTextAreaElement>('textbox', { name: 'Diagnostics as text' }).value;
    expect(shown).toMatch(/X outbox +1 held, 2 queued/);
    for (const secret of ['aiuto@example.com', 'Anna', '/home/', 'imap.']) expect(shown).not.toContain(secret);
    expect(copied).toEqual([]);
    await opened.user.click(dialog.getByRole('button', { name: 'Save…' }));
    await waitFor(() => expect(saved.map(({ base64 }) => atob(base64))).toEqual([shown]));
    expect(saved[0]?.fileName).toBe('sportello-diagnostics-2026-11-20.txt');
    await opened.user.click(dialog.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Diagnostics copied')).toBeTruthy();
    expect(copied).toEqual([shown]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
