import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError, packError } from '../../shared/contract/errors';
import type { HotmartView, LookUpOutcome } from '../../shared/contract/hotmart';
import { slugsOf } from '../../renderer/settings/hotmart-form';
import { FAKE_NOW } from '../support/fake-tickets';
import { openDesk, outside, selectTicket } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const refused = new SportelloError('hotmart-refused', 'Hotmart refused to tell the sales with status EXPIRED (400).', {
  action: 'All other data are read.',
});
const VIEW: HotmartView = {
  settings: { clientId: 'desk-1', clubs: ['pasta'], monthsBack: 24, everyMinutes: 15 },
  hasSecret: true,
  running: null,
  lastRound: {
    kind: 'recent',
    startedAt: FAKE_NOW - 60_000,
    finishedAt: FAKE_NOW - 50_000,
    isComplete: true,
    counts: {
      sales: { read: 7, added: 2, changed: 1, unchanged: 4, refused: 0 },
      subscriptions: { read: 0, added: 0, changed: 0, unchanged: 0, refused: 0 },
    },
    problems: [],
  },
  completeAt: FAKE_NOW - 60_000,
  nextAt: FAKE_NOW + 600_000,
};

async function openCard(
  view: Partial<HotmartView> = {},
): Promise<Opened & { readonly card: ReturnType<typeof within> }> {
  const opened = await openDesk({ prepare: (fake) => fake.answer({ 'hotmart.state': () => ({ ...VIEW, ...view }) }) });
  const navigation = within(screen.getByRole('navigation', { name: 'Queues' }));
  await opened.user.click(navigation.getByRole('link', { name: /Settings/ }));
  return { ...opened, card: within(await screen.findByRole('region', { name: 'Hotmart' })) };
}

