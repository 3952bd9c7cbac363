import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskMenu } from '../../shared/contract/desktop';
import { SportelloError } from '../../shared/contract/errors';
import { cleanup, openDesk } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

/** Opens the card in Settings. */
async function openKeys(shell: Parameters<typeof openDesk>[0] = {}) {
  const opened = await openDesk(shell);
  const { user } = opened;
  await user.click(within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Settings/ }));
  const card = within(await screen.findByRole('region', { name: 'Keys' }));
  return { opened, user, card };
}

async function own({ fake }: Opened) {
  return (await fake.world.shell.state()).keys;
}

const snooze = /^Snooze: /;

describe('a person’s own key', () => {
  it('is recorded by a press, counts at once and shows wherever keys are shown', async () => {
    const menus: DeskMenu[] = [];
    const { opened, user, card } = await openKeys({
      prepare: ({ world }) => {
        world.shell.setMenu = async (menu) => void menus.push(menu);
      },
    });
    await user.click(card.getByRole('button', { name: 'Snooze: H. Another key' }));
    const field = card.getByRole('textbox', { name: 'New key for “Snooze”' });
    expect(document.activeElement).toBe(field);
    await user.keyboard('b');
    const cap = await card.findByRole('button', { name: 'Snooze: B. Another key' });
    expect(document.activeElement).toBe(cap);
    expect((await card.findByText('“Snooze” is now B.')).closest('output')).toBeTruthy();
    expect(await own(opened)).toEqual({ snooze: 'B' });

    await user.keyboard('gi');
    const action = await screen.findByRole('button', { name: 'Snooze' });
    expect(action.querySelector('kbd')?.textContent).toBe('B');
    await user.keyboard('h');
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('b');
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Close' }));
    await user.keyboard('?');
    const sheet = within(await screen.findByRole('dialog', { name: 'All keys' }));
    expect(sheet.getByText('Snooze').nextElementSibling?.textContent).toBe('B');
    await user.keyboard('{Escape}');
    await user.keyboard('{Control>}k{/Control}');
    const palette = within(await screen.findByRole('dialog', { name: 'All commands' }));
    expect((await palette.findByRole('button', { name: /^Snooze/ })).querySelector('kbd')?.textContent).toBe('B');
    await user.keyboard('{Escape}');
    const items = menus.at(-1)?.menus.flatMap((menu) => menu.items);
    expect(items?.find(({ id }) => id === 'snooze')?.key).toBe('B');
  });

  it('is said to count only once it is saved', async () => {
    const { user, card } = await openKeys({
      prepare: ({ world }) => {
        world.shell.setAppearance = () =>
          Promise.reject(
            new SportelloError('store-full', 'Full.', { action: 'Free some.', detail: { path: '/tmp/desk.db' } }),
          );
      },
    });
    await user.click(card.getByRole('button', { name: snooze }));
    await user.keyboard('b');
    await screen.findByText(/^The disk of the store \/tmp\/desk\.db is full\./);
    expect(card.getByRole('button', { name: 'Snooze: H. Another key' })).toBeTruthy();
    expect(card.queryByText(/is now B/)).toBeNull();
  });

  it('of a page stays a sequence', async () => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('tab', { name: 'Go to' }));
    await user.click(card.getByRole('button', { name: 'Go to Inbox: G I. Another key' }));
    await user.keyboard('ge');
    await card.findByRole('button', { name: 'Go to Inbox: G E. Another key' });
    expect(await own(opened)).toEqual({ 'go.inbox': 'G E' });
    await user.keyboard('ge');
    expect(await screen.findByRole('region', { name: 'Suggested replies' })).toBeTruthy();
  });

  it('is named by the sentences that name keys', async () => {
    await openDesk({ shell: { keys: { reply: 'B' } } });
    expect(screen.getByPlaceholderText(/^Write a reply…\s+\(B\)$/)).toBeTruthy();
  });

  it('can be none: sentences then name the key of all commands', async () => {
    await openDesk({ shell: { keys: { reply: '' } } });
    expect(screen.getByPlaceholderText(/^Write a reply…\s+\(Ctrl\+K\)$/)).toBeTruthy();
  });

  it('survives what another version or a hand wrote beside it', async () => {
    const { card } = await openKeys({ shell: { keys: { snooze: 'B', done: 'Enter', gone: 'E', claim: 'B' } } });
    expect(card.getByRole('button', { name: 'Snooze: B. Another key' })).toBeTruthy();
    expect(card.getByRole('button', { name: 'Done: E. Another key' })).toBeTruthy();
    expect(card.getByRole('button', { name: 'Claim: C. Another key' })).toBeTruthy();
  });
});

