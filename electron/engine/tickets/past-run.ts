import type { PastRunView } from '../../../shared/contract/views';
import type { Confusion } from '../../../shared/domain/evaluation';
import type { MacroShelf } from '../../../shared/domain/macro';
import { suggestFirst } from '../../../shared/domain/suggest';
import type { EngineContext } from '../context';
import type { StoredTicket } from '../store/tickets-table';
import { eachPastTicket } from './past-tickets';
import { pastCase } from './past-case';

/** Changes that are listed one by one; all are counted. */
const MOST_LISTED = 500;

type Change = PastRunView['changes'][number];

/**
 * Decides past tickets as this version's rules and lexicons do, and writes nothing: what differs from the decision that
 * stands is what a change of theirs would do, with the purchases of today. With `macros` each reply's text is filled
 * from both shelves too, and compared.
 */
export async function runOverPast(
  context: EngineContext,
  run: { readonly last: number; readonly macros: MacroShelf | null },
): Promise<PastRunView> {
  const changes: Change[] = [];
  const texts = new Map<string, number>();
  let read = 0;
  const { stopped } = await eachPastTicket(context, run.last, async (ticket) => {
    const found = await changesOf(context, ticket, run.macros);
    if (found === null) return;
    read += 1;
    changes.push(...found.changes);
    if (found.text !== null) texts.set(found.text, (texts.get(found.text) ?? 0) + 1);
  });
  return {
    tickets: read,
    stopped,
    decisions: countChanges(changes),
    texts: [...texts].map(([macro, tickets]) => ({ macro, tickets })).sort((one, other) => other.tickets - one.tickets),
    changes: changes.slice(0, MOST_LISTED),
  };
}

/** null for a ticket that a person must read first; `text` is the macro whose text would change. */
async function changesOf(
  context: EngineContext,
  ticket: StoredTicket,
  macros: MacroShelf | null,
): Promise<{ readonly changes: readonly Change[]; readonly text: string | null } | null> {
  const past = await pastCase(context, ticket);
  if (past === null) return null;
  const { facts } = past;
  const { id: ticketId, subject } = ticket;
  const { id: now, rule } = facts.decision;
  const changes: readonly Change[] =
    now === ticket.decision ? [] : [{ ticket: ticketId, subject, was: ticket.decision ?? '', now, rule }];
  if (macros === null) return { changes, text: null };
  const replyContext = await past.firstReply();
  const before = suggestFirst(facts, replyContext, context.macros);
  const after = suggestFirst(facts, replyContext, macros);
  const isSame = before?.text === after?.text && before?.subject === after?.subject;
  return { changes, text: isSame ? null : (after?.macro ?? before?.macro ?? null) };
}

function countChanges(changes: readonly Change[]): readonly Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { was, now } of changes) {
    const key = `${was}\n${now}`;
    counts.set(key, { wanted: was, got: now, cases: (counts.get(key)?.cases ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.cases - one.cases);
}
