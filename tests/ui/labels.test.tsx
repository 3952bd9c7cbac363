import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const dialog = async () => within(await screen.findByRole('dialog', { name: 'Label' }));
const labelsOf = (opened: Opened) => opened.desk.open()?.row.labels.map((label) => label.name);
const put = (ticket: string, add: readonly string[], remove: readonly string[] = []) => ({ ticket, add, remove });

/** Opens the dialog and waits until the labels are there: until then Enter takes nothing. */
async function ask(opened: Opened): Promise<void> {
  await opened.user.keyboard('l');
  const box = await dialog();
  await waitFor(() => expect(document.activeElement).toBe(box.getByRole('textbox', { name: 'Name of the label' })));
  await waitFor(() =>
    expect(
      opened.desk.queries
        .getQueryCache()
        .findAll({ queryKey: ['labels.list'] })
        .at(-1)?.state.status,
    ).toBe('success'),
  );
}

describe('L', () => {
  it('makes a label by its name; it stands in the head and on the row, and Z takes it off', async () => {
    const opened = await openDesk();
    await ask(opened);
    await opened.user.keyboard('refund{Enter}');
    await waitFor(() => expect(labelsOf(opened)).toEqual(['refund']));
    expect(await screen.findByText('Labelled “refund”')).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Conversation' })).getByText('refund')).toBeTruthy();
    expect(screen.getByRole('option', { name: /Giulia Ferri.*Labels: refund/ })).toBeTruthy();
    await opened.user.keyboard('z');
    await waitFor(() => expect(labelsOf(opened)).toEqual([]));
  });

  it('finds a label as one types, moves by arrows, and takes off what the ticket carries', async () => {
    const opened = await openDesk();
    await outside(async () => {
      await opened.fake.world.engine.call('labels.put', {
        changes: [{ ticket: 'T-1042', add: ['refund', 'vip'], remove: [] }],
      });
    });
    await ask(opened);
    const box = await dialog();
    expect(box.getByRole('button', { name: 'refund' }).getAttribute('aria-pressed')).toBe('true');
    await opened.user.keyboard('v');
    expect(box.getAllByRole('button', { name: /vip|refund|Create/ }).map((one) => one.textContent)).toEqual([
      '✓vip1',
      'Create “v”',
    ]);
    await opened.user.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    await waitFor(() => expect(labelsOf(opened)).toEqual(['refund']));
    expect(opened.calls('labels.put').at(-1)).toEqual({ changes: [put('T-1042', [], ['vip'])] });
  });

  it('labels all marked tickets as one block that one Undo takes back', async () => {
    const opened = await openDesk();
    const [first, second] = opened.desk.rows.ids();
    if (first === undefined || second === undefined) throw new Error('the fake inbox has two tickets');
    await outside(() => opened.desk.store.set({ marked: [first, second] }));
    await ask(opened);
    expect(await screen.findByText('For the 2 marked tickets')).toBeTruthy();
    await opened.user.keyboard('vip{Enter}');
    expect(await screen.findByText('2 tickets labelled “vip”')).toBeTruthy();
    expect(opened.calls('labels.put')).toEqual([{ changes: [put(first, ['vip']), put(second, ['vip'])] }]);
    await opened.user.keyboard('z');
    await waitFor(() =>
      expect(opened.calls('labels.put').at(-1)).toEqual({
        changes: [put(first, [], ['vip']), put(second, [], ['vip'])],
      }),
    );
  });
});