describe('a key that cannot be had', () => {
  it('is told while it is pressed, with the command that has it, and can be taken from that one', async () => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('button', { name: snooze }));
    await user.keyboard('e');
    const alert = card.getByRole('alert');
    expect(alert.textContent).toBe('E is “Done”. Press another key, or take this one: “Done” is then without a key.');
    expect(card.getByRole('textbox', { name: /^New key/ }).getAttribute('aria-describedby')).toBe(alert.id);
    expect(await own(opened)).toEqual({});
    await user.tab();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(await card.findByRole('button', { name: 'Snooze: E. Another key' }));
    expect(card.getByRole('button', { name: 'Done: no key. Another key' })).toBeTruthy();
    expect(card.getByRole('row', { name: /^Done/ }).textContent).toContain('E is “Snooze” now');

    await user.click(card.getByRole('button', { name: 'Done: back to E' }));
    expect(card.getByRole('alert').textContent).toBe(
      'E is “Snooze”. Press another key, or take this one: “Snooze” then has H.',
    );
    await user.click(card.getByRole('button', { name: 'Take E' }));
    expect(await card.findByRole('button', { name: 'Done: E. Another key' })).toBeTruthy();
    expect(card.getByRole('button', { name: 'Snooze: H. Another key' })).toBeTruthy();
    expect(await own(opened)).toEqual({});
  });

  it.each([
    ['{Enter}', /^This key cannot be given away/],
    ['{ArrowDown}', /^This key cannot be given away/],
    ['{F6}', /^This key cannot be given away/],
    ['1', /^This key cannot be given away/],
    ['{Control>}k{/Control}', /^Keys with Ctrl, Alt or Cmd/],
    ['{Control>}{Alt>}e{/Alt}{/Control}', /^Keys with Ctrl, Alt or Cmd/],
    ['g', /^G begins the keys of the pages/],
    ['.', /^This can be no key/],
  ])('%s says why, and another press still counts', async (keys, sentence) => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('button', { name: snooze }));
    await user.keyboard(keys);
    expect(card.getByRole('alert').textContent).toMatch(sentence);
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('b');
    await card.findByRole('button', { name: 'Snooze: B. Another key' });
    expect(await own(opened)).toEqual({ snooze: 'B' });
  });

  it('is not asked for longer after Esc; Tab leads to the buttons', async () => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('button', { name: snooze }));
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(card.getByRole('button', { name: snooze }));
    await user.keyboard('{Enter}');
    await user.tab();
    expect(document.activeElement).toBe(card.getByRole('button', { name: 'No key' }));
    await user.keyboard('{Enter}');
    await card.findByRole('button', { name: 'Snooze: no key. Another key' });
    expect(await own(opened)).toEqual({ snooze: '' });
  });
});

describe('the buttons beside the field', () => {
  it('leave the desk no key: a letter is recorded from them, and the focus goes back to the field', async () => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('button', { name: snooze }));
    await user.keyboard('e');
    await user.tab();
    expect(document.activeElement).toBe(card.getByRole('button', { name: 'Take E' }));
    await user.keyboard('?');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(card.getByRole('alert').textContent).toMatch(/^\? is “/);
    await user.tab();
    await user.keyboard('.');
    expect(card.getByRole('alert').textContent).toMatch(/^This can be no key/);
    expect(document.activeElement).toBe(card.getByRole('textbox', { name: /^New key/ }));
    await user.tab();
    await user.keyboard('b');
    expect(document.activeElement).toBe(await card.findByRole('button', { name: 'Snooze: B. Another key' }));
    expect(await own(opened)).toEqual({ snooze: 'B' });
  });

  it('are left with Esc, and pressed with Space', async () => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('button', { name: snooze }));
    await user.tab();
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(card.getByRole('button', { name: snooze }));
    await user.keyboard('{Enter}');
    await user.tab();
    await user.tab();
    expect(document.activeElement).toBe(card.getByRole('button', { name: 'As it was' }));
    await user.keyboard(' ');
    expect(document.activeElement).toBe(card.getByRole('button', { name: snooze }));
    expect(await own(opened)).toEqual({});
  });
});

describe('the focus stays on the key that was changed', () => {
  it.each([
    ['a key to none', {}, 'Snooze: H. Another key', '{Backspace}', 'Snooze: no key. Another key'],
    ['none to a key', { snooze: '' }, 'Snooze: no key. Another key', 'h', 'Snooze: H. Another key'],
    ['none by default to a key', {}, 'Mark as spam: no key. Another key', 'b', 'Mark as spam: B. Another key'],
    ['a key among others to none', {}, 'Undo: Z. Another key', '{Backspace}', 'Undo: no key. Another key'],
  ])('from %s', async (_what, keys, before, press, after) => {
    const { user, card } = await openKeys({ shell: { keys } });
    if (before.startsWith('Undo')) await user.click(card.getByRole('tab', { name: 'Answer' }));
    await user.click(card.getByRole('button', { name: before }));
    await user.keyboard(press);
    const cap = await card.findByRole('button', { name: after });
    expect(document.activeElement).toBe(cap);
  });

  it('when its row gives it back', async () => {
    const { user, card } = await openKeys({ shell: { keys: { snooze: '' } } });
    await user.click(card.getByRole('button', { name: 'Snooze: back to H' }));
    expect(document.activeElement).toBe(await card.findByRole('button', { name: 'Snooze: H. Another key' }));
  });
});

