import { assertNever } from '../../../shared/assert';
import { SportelloError } from '../../../shared/contract/errors';
import type { HistoryEntry } from '../../../shared/contract/views';
import type { EngineContext } from '../context';
import { DESK_ACTOR, eventsAfter } from '../store/events-table';
import type { Db } from '../store/tickets-table';
import { newestWriter } from '../store/thread-table';

/** What came before somebody's press, in the words that the window has a sentence for (`stale.<what>`). */
export const STALE_CAUSES = [
  'answered',
  'answered-outside',
  'took-over',
  'handed-over',
  'linked',
  'wrote-again',
  'corrected',
  'moved',
  'joined',
] as const;
export type StaleCause = (typeof STALE_CAUSES)[number];

/** Who changed what, and when, epoch ms; `who` '' where nobody is known by name. */
export type StaleReason = { readonly what: StaleCause; readonly who: string; readonly at: number };

/**
 * What of a ticket's history after the revision that an agent saw stops him, the weightiest first: an answer, then who works
 * on it, then another purchase, then what the customer wrote. null where nothing of it was done by a person. Pure.
 */
export function staleReason(after: readonly HistoryEntry[], me: readonly string[]): StaleReason | null {
  const found = after.flatMap((entry): StaleReason[] => {
    const what = causeOf(entry);
    const isOwn = me.includes(entry.actor);
    return what === null || isOwn ? [] : [{ what, who: entry.actor === DESK_ACTOR ? '' : entry.actor, at: entry.at }];
  });
  return (
    STALE_CAUSES.map((cause) => found.findLast(({ what }) => what === cause)).find((one) => one !== undefined) ?? null
  );
}

function causeOf({ kind, detail }: HistoryEntry): StaleCause | null {
  switch (kind) {
    case 'accepted':
      return 'answered';
    case 'message':
      return detail['direction'] === 'outbound' ? 'answered-outside' : 'wrote-again';
    case 'claimed':
    case 'taken-over':
      return 'took-over';
    case 'assigned':
    case 'handed-over':
      return 'handed-over';
    case 'corrected':
      return detail['field'] === 'transaction' || detail['field'] === 'refused' ? 'linked' : 'corrected';
    case 'state':
    case 'undone':
    case 'released':
    case 'given-back':
    case 'case-closed':
    case 'spam':
    case 'sender-blocked':
    case 'put-back':
      return 'moved';
    case 'case-joined':
    case 'case-parted':
    case 'case-undone':
      return 'joined';
    // What the desk does by itself, and what changes nothing that a reply rests on.
    case 'created':
    case 'no-answer':
    case 'decided':
    case 'sent':
    case 'send-failed':
    case 'returned':
    case 'producer-answered':
    case 'producer-settled':
    case 'machine':
    case 'note':
    case 'labelled':
    case 'sender-unblocked':
    case 'filed':
    case 'notice-ended':
    case 'unlabelled':
    case 'reviewed':
    case 'unreviewed':
    case 'lapsed':
    case 'linked':
    case 'moved':
    case 'ruled':
    case 'report':
    case 'erased':
      return null;
    default:
      return assertNever(kind);
  }
}

/** Says in a `stale-revision` who changed what, from the ticket's history; any other error comes back as it is. */
export async function explainStale(context: EngineContext, error: unknown, params: unknown): Promise<unknown> {
  if (!(error instanceof SportelloError) || error.code !== 'stale-revision') return error;
  const seen = seenTicket(params);
  if (seen === null || error.detail['ticket'] !== seen.ticket) return error;
  const { db } = context.store;
  const reason = staleReason(await eventsAfter(db, seen.ticket, seen.revision), ownNames(context));
  if (reason === null) return error;
  const who = reason.who || (await writerOf(db, seen.ticket, reason.what));
  // Without a name the plain sentence says as much.
  if (who === '') return error;
  const minutes = Math.max(1, Math.round((context.outside.clock.now() - reason.at) / 60_000));
  return new SportelloError('stale-revision', SENTENCES[reason.what](who, minutes), {
    action: error.action,
    retryable: true,
    detail: { ticket: seen.ticket, what: reason.what, who, minutes },
    cause: error,
  });
}

const SENTENCES: Readonly<Record<StaleCause, (who: string, minutes: number) => string>> = {
  answered: (who, minutes) => `${who} answered ${minutes} min ago`,
  'answered-outside': (who, minutes) => `${who} answered from another mail program ${minutes} min ago`,
  'took-over': (who, minutes) => `${who} took it over ${minutes} min ago`,
  'handed-over': (who, minutes) => `${who} gave it to somebody ${minutes} min ago`,
  linked: (who, minutes) => `${who} linked another purchase ${minutes} min ago`,
  'wrote-again': (who, minutes) => `${who} wrote again ${minutes} min ago`,
  corrected: (who, minutes) => `${who} corrected what the desk had read ${minutes} min ago`,
  moved: (who, minutes) => `${who} changed where it stands ${minutes} min ago`,
  joined: (who, minutes) => `${who} changed which tickets are one case with it ${minutes} min ago`,
};

function seenTicket(params: unknown): { readonly ticket: string; readonly revision: number } | null {
  if (typeof params !== 'object' || params === null) return null;
  const ticket: unknown = Reflect.get(params, 'ticket');
  const revision: unknown = Reflect.get(params, 'revision');
  return typeof ticket === 'string' && typeof revision === 'number' ? { ticket, revision } : null;
}

function ownNames(context: EngineContext): readonly string[] {
  const { name, email } = context.desk().agent;
  return [name, email];
}

/** The desk filed it: who wrote it stands in the message. */
async function writerOf(db: Db, ticket: string, what: StaleCause): Promise<string> {
  if (what === 'answered-outside') return newestWriter(db, ticket, 'outbound');
  return what === 'wrote-again' ? newestWriter(db, ticket, 'inbound') : '';
}
