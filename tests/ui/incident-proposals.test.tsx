import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { NoticeProposal } from '../../shared/contract/notices';
import { commandNamed } from '../../renderer/desk/commands';
import { fakeCatalogue } from '../support/fake-catalogue';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const PASTA: NoticeProposal = {
  productId: '501',
  producerName: '',
  products: ['Corso di pasta fresca'],
  tickets: 34,
  usual: 2.4,
};
const NONNA: NoticeProposal = {
  productId: '',
  producerName: 'Nonna',
  products: ['Pasta', 'Pizza', 'Pesto', 'Pane'],
  tickets: 90,
  usual: 0.2,
};

/** The desk, and what it proposes from now on. */
async function deskThatProposes(first: readonly NoticeProposal[]) {
  const opened = await openDesk({ prepare: (fake) => fake.answer({ 'notices.proposals': () => first }) });
  const propose = async (proposals: readonly NoticeProposal[]) => {
    opened.fake.answer({ 'notices.proposals': () => proposals });
    await outside(() => opened.fake.emit('proposals.changed', {}));
  };
  return { ...opened, propose };
}

async function becomeAgent(opened: Opened) {
  const member = { name: 'Anna Bruni', email: 'anna@example.com', role: 'agent' } as const;
  await outside(() => opened.fake.emit('desk.status', { ...opened.fake.status(), member }));
}

const banner = () => screen.queryByText(/Far more tickets than usual/)?.closest('.banner') ?? null;

describe('a proposed notice', () => {
  it('is said with what it is about, how many tickets came and how many usually do; the focus stays where it is', async () => {
    const opened = await deskThatProposes([]);
    expect(banner()).toBeNull();
    const focused = document.activeElement;
    await opened.propose([PASTA]);
    await waitFor(() => expect(banner()).not.toBeNull());
    expect(banner()?.textContent).toContain('about Corso di pasta fresca.');
    expect(banner()?.textContent).toContain('34 tickets in the last hour, usually about 2.');
    expect(document.activeElement).toBe(focused);
    await opened.propose([]);
    await waitFor(() => expect(banner()).toBeNull());
  });

  it('is told to a screen reader without the numbers, which change every minute', async () => {
    await deskThatProposes([PASTA]);
    const told = await screen.findByText('Far more tickets than usual about Corso di pasta fresca.');
    expect(told.closest('output')?.textContent).not.toContain('34');
  });

  it('of a producer names some of the products', async () => {
    await deskThatProposes([NONNA]);
    await screen.findByText('Far more tickets than usual about products of Nonna.');
    expect(banner()?.textContent).toContain('Pasta, Pizza, Pesto, +1.');
    expect(banner()?.textContent).toContain('usually hardly any.');
  });

  it('opens the dialog with its product chosen; the command chooses the open ticket’s again', async () => {
    const opened = await deskThatProposes([{ ...PASTA, productId: '77', products: ['Pane'] }]);
    const products = ['501', '77'].flatMap((productId) =>
      fakeCatalogue()
        .slice(0, 1)
        .map((one) => ({ ...one, productId, name: productId })),
    );
    opened.fake.answer({ 'products.list': () => products });
    await screen.findByText(/usual about Pane/);
    await opened.user.click(screen.getByRole('button', { name: 'Write a notice…' }));
    const about = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'What it is about' });
    expect((await about()).value).toBe('product:77');
    await opened.user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await outside(async () => {
      await commandNamed('notice').run(opened.desk);
    });
    expect((await about()).value).toBe('product:501');
  });

  it('of a producer whom no product of the catalogue names is chosen all the same', async () => {
    const opened = await deskThatProposes([NONNA]);
    await opened.user.click(await screen.findByRole('button', { name: 'Write a notice…' }));
    const about = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'What it is about' });
    expect(about.value).toBe('producer:Nonna');
  });

  it('is declined in one press, and Undo proposes it again', async () => {
    const opened = await deskThatProposes([PASTA]);
    opened.fake.answer({ 'notices.decline': ({ declined }) => ({ declined }) });
    await opened.user.click(await screen.findByRole('button', { name: 'Not an incident' }));
    const scope = { productId: '501', producerName: '' };
    await waitFor(() => expect(opened.calls('notices.decline')).toEqual([{ ...scope, declined: true }]));
    await opened.propose([]);
    await waitFor(() => expect(banner()).toBeNull());
    const toast = (await screen.findByText('Not proposed again while this goes on')).closest<HTMLElement>('.toast');
    await opened.user.click(within(toast ?? document.body).getByRole('button', { name: /Undo/ }));
    await waitFor(() => expect(opened.calls('notices.decline').at(-1)).toEqual({ ...scope, declined: false }));
  });

  it('is a lead’s to write or to decline: an agent is told whom to tell', async () => {
    const opened = await deskThatProposes([PASTA]);
    await becomeAgent(opened);
    await screen.findByText(/tell a lead/);
    expect(within(banner() as HTMLElement).queryAllByRole('button')).toEqual([]);
  });
});