describe('the default map', () => {
  it('comes back for one, and the focus stays in its row', async () => {
    const { opened, user, card } = await openKeys({ shell: { keys: { snooze: 'B', claim: 'D' } } });
    await user.click(card.getByRole('button', { name: 'Snooze: back to H' }));
    expect(document.activeElement).toBe(await card.findByRole('button', { name: 'Snooze: H. Another key' }));
    expect(await own(opened)).toEqual({ claim: 'D' });
  });

  it('comes back for all, and Undo brings the own keys again', async () => {
    const { opened, user, card } = await openKeys({ shell: { keys: { snooze: 'B', claim: 'D' } } });
    const all = card.getByRole<HTMLButtonElement>('button', { name: 'All keys back to the default' });
    await user.click(all);
    await waitFor(() => expect(all.disabled).toBe(true));
    expect(document.activeElement).toBe(card.getByRole('textbox', { name: 'Search a command or a key' }));
    expect(card.getByRole('button', { name: 'Claim: C. Another key' })).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await card.findByRole('button', { name: 'Claim: D. Another key' });
    expect(await own(opened)).toEqual({ snooze: 'B', claim: 'D' });
  });

  it('comes back for all, and Undo leaves what was chosen since', async () => {
    const { opened, user, card } = await openKeys({ shell: { keys: { snooze: 'B', claim: 'D' } } });
    await user.click(card.getByRole('button', { name: 'All keys back to the default' }));
    await user.click(await card.findByRole('button', { name: 'Snooze: H. Another key' }));
    await user.keyboard('x');
    await user.click(card.getByRole('button', { name: /^Take X/ }));
    await card.findByRole('button', { name: 'Snooze: X. Another key' });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await card.findByRole('button', { name: 'Claim: D. Another key' });
    expect(await own(opened)).toEqual({ snooze: 'X', claim: 'D' });
  });

  it('is found by command and by key; what stays has no button', async () => {
    const { user, card } = await openKeys();
    const field = card.getByRole('textbox', { name: 'Search a command or a key' });
    const rows = () => card.getAllByRole('rowheader').map((row) => row.textContent);
    await user.type(field, 'snooze');
    expect(rows()).toEqual(['Snooze', 'Go to Snoozed']);
    await user.clear(field);
    await user.type(field, 'ctrl+a');
    expect(rows()).toEqual(['Mark all']);
    expect(card.queryByRole('button', { name: /^Mark all/ })).toBeNull();
    await user.clear(field);
    await user.type(field, 'nothing like it');
    expect(card.queryAllByRole('rowheader')).toEqual([]);
  });

  it('keeps what was found by its key in the list once it has another one, until something else is sought', async () => {
    const { user, card } = await openKeys();
    const field = card.getByRole('textbox', { name: 'Search a command or a key' });
    const rows = () => card.queryAllByRole('rowheader').map((row) => row.textContent);
    await user.type(field, '⇧E');
    expect(rows()).toEqual(['Reopen']);
    await user.click(card.getByRole('button', { name: 'Reopen: ⇧E. Another key' }));
    await user.keyboard('b');
    expect(document.activeElement).toBe(await card.findByRole('button', { name: 'Reopen: B. Another key' }));
    expect(rows()).toEqual(['Reopen']);
    await user.clear(field);
    await user.type(field, '⇧E');
    expect(rows()).toEqual([]);
  });

  it('gives the switch of single keys none, which would be off with them', async () => {
    const { user, card } = await openKeys();
    await user.click(card.getByRole('tab', { name: 'Desk' }));
    const row = within(card.getByRole('row', { name: /^Turn single keys/ }));
    expect(row.getByText('fixed')).toBeTruthy();
    expect(row.queryByRole('button')).toBeNull();
  });

  it('is off for single keys by the switch beside it', async () => {
    const { opened, user, card } = await openKeys();
    await user.click(card.getByRole('switch', { name: /^Single keys/ }));
    expect(opened.desk.store.get().singleKeys).toBe(false);
    // They can be chosen all the same.
    expect(card.getByRole('button', { name: 'Snooze: H. Another key' })).toBeTruthy();
  });

  it('is shown nowhere in its single keys while they are off', async () => {
    const { desk, user } = await openDesk();
    const reply = () => screen.getByPlaceholderText(/^Write a reply…/).getAttribute('placeholder');
    const capsOf = (place: string) =>
      [...document.querySelectorAll(`${place} kbd`)].map(({ textContent }) => textContent);
    expect(reply()).toMatch(/\(R\)$/);
    expect(capsOf('.suggestion-card')).toEqual(['1', '2', '3']);
    act(() => desk.setSingleKeys(false));
    expect(reply()).toMatch(/\(Ctrl\+K\)$/);
    expect(capsOf('.suggestion-card')).toEqual([]);
    await user.keyboard('{F1}');
    const sheet = within(await screen.findByRole('dialog', { name: 'All keys' }));
    const keysOn = new Set(
      [...screen.getByRole('dialog').querySelectorAll('kbd')].map(({ textContent }) => textContent),
    );
    expect([...keysOn].filter((key) => !/^(?:Ctrl\+.+|[↓↑]|Enter|F1|Tab)$/.test(key))).toEqual([]);
    expect(sheet.getByText('Undo').nextElementSibling?.textContent).toBe('Ctrl+Z');
  });
});
