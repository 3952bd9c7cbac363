import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { fitsTyped } from '../../../shared/domain/search-names';
import { isWordsOnly, parseSearch } from '../../../shared/domain/search-query';
import type { SearchFilter, SearchQuery } from '../../../shared/domain/search-query';
import { localCalendar } from '../../../shared/local-calendar';
import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import { readColleagues } from '../store/colleagues';
import { readCatalogue } from '../store/products-table';
import type { TicketCondition } from '../store/search-index';
import { ATTACHMENT_TERM, fieldTerm, phraseTerm, searchTextOf, termsOfWords } from '../store/search-text';
import type { SearchTerm, SearchText } from '../store/search-text';
import { holdsAll } from '../store/ticket-filters';
import type { TicketFilter } from '../store/ticket-filters';
import type { Db } from '../store/tickets-table';

/**
 * Tickets with a text are looked at one by one up to this number. Beyond it the text narrows nothing: a condition is then
 * met soon by going through them, newest first.
 */
const MOST_FEW = 2_000;

/**
 * Ids of the tickets that a typed search means. Words alone come best first, whatever else was asked for newest first; of
 * words that thousands of tickets have, the newest.
 */
export async function findTickets(context: EngineContext, typed: string, limit: number): Promise<readonly string[]> {
  const { store, outside } = context;
  const now = outside.clock.now();
  const query = parseSearch(typed, localCalendar(now));
  const text = textOf(query);
  if (isWordsOnly(query)) return text === null ? [] : store.search.find(text, limit);
  const asking = { agent: agentNames(context.desk()), drafts: context.desk().agent.name, now };
  const holds = holdsAll(await ticketFilters(context, query), asking);
  if (text === null) return holds === null ? [] : newestOf(store.db, holds, limit);
  const few = await store.search.few(text, MOST_FEW);
  if (few !== null) return newestOf(store.db, both(holds, few), limit);
  if (holds === null)
    return newestOf(store.db, both(null, await store.search.newest(text, () => ALWAYS, limit)), limit);
  const narrow = await newestOf(store.db, holds, MOST_FEW + 1);
  if (narrow.length > MOST_FEW) {
    return newestOf(store.db, both(null, await store.search.newest(text, holds, limit)), limit);
  }
  const found = new Set(await store.search.among(text, narrow));
  return narrow.filter((id) => found.has(id)).slice(0, limit);
}

const ALWAYS = sql<SqlBool>`1 = 1`;

/** What full text answers of the query: words, phrases, fields, files. */
function textOf({ words, phrases, without, filters }: SearchQuery): SearchText | null {
  const all = [...termsOfWords(words), ...phrases.flatMap((phrase) => phraseTerm(phrase) ?? [])];
  const none = without.flatMap((text) => phraseTerm(text) ?? []);
  for (const filter of filters) {
    const term = termOf(filter);
    if (term !== null) (filter.not ? none : all).push(term);
  }
  return searchTextOf(all, none);
}

function termOf(filter: SearchFilter): SearchTerm | null {
  if (filter.by === 'from' || filter.by === 'subject') return fieldTerm(filter.by, filter.text);
  return filter.by === 'has' && filter.value === 'attachment' ? ATTACHMENT_TERM : null;
}

/** What the ticket's columns answer of the query, names replaced by what they stand for. */
async function ticketFilters(context: EngineContext, { filters, when }: SearchQuery): Promise<readonly TicketFilter[]> {
  const { db } = context.store;
  const found: TicketFilter[] = when === null ? [] : [{ by: 'period', not: false, ...when }];
  for (const filter of filters) {
    if (filter.by === 'from' || filter.by === 'subject' || termOf(filter) !== null) continue;
    if (filter.by === 'product') found.push({ by: 'product', not: filter.not, ids: await productIds(db, filter.text) });
    else if (filter.by === 'to') found.push({ by: 'to', not: filter.not, ids: mailboxIds(context, filter.text) });
    else if (filter.by === 'assignee') {
      found.push({ by: 'assignee', not: filter.not, names: await assignees(context, filter.who) });
    } else found.push(filter);
  }
  return found;
}

/** Mailboxes of the desk whose address begins so, in whatever case. */
function mailboxIds({ desk }: EngineContext, typed: string): readonly string[] {
  const begin = typed.toLowerCase();
  return desk().mailboxes.flatMap(({ id, address }) => (address.toLowerCase().startsWith(begin) ? [id] : []));
}

async function productIds(db: Db, typed: string): Promise<readonly string[]> {
  const named = (await readCatalogue(db)).filter(({ name }) => fitsTyped(name, typed));
  return [typed, ...named.map(({ productId }) => productId)];
}

async function assignees(
  { store, desk }: EngineContext,
  who: Extract<SearchFilter, { readonly by: 'assignee' }>['who'],
): Promise<readonly string[] | null> {
  if (who === 'nobody') return null;
  if (who === 'me') return agentNames(desk());
  const people = [...(await readColleagues(store.db, [])), desk().agent];
  const fitting = people.filter(({ name, email }) => fitsTyped(name, who.name) || email === who.name);
  return [...new Set([who.name, ...fitting.flatMap(({ name, email }) => [name, email])])].filter((name) => name !== '');
}

function both(holds: TicketCondition | null, ids: readonly string[]): TicketCondition {
  return (of) => {
    const among = ids.length === 0 ? of.lit(false) : of('ticket.id', 'in', ids);
    return holds === null ? among : of.and([among, holds(of)]);
  };
}

async function newestOf(db: Db, holds: TicketCondition, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('ticket.id')
    .where(holds)
    .orderBy('updated_at', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
