import { expect, it } from 'vitest';
import { insertTickets } from '../../electron/engine/store/tickets-table';
import type { NewTicket } from '../../electron/engine/store/tickets-table';
import { putLabels } from '../../electron/engine/store/labels-table';
import { addNote } from '../../electron/engine/store/notes-table';
import { saveDraft } from '../../electron/engine/store/drafts-table';
import { saveProducts } from '../../electron/engine/store/products-table';
import type { EngineContext } from '../../electron/engine/context';
import { findTickets } from '../../electron/engine/tickets/find-tickets';
import { blankTicket } from '../../electron/engine/tickets/new-ticket';
import { searchText } from '../../electron/engine/tickets/search-entry';
import { makeStore, stillClock } from '../support/make-store';

const NOW = Date.UTC(2026, 10, 27, 12);
const DAY = 24 * 3_600_000;
const ANNA = { name: 'Anna Bruni', email: 'anna@team.example' };

/** Each a day older than the one before, T-1 of today; with one mail that says `text`. */
const TICKETS: readonly (Partial<NewTicket> & { readonly text?: string; readonly file?: boolean })[] = [
  { requester_name: 'Giulia Ferri', requester_address: 'giulia@posta.example', subject: 'Password', language: 'it', unread: 1, text: 'non riesco a entrare nel corso' },
  { requester_name: 'Marco', requester_address: 'marco@posta.example', subject: 'Corso', language: 'pt', assignee: ANNA.email, decision: 'club.first-access', text: 'giulia mi ha detto: a entrare non riesco, password', file: true },
  { requester_name: 'Ana', requester_address: 'ana@correo.example', state: 'done', product_id: '501', decision: 'ask.which-product', assignee: 'Bruno Neri', claim_until: NOW - 1, text: 'rimborso corso' },
  { requester_name: 'Rui', requester_address: 'rui@correio.example', state: 'waiting.customer', transaction_number: 'HP3618221025C2', intent: 'access.link', assignee: 'Bruno Neri', text: 'corso' },
  { requester_name: 'Eva', requester_address: 'eva@correo.example', junk: 1, text: 'offerta' },
]; // prettier-ignore

async function desk(): Promise<(typed: string) => Promise<readonly string[]>> {
  const store = await makeStore({ clock: stillClock(NOW) });
  await store.transaction(async (db) => {
    const made = TICKETS.map(({ text = '', file = false, ...ticket }, index) => {
      const row: NewTicket = { ...blankTicket(index + 1, 'main', NOW - index * DAY), ...ticket };
      const parsed = file
        ? '{"attachments":[{"contentId":null,"contentType":"application/pdf"}]}'
        : '{"attachments":[]}';
      const mail = { direction: 'inbound', from_name: row.requester_name, from_address: row.requester_address, subject: row.subject, new_text: text, quoted_text: '', parsed }; // prettier-ignore
      return { row, found: { ticket: row.id, text: searchText(row, [mail], row.transaction_number) } };
    });
    await insertTickets(db, made.map(({ row }) => row)); // prettier-ignore
    await store.search.indexAll(db, made.map(({ found }) => found)); // prettier-ignore
    await addNote(db, { id: 'n1', ticket: 'T-3', at: NOW, by: ANNA.name, text: 'nota' });
    await putLabels(db, 'T-3', ['rimborso urgente'], { by: ANNA.name, at: NOW });
    await saveDraft(db, { ticket: 'T-4', agent: ANNA.name, text: 'bozza', at: NOW });
    const product = { productId: '501', name: 'Pasta fresca', delivery: 'club' as const, memberAreaUrl: '', producerName: '', producerEmail: '' }; // prettier-ignore
    await saveProducts(db, [product], NOW);
  });
  const context = { store, desk: () => ({ agent: ANNA }), outside: { clock: stillClock(NOW) } };
  return (typed) => findTickets(context as unknown as EngineContext, typed, 10);
}

it.each([
  ['from:giulia', ['T-1']],
  ['from:giulia@posta.example', ['T-1']],
  ['da:posta.example', ['T-1', 'T-2']],
  ['subject:password', ['T-1']],
  ['password -subject:password', ['T-2']],
  ['"non riesco a entrare"', ['T-1']],
  ['corso -rimborso', ['T-1', 'T-2', 'T-4']],
  ['-corso', ['T-5']],
  ['has:attachment', ['T-2']],
  ['corso -has:attachment', ['T-1', 'T-3', 'T-4']],
  ['has:note', ['T-3']],
  ['has:draft', ['T-4']],
  ['product:501', ['T-3']],
  ['prodotto:fresc', ['T-3']],
  ['product:nothing', []],
  ['transaction:HP3618221025', ['T-4']],
  ['decision:club', ['T-2']],
  ['-decision:club', ['T-1', 'T-3', 'T-4', 'T-5']],
  ['intent:access.link', ['T-4']],
  ['language:pt', ['T-2']],
  ['queue:done', ['T-3']],
  ['queue:mine', ['T-2']],
  ['is:mine', ['T-2']],
  ['assignee:me', ['T-2']],
  ['assignee:bruno', ['T-4']],
  ['assignee:nobody', ['T-1', 'T-3', 'T-5']],
  ['label:"Rimborso urgente"', ['T-3']],
  ['label:rimb', ['T-3']],
  ['label:urgente', []],
  ['-label:rimborso corso', ['T-1', 'T-2', 'T-4']],
  ['is:unread', ['T-1']],
  ['is:spam', ['T-5']],
  ['is:waiting', ['T-4']],
  ['is:failed', []],
  ['corso is:open', ['T-1', 'T-2']],
  ['before:2d', ['T-4', 'T-5']],
  ['after:1d corso', ['T-1', 'T-2']],
  ['from: corso is:done', ['T-3']],
] as const)('%s finds, newest first, %j', async (typed, ids) => {
  expect(await (await desk())(typed)).toEqual(ids);
});
