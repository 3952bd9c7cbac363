import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { UpdatesView } from '../../shared/contract/updates';
import { UPDATE_FAILURES } from '../../shared/domain/update-rules';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const ABLE: UpdatesView = { way: 'appimage', reason: null, allowed: false, step: { kind: 'resting' }, last: null };
const READY: UpdatesView['step'] = { kind: 'ready', version: '0.2.0', putOff: false };

async function openCard(view: Partial<UpdatesView>): Promise<Opened & { card: ReturnType<typeof within> }> {
  const opened = await openDesk({ shell: { updates: { ...ABLE, ...view } } });
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
  );
  return { ...opened, card: within(await screen.findByRole('region', { name: 'Updates' })) };
}

describe('updates in Settings', () => {
  it('are not looked for until somebody turns that on', async () => {
    const { card, user, fake } = await openCard({});
    expect(card.getByText('Sportello 0.1.0')).toBeTruthy();
    expect(card.getByRole('status').textContent).toContain('Not looked yet.');
    const daily = card.getByRole('switch', { name: /Look once a day and download quietly/ }) as HTMLInputElement;
    expect(daily.checked).toBe(false);
    await user.click(daily);
    await waitFor(() => expect(daily.checked).toBe(true));
    await expect(fake.world.shell.state()).resolves.toMatchObject({ updates: { allowed: true } });
  });

  it('show what is being done, and offer to install what is ready', async () => {
    const { card, fake } = await openCard({});
    const show = (step: UpdatesView['step']): Promise<void> =>
      outside(() => fake.shell({ updates: { ...ABLE, step, last: { at: FAKE_NOW, outcome: 'newer' } } }));
    await show({ kind: 'downloading', version: '0.2.0', percent: 41 });
    expect(card.getByRole('status').textContent).toContain('Downloading 0.2.0: 41 %');
    expect(card.queryByRole('button', { name: 'Restart and install' })).toBeNull();
    await show(READY);
    expect(card.getByRole('status').textContent).toContain('0.2.0 is here. It is installed when you quit.');
    await show({ kind: 'waiting', version: '0.2.0' });
    expect(card.getByRole('status').textContent).toContain('as soon as the mail server has answered');
    await show({ ...READY, putOff: true });
    expect(card.getByRole('status').textContent).toContain('Put off: a mail is still on its way');
  });

  it('say that something was refused since, while what is ready stays so', async () => {
    const { card } = await openCard({ step: READY, last: { at: FAKE_NOW, outcome: 'signature' } });
    const { textContent, dataset } = card.getByRole('status');
    expect(textContent).toContain('0.2.0 is here. It is installed when you quit. Refused: the list of versions');
    expect(textContent).toContain('Do not install anything from there by hand');
    expect(dataset['tone']).toBe('bad');
    expect(card.getByRole('button', { name: 'Restart and install' })).toBeTruthy();
  });

  it('a press restarts', async () => {
    const asked: string[] = [];
    const opened = await openDesk({
      shell: { updates: { ...ABLE, step: READY } },
      prepare: (fake) =>
        Object.assign(fake.world.shell, { installUpdate: () => Promise.resolve(void asked.push('install')) }),
    });
    await opened.user.click(
      within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }),
    );
    await opened.user.click(await screen.findByRole('button', { name: 'Restart and install' }));
    expect(asked).toEqual(['install']);
  });

  it.each(UPDATE_FAILURES)('say why it came to nothing (%s), and what to do', async (outcome) => {
    const { card } = await openCard({ last: { at: FAKE_NOW, outcome } });
    const { textContent, dataset } = card.getByRole('status');
    expect(dataset['tone']).toBe('bad');
    expect(textContent).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
    expect(textContent).not.toContain('updates.');
  });

  it('of a copy that cannot be updated say so, and offer nothing', async () => {
    const { card } = await openCard({ way: null, reason: 'folder' });
    expect(card.getByRole('status').textContent).toContain('A folder or an archive does not update itself');
    expect(card.queryByRole('switch')).toBeNull();
    expect(card.queryByRole('button')).toBeNull();
  });
});

it('“Check for updates…” in the menu looks, and says what came of it without taking the page away', async () => {
  const opened = await openDesk({
    shell: { updates: ABLE },
    prepare: (fake) =>
      Object.assign(fake.world.shell, {
        lookForUpdate: () => {
          fake.shell({ updates: { ...ABLE, last: { at: FAKE_NOW, outcome: 'signature' } } });
          return Promise.resolve();
        },
      }),
  });
  await outside(() => opened.fake.choose('check-updates'));
  expect(await screen.findByText(/Refused: the list of versions is not signed/)).toBeTruthy();
  expect(screen.getByText(/Do not install anything from there by hand/)).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Suggested replies' })).toBeTruthy();
});
