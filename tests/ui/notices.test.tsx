import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { NoticeView } from '../../shared/contract/notices';
import { commandNamed } from '../../renderer/desk/commands';
import type { TicketView } from '../../shared/contract/views';
import { fakeCatalogue } from '../support/fake-catalogue';
import { openDesk, outside } from './render-desk';
import type { Opened } from './render-desk';

afterEach(cleanup);

const texts = {
  it: 'Il Club non risponde.',
  pt: 'O Club não responde.',
  es: 'El Club no responde.',
  en: 'Club is down.',
};
/** The window's ages and ends follow the real clock. */
const until = Date.now() + 3_600_000;
const RUNNING: NoticeView = {
  id: 'n1',
  productId: '501',
  productName: 'Corso di pasta fresca',
  producerName: '',
  texts,
  from: until - 7_200_000,
  until,
  by: 'Lia',
  endedBy: null,
  running: true,
  tickets: ['T-1042', 'T-1041'],
  back: ['T-1041'],
};

function touched(view: TicketView, told: boolean, end = until): TicketView {
  if (view.case === null) return view;
  const notice = { id: 'n1', productId: '501', producerName: '', texts, until: end, by: 'Lia', told };
  return { ...view, case: { ...view.case, notice } };
}

const run = (opened: Opened, command: string) =>
  outside(async () => {
    await commandNamed(command).run(opened.desk);
  });

describe('the band of an incident', () => {
  it('stands over a ticket that it touches, with what customers are told, and whether this one was', async () => {
    const opened = await openDesk({
      prepare: (fake) =>
        fake.answer({ 'tickets.open': ({ ticket }) => touched(fake.ticket(ticket), ticket === 'T-1041') }),
    });
    const band = within(await screen.findByRole('complementary', { name: 'Incident' }));
    expect(band.getByText(/Incident until .*, set by Lia\./)).toBeTruthy();
    expect(band.getByText(/Customers are told/)).toBeTruthy();
    expect(band.getByText('Club is down.')).toBeTruthy();
    await outside(() => opened.desk.select('T-1041'));
    await screen.findByText(/This customer was told/);
  });

  it('is gone when the incident is over', async () => {
    await openDesk({
      prepare: (fake) =>
        fake.answer({ 'tickets.open': ({ ticket }) => touched(fake.ticket(ticket), false, Date.now() - 1) }),
    });
    expect(screen.queryByRole('complementary', { name: 'Incident' })).toBeNull();
  });
});

describe('a notice', () => {
  it('is set for the open ticket’s product in all four languages, and Undo ends it', async () => {
    const opened = await openDesk();
    opened.fake.answer({
      'products.list': () =>
        fakeCatalogue().map((one, at) =>
          at === 0 ? { ...one, productId: '501', name: 'Corso di pasta fresca' } : one,
        ),
      'notices.set': () => ({ id: 'n1' }),
      'notices.end': () => ({ back: [] }),
    });
    await run(opened, 'notice');
    const dialog = within(await screen.findByRole('dialog', { name: 'Notice of an incident…' }));
    const about = await dialog.findByRole<HTMLSelectElement>('combobox', { name: 'What it is about' });
    expect(about.value).toBe('product:501');
    const start = dialog.getByRole<HTMLButtonElement>('button', { name: 'Start the notice' });
    expect(start.disabled).toBe(true);
    for (const [language, text] of [
      ['Italian', texts.it],
      ['Portuguese', texts.pt],
      ['Spanish', texts.es],
      ['English', texts.en],
    ]) {
      await opened.user.click(dialog.getByRole('textbox', { name: new RegExp(`\\(${language}\\)`) }));
      await opened.user.paste(text);
    }
    await opened.user.click(start);
    await waitFor(() =>
      expect(opened.calls('notices.set')).toMatchObject([{ productId: '501', producerName: '', texts }]),
    );
    await screen.findByText('The notice runs');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await opened.user.keyboard('z');
    await waitFor(() => expect(opened.calls('notices.end')).toEqual([{ id: 'n1' }]));
  });

  it('is set by leads alone', async () => {
    const opened = await openDesk();
    const status = await opened.fake.world.engine.call('desk.status', {});
    await outside(() =>
      opened.fake.emit('desk.status', {
        ...status,
        member: { name: 'Anna Bruni', email: 'anna@example.com', role: 'agent' },
      }),
    );
    await run(opened, 'notice');
    await screen.findByText('Only leads set notices of incidents.');
    expect(screen.queryByRole('button', { name: 'Start the notice' })).toBeNull();
  });

  it('stands on the Team lead page with who was told: who is back is marked in one press, and it ends there', async () => {
    const opened = await openDesk();
    opened.fake.answer({ 'notices.list': () => [RUNNING], 'notices.end': () => ({ back: [] }) });
    await run(opened, 'go.team-lead');
    const list = within(await screen.findByRole('list', { name: 'Notices of incidents' }));
    expect(list.getByText(/2 tickets told/)).toBeTruthy();
    await opened.user.click(list.getByRole('button', { name: 'End it now' }));
    await waitFor(() => expect(opened.calls('notices.end')).toEqual([{ id: 'n1' }]));
    await opened.user.click(list.getByRole('button', { name: 'Mark them in the list' }));
    await waitFor(() => expect(opened.desk.store.get()).toMatchObject({ page: 'inbox', marked: ['T-1041'] }));
  });
});
