import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import type { FakeDesk } from '../support/fake-desk';
import { fakeReport } from '../support/fake-report';
import { openDesk, outside } from './render-desk';

afterEach(cleanup);

async function openReport(prepare?: (fake: FakeDesk) => void) {
  const opened = await openDesk(prepare === undefined ? {} : { prepare });
  const queues = within(screen.getByRole('navigation', { name: 'Queues' }));
  await opened.user.click(queues.getByRole('link', { name: /Team lead/ }));
  return { ...opened, card: async (name: string) => within(await screen.findByRole('region', { name })) };
}

describe('the team lead’s figures', () => {
  it('open on Today: each line a number, with the oldest, the parts and how long it takes to clear', async () => {
    const { card } = await openReport();
    const today = await card('Today');
    expect(today.getByRole('row', { name: /^Our turn oldest from .* 12$/ })).toBeTruthy();
    expect(today.getByRole('row', { name: /^Producers silent for over 3 days Accademia Forno 3/ })).toBeTruthy();
    // Nothing to open, nothing to press.
    expect(within(today.getByRole('row', { name: /^Replies held/ })).queryByRole('button')).toBeNull();
    expect(today.getByText(/our turn is clear in 31 h · last sync .* · last import never/)).toBeTruthy();
  });

  it('are asked for in the key’s own moment, before the page is drawn, and once', async () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const { card, calls, desk } = await openReport((fake) =>
      fake.answer({ 'report.figures': (range) => ({ ...fakeReport(range, 0), timeZone }) }),
    );
    await card('Today');
    expect(calls('report.figures')).toHaveLength(1);
    await outside(() => desk.goTo('inbox'));
    desk.queries.removeQueries({ queryKey: ['report.figures'] });
    await outside(() => {
      desk.goTo('team-lead');
      expect(screen.queryByRole('heading', { name: 'Team lead' })).toBeNull();
      expect(calls('report.figures')).toHaveLength(2);
    });
    await card('Today');
    expect(calls('report.figures')).toHaveLength(2);
  });

  it('open the very tickets of a number, and one of them at the desk', async () => {
    const { card, calls, user, desk } = await openReport();
    await user.click((await card('Today')).getByRole('button', { name: /Our turn, show the tickets/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Our turn' }));
    const rows = await dialog.findAllByRole('listitem');
    const [asked] = calls('report.tickets');
    const [figures] = calls('report.figures');
    expect(asked).toMatchObject({ figure: 'unresolved', among: { debtor: 'us' }, silentAfterDays: 3, offset: 0 });
    expect(figures).toBeTruthy();
    const first = rows[0];
    if (!first) throw new Error('The list is empty');
    const ticket = /T-\d+/.exec(first.textContent ?? '')?.[0];
    await user.click(within(first).getByRole('button'));
    await waitFor(() => expect(desk.store.get()).toMatchObject({ selected: ticket }));
    expect(desk.store.get().page).not.toBe('team-lead');
  });

  it('break down what is unresolved by one word at a time, and open a single cell', async () => {
    const { card, calls, user } = await openReport();
    const unresolved = await card('Unresolved');
    await user.selectOptions(unresolved.getByRole('combobox', { name: 'By' }), 'product');
    const row = within(unresolved.getByRole('row', { name: /^Corso di pasta/ }));
    await user.click(row.getByRole('button', { name: /^2: Unresolved · Corso di pasta · ≥ 8 d/ }));
    await waitFor(() =>
      expect(calls('report.tickets')).toMatchObject([{ figure: 'unresolved', among: { product: 'p1', band: '4' } }]),
    );
  });

  it('count first answers and resolutions apart, and show volume as a chart with its table', async () => {
    const { card } = await openReport();
    const volume = await card('Volume');
    expect(volume.getByRole('row', { name: /^First answer.*1\.5 h 9 h$/ })).toBeTruthy();
    expect(volume.getByRole('row', { name: /^Resolution.*30 h 5 d$/ })).toBeTruthy();
    expect(volume.getByRole('img', { name: /^Bars: came in and resolved/ })).toBeTruthy();
    expect(volume.getByRole('row', { name: /^All 15 12/ })).toBeTruthy();
  });

  it('rank producers of enough cases and judge no others', async () => {
    const { card } = await openReport();
    const producers = await card('Producers by how late they deliver access');
    const [, late, few] = producers.getAllByRole('row');
    expect(late?.textContent).toMatch(/^Accademia Forno8.*2\.5 d6 d3 38%224 h later$/);
    expect(few?.textContent).toMatch(/^Unknown2.*too few to judge1 0–$/);
  });

  it('show figures by agent by name, and to nobody who is no lead', async () => {
    const { card, fake, user } = await openReport();
    const rows = (await card('Answered by agent')).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual(['Anna Bruni3', 'Bruno Neri9']);
    fake.answer({ 'report.figures': (range) => ({ ...fakeReport(range, 0), agents: null }) });
    await user.click(screen.getByRole('button', { name: 'Count again' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Answered by agent' })).toBeNull());
  });

  it('ask for another range when one is chosen or typed, and for none that is none', async () => {
    const { calls, user, card } = await openReport();
    await card('Today');
    const days = ({ from, to }: { from?: unknown; to?: unknown } = {}) =>
      Math.round((Number(to) - Number(from)) / 86_400_000);
    expect(days(calls('report.figures').at(-1))).toBe(30);
    await user.click(screen.getByRole('button', { name: '365 days' }));
    await waitFor(() => expect(days(calls('report.figures').at(-1))).toBe(365));
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-01-01' } });
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-01-31' } });
    await waitFor(() => expect(days(calls('report.figures').at(-1))).toBe(31));
    const asked = calls('report.figures').length;
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-03-01' } });
    expect(screen.getByRole('button', { name: 'CSV…' }).hasAttribute('disabled')).toBe(true);
    expect(calls('report.figures')).toHaveLength(asked);
  });

  it('keep a view under its name, and come back to it', async () => {
    const { user, card } = await openReport();
    const unresolved = await card('Unresolved');
    await user.click(screen.getByRole('button', { name: '90 days' }));
    await user.selectOptions(unresolved.getByRole('combobox', { name: 'By' }), 'producer');
    await user.type(screen.getByRole('textbox', { name: 'Name of this view' }), 'Quarter');
    await user.click(screen.getByRole('button', { name: 'Save view' }));
    await user.click(screen.getByRole('button', { name: '7 days' }));
    const views = screen.getByRole('combobox', { name: 'Saved view' });
    await user.selectOptions(views, '');
    await user.selectOptions(views, 'Quarter');
    expect(screen.getByRole('button', { name: '90 days' }).getAttribute('aria-pressed')).toBe('true');
    expect(unresolved.getByRole<HTMLSelectElement>('combobox', { name: 'By' }).value).toBe('producer');
    await user.click(screen.getByRole('button', { name: 'Forget view' }));
    expect(screen.queryByRole('combobox', { name: 'Saved view' })).toBeNull();
  });

  it('go out as a file, with what the page leaves out left out', async () => {
    const { calls, user, card } = await openReport();
    const unresolved = await card('Unresolved');
    await user.click(screen.getByRole('button', { name: 'Excel…' }));
    await waitFor(() => expect(calls('report.file')).toMatchObject([{ format: 'xlsx', withoutReviewed: false }]));
    await user.click(unresolved.getByRole('switch', { name: 'Leave out what was reviewed' }));
    await waitFor(() => expect(calls('report.figures').at(-1)).toMatchObject({ withoutReviewed: true }));
    await user.click(screen.getByRole('button', { name: 'CSV…' }));
    await waitFor(() => expect(calls('report.file').at(-1)).toMatchObject({ format: 'csv', withoutReviewed: true }));
  });

  it('go out as a PDF named after its days, with range, zone and time at the head of each page', async () => {
    const { fake, user, card } = await openReport();
    await card('Today');
    await user.click(screen.getByRole('button', { name: 'PDF…' }));
    await waitFor(() => expect(fake.pdfs).toHaveLength(1));
    const [pdf] = fake.pdfs;
    expect(pdf?.fileName).toMatch(/^report_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.pdf$/);
    expect(pdf?.header).toMatch(/^Team lead, \d+ .* – \d+ .* \(Europe\/Rome\), as of .*\d\d:\d\d$/);
  });

  it('say what went wrong, with what to do', async () => {
    await openReport((fake) =>
      fake.answer({
        'report.figures': () => {
          throw new SportelloError('store-away', 'The team’s server does not answer', {
            action: 'Wait.',
            detail: { host: 'db.example' },
          });
        },
      }),
    );
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});
