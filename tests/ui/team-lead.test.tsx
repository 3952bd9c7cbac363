import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { EarnedView } from '../../shared/contract/views';
import type { Standing } from '../../shared/domain/earned';
import { openDesk } from './render-desk';

afterEach(cleanup);

const NOTHING = { right: 0, all: 0 };
const BAR = { share: 0.95, cases: 30 };
const standing = (change: Partial<Standing> & Pick<Standing, 'decision'>): Standing => ({
  earned: true,
  source: 'shipped',
  counted: { right: 40, all: 40 },
  own: NOTHING,
  allowance: null,
  ...change,
});
const EARNED: EarnedView = {
  bar: BAR,
  standings: [
    standing({ decision: 'club.first-access' }),
    standing({ decision: 'purchase.pending', earned: false, counted: { right: 20, all: 28 } }),
    standing({ decision: 'producer.contact', source: 'desk', earned: false, counted: { right: 30, all: 40 } }),
  ],
};
const REVIEW = {
  id: 'r1',
  ticket: 'T-1042',
  decision: 'club.first-access' as const,
  at: Date.UTC(2026, 10, 20, 9),
  by: 'Anna Bruni',
  subject: 'Re: accesso',
  text: 'Ciao Giulia, apri il link.',
};

async function openLead() {
  const opened = await openDesk();
  opened.fake.answer({
    'earned.list': () => EARNED,
    'earned.allow': () => EARNED,
    'reviews.list': () => [REVIEW],
    'reviews.settle': () => ({ settled: true }),
    'evaluation.corrected': () => [{ ticket: 'T-1', field: 'intent', wanted: 'other', got: 'access.link' }],
    'evaluation.past': () => ({
      tickets: 42,
      stopped: false,
      decisions: [{ wanted: 'club.first-access', got: 'route.support', cases: 1 }],
      texts: [],
      changes: [{ ticket: 'T-7', subject: 'Accesso', was: 'club.first-access', now: 'route.support', rule: 2 }],
    }),
  });
  await opened.user.click(
    within(screen.getByRole('navigation', { name: 'Queues' })).getByRole('link', { name: /Team lead/ }),
  );
  return { ...opened, card: async (name: string) => within(await screen.findByRole('region', { name })) };
}

describe('the team lead page', () => {
  it('says which decisions go at one key, on whose cases, and what is missing', async () => {
    const { card } = await openLead();
    const earned = await card('Replies at one key');
    const rowOf = (name: string) => earned.getByRole('row', { name: new RegExp(`^${name}`) });
    expect(rowOf('Club · first access').textContent).toMatch(/100\.0 % \(40 of 40\).*0 of 30 cases.*Yes.*shipped/);
    expect(rowOf('Payment pending').textContent).toMatch(/71\.4 % \(20 of 28\).*Shown first.*shipped/);
    expect(rowOf('Contact the producer').textContent).toMatch(/75\.0 % \(30 of 40\).*Shown first.*this desk/);
    // Where the desk has cases of its own, a word changes nothing.
    expect(within(rowOf('Contact the producer')).queryByRole('button')).toBeNull();
  });

  it('takes a lead’s word only with a reason', async () => {
    const { card, calls, user } = await openLead();
    await user.click((await card('Replies at one key')).getByRole('button', { name: 'Allow…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const button = dialog.getByRole('button', { name: 'Allow…' });
    expect(button.hasAttribute('disabled')).toBe(true);
    await user.type(dialog.getByRole('textbox', { name: 'Payment pending' }), 'Read 40 of them');
    await user.click(button);
    await waitFor(() =>
      expect(calls('earned.allow')).toEqual([
        { decision: 'purchase.pending', allowed: true, reason: 'Read 40 of them' },
      ]),
    );
  });

  it('shows a sampled reply with its text, and keeps the verdict', async () => {
    const { card, calls, user } = await openLead();
    const reviews = await card('Look at these replies');
    expect(reviews.getByText('Ciao Giulia, apri il link.')).toBeTruthy();
    await user.click(reviews.getByRole('button', { name: 'Wrong' }));
    await waitFor(() => expect(calls('reviews.settle')).toEqual([{ id: 'r1', verdict: 'wrong' }]));
  });

  it('shows how right the desk is, over the shipped cases and over what was corrected', async () => {
    const { card } = await openLead();
    const figures = await card('How right the desk is');
    for (const name of ['Decision', 'Purchase', 'Who writes', 'Language']) {
      expect(figures.getAllByRole('row', { name: new RegExp(`^${name} \\d`) })[0]?.textContent).toMatch(
        /9\d\.\d|100\.0/,
      );
    }
    expect(await figures.findByText(/^1 clue that an agent/)).toBeTruthy();
    expect(figures.getByRole('row', { name: /^What is wanted 0\.0 % \(0 of 1\)/ })).toBeTruthy();
  });

  it('runs over past mail when asked, and lists what would change', async () => {
    const { card, calls, user } = await openLead();
    const past = await card('Dry run over past mail');
    expect(calls('evaluation.past')).toEqual([]);
    await user.click(past.getByRole('button', { name: 'Run' }));
    expect(await past.findByText('1 of 42 tickets would be decided otherwise:')).toBeTruthy();
    expect(past.getByRole('row', { name: /T-7 Accesso/ })).toBeTruthy();
  });
});