describe('Hotmart in Settings', () => {
  it('is set up with a client id, one secret and links or names of members areas', async () => {
    const { card, user, fake, calls } = await openCard({ settings: null, hasSecret: false, lastRound: null });
    fake.answer({
      'hotmart.check': () => ({
        findings: [
          {
            id: 'hotmart.sales',
            severity: 'error',
            text: 'Hotmart says nothing when asked for the sales.',
            do: 'Look.',
            said: { word: 'hotmart.sales-none' },
          },
        ],
      }),
    });
    await user.click(card.getByRole('button', { name: 'Set up' }));
    const save = card.getByRole('button', { name: 'Save and read' });
    await user.type(card.getByLabelText('Client id'), 'desk-1');
    expect(save.hasAttribute('disabled')).toBe(true);
    await user.type(card.getByLabelText('Client secret'), 's3cret');
    await user.type(card.getByLabelText('Members areas'), 'https://hotmart.com/pt/club/Pasta/x, zuppa');
    await user.click(card.getByRole('button', { name: 'Check without saving' }));
    expect(
      await card.findByText(/Hotmart says nothing when asked for the sales\. The credentials may lack/),
    ).toBeTruthy();
    const choice = { clientId: 'desk-1', clientSecret: 's3cret', basic: '', clubs: ['pasta', 'zuppa'] };
    expect(calls('hotmart.check')).toEqual([{ choice }]);
    await user.click(save);
    await waitFor(() => expect(fake.hotmartChoices).toEqual([choice]));
  });

  it('needs no secret typed again for the same client id, and one for another', async () => {
    const { card, user } = await openCard();
    await user.click(card.getByRole('button', { name: 'Change' }));
    const save = card.getByRole('button', { name: 'Save and read' });
    expect(save.hasAttribute('disabled')).toBe(false);
    expect(card.getByLabelText('Basic').getAttribute('placeholder')).toBe('unchanged');
    await user.type(card.getByLabelText('Client id'), '9');
    expect(save.hasAttribute('disabled')).toBe(true);
  });

  it('says when all was read, what came last, and that it is reading now', async () => {
    const { card, fake } = await openCard();
    expect(card.getByText(/^All purchases as of .* Next time /)).toBeTruthy();
    expect(card.getByText('Sales: 7 read, 2 new, 1 changed, 0 unusable')).toBeTruthy();
    expect(card.queryByText(/Subscriptions:/)).toBeNull();
    fake.answer({ 'hotmart.state': () => ({ ...VIEW, running: { kind: 'full', read: 1200 } }) });
    await outside(() => fake.emit('hotmart.changed', {}));
    expect(await card.findByText('Reading all purchases: 1200 items so far…')).toBeTruthy();
  });

  it('says what Hotmart refused, with what to do', async () => {
    const round = VIEW.lastRound && { ...VIEW.lastRound, isComplete: false, problems: [packError(refused)] };
    const { card } = await openCard({ lastRound: round, completeAt: null });
    expect(card.getByRole('alert').textContent).toMatch(
      /Hotmart refused to tell a part of the data\..*check the credentials’ permissions/,
    );
    expect(card.getByText(/^Not all purchases are here yet\./)).toBeTruthy();
  });

  it('reads now at a press, and is disconnected after a question', async () => {
    const { card, user, fake, calls } = await openCard();
    fake.answer({ 'hotmart.refresh': () => VIEW });
    await user.click(card.getByRole('button', { name: 'Read now' }));
    expect(await screen.findByText('Purchases read from Hotmart: 3 new or changed.')).toBeTruthy();
    expect(calls('hotmart.refresh')).toEqual([{}]);
    await user.click(card.getByRole('button', { name: 'Disconnect' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(fake.hotmartChoices).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Disconnect' }));
    await waitFor(() => expect(fake.hotmartChoices).toEqual([null]));
  });

  it('that does not let the desk in any more is said on every page', async () => {
    const wrong = new SportelloError('hotmart-credentials', 'Hotmart does not accept the developer credentials: no.', {
      action: '',
    });
    const round = VIEW.lastRound && { ...VIEW.lastRound, isComplete: false, problems: [packError(wrong)] };
    const { fake, user } = await openDesk({
      prepare: (fake) => fake.answer({ 'hotmart.state': () => ({ ...VIEW, lastRound: round }) }),
    });
    const banner = (): HTMLElement => screen.getByRole('alert');
    expect(banner().textContent).toContain(
      'No purchases come in from Hotmart. Hotmart does not accept the developer credentials.',
    );
    fake.answer({ 'hotmart.state': () => ({ ...VIEW, hasSecret: false }) });
    await outside(() => fake.emit('hotmart.changed', {}));
    await waitFor(() => expect(banner().textContent).toContain('The secret is not at hand'));
    await user.click(within(banner()).getByRole('button', { name: 'Settings' }));
    expect(await screen.findByRole('region', { name: 'Hotmart' })).toBeTruthy();
    fake.answer({ 'hotmart.state': () => VIEW });
    await outside(() => fake.emit('hotmart.changed', {}));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('is not there in a demo, whose sales are invented', async () => {
    const opened = await openDesk({ shell: { demo: true } });
    const navigation = within(screen.getByRole('navigation', { name: 'Queues' }));
    await opened.user.click(navigation.getByRole('link', { name: /Settings/ }));
    await screen.findByRole('region', { name: 'Copies' });
    expect(screen.queryByRole('region', { name: 'Hotmart' })).toBeNull();
  });
});

describe('a ticket whose purchase may be newer than ours', () => {
  async function openNewer(outcome: LookUpOutcome, view: HotmartView = VIEW): Promise<Opened> {
    const opened = await openDesk({
      prepare: (fake) => fake.answer({ 'hotmart.state': () => view, 'hotmart.lookUp': () => outcome }),
    });
    // T-1037 of the fake inbox names a number that nobody knows
    await selectTicket(opened, /paola\.n@example\.org/);
    return opened;
  }

  it.each<[string, LookUpOutcome, RegExp]>([
    ['found', { kind: 'found', transactions: ['HP1700000001'], changed: 1 }, /^Hotmart has 1 purchase for this ticket/],
    ['the same', { kind: 'found', transactions: ['HP1700000001'], changed: 0 }, /^Hotmart knows the same/],
    [
      'nothing',
      { kind: 'nothing', since: FAKE_NOW - 360 * 86_400_000 },
      /has no purchase for this ticket \(of the last 12 months\)/,
    ],
    ['no answer', { kind: 'failed', error: packError(refused) }, /^Hotmart refused to tell a part of the data/],
  ])('asks Hotmart at a press and says: %s', async (_what, outcome, said) => {
    const opened = await openNewer(outcome);
    await opened.user.click(await screen.findByRole('button', { name: 'Ask Hotmart' }));
    expect(await screen.findByText(said)).toBeTruthy();
    expect(opened.calls('hotmart.lookUp')).toEqual([{ ticket: opened.desk.open()?.row.id }]);
  });

  it('offers nothing where Hotmart is not set up', async () => {
    await openNewer({ kind: 'nothing', since: 0 }, { ...VIEW, settings: null });
    expect(await screen.findByText(/Perhaps newer than our purchases/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask Hotmart' })).toBeNull();
  });
});

it.each([
  ['pasta', ['pasta']],
  [' Pasta;zuppa,\nhttps://hotmart.com/it/club/risotto/products/1?x#y ', ['pasta', 'zuppa', 'risotto']],
  ['', []],
])('members areas written as %j are %j', (text, slugs) => {
  expect(slugsOf(text)).toEqual(slugs);
});
