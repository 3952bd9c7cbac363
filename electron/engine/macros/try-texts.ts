import type { ChangedReply, MacroTry } from '../../../shared/contract/macros';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { MacroId, MacroShelf, OwnMacroId, TextId } from '../../../shared/domain/macro';
import { MACROS } from '../../../shared/domain/macro';
import { isOwnMacro } from '../../../shared/domain/macro-names';
import type { ReplyContext } from '../../../shared/domain/reply-facts';
import { fillMacro, planEscalation, suggestFirst } from '../../../shared/domain/suggest';
import type { EngineContext } from '../context';
import type { StoredTicket } from '../store/tickets-table';
import { eachPastTicket } from '../tickets/past-tickets';
import { overlaid } from './macro-shelf';
import type { Overlay } from './macro-shelf';
import { pastCase } from '../tickets/past-case';

/** Replies that are shown word by word; all are counted. */
const MOST_SHOWN = 100;

type Written = Pick<ChangedReply, 'macro' | 'language'> & {
  readonly subject: string;
  readonly text: string;
  readonly holes: readonly string[];
};

/**
 * Fills the newest past tickets with the texts as they are and with others, and writes nothing: the reply that would be suggested
 * first, and every text among `texts` that an agent sent in that ticket.
 */
export async function tryTexts(context: EngineContext, texts: Overlay, last: number): Promise<MacroTry> {
  const shelf = overlaid(context.macros, texts);
  const tried = new Set(texts.map(({ macro }) => macro));
  const counts = new Map<string, number>();
  const replies: ChangedReply[] = [];
  let tickets = 0;
  let withNewHoles = 0;
  const { stopped } = await eachPastTicket(context, last, async (ticket) => {
    const found = await changedReplies(context, ticket, shelf, tried);
    if (found === null) return;
    tickets += 1;
    for (const reply of found) {
      counts.set(reply.macro, (counts.get(reply.macro) ?? 0) + 1);
      if (reply.newHoles.length > 0) withNewHoles += 1;
      if (replies.length < MOST_SHOWN) replies.push(reply);
    }
  });
  const byMacro = [...counts].map(([macro, count]) => ({ macro, tickets: count }));
  return {
    tickets,
    stopped,
    texts: byMacro.sort((one, other) => other.tickets - one.tickets),
    withNewHoles,
    replies,
  };
}

/** null for a ticket that a person must read first. */
async function changedReplies(
  context: EngineContext,
  ticket: StoredTicket,
  shelf: MacroShelf,
  tried: ReadonlySet<TextId>,
): Promise<readonly ChangedReply[] | null> {
  const past = await pastCase(context, ticket);
  if (past === null) return null;
  const { facts } = past;
  const reply = await past.firstReply();
  const sent = await sentMacros(context, ticket.id, tried);
  const before = repliesFrom(context.macros, facts, reply, sent);
  const after = repliesFrom(shelf, facts, reply, sent);
  return after.flatMap((now): readonly ChangedReply[] => {
    const was = before.find(({ macro }) => macro === now.macro);
    // A new text of the team's own has no past.
    if (was === undefined || (was.text === now.text && was.subject === now.subject)) return [];
    const newHoles = now.holes.filter((hole) => !was.holes.includes(hole));
    return [
      {
        ticket: ticket.id,
        macro: now.macro,
        language: now.language,
        before: { subject: was.subject, text: was.text },
        after: { subject: now.subject, text: now.text },
        newHoles,
      },
    ];
  });
}

function repliesFrom(
  shelf: MacroShelf,
  facts: CaseFacts,
  context: ReplyContext,
  sent: readonly (MacroId | OwnMacroId)[],
): readonly Written[] {
  const first = suggestFirst(facts, context, shelf);
  const known = sent.filter((macro) => macro !== first?.macro && hasText(shelf, macro));
  const plan = first?.escalation ? planEscalation(facts, context, shelf) : null;
  return [
    ...(first ? [first] : []),
    ...known.map((macro) => fillMacro(macro, facts, context, shelf)),
    ...(plan?.kind === 'ready'
      ? [{ macro: 'escalation', language: context.defaultLanguage, subject: plan.subject, text: plan.text, holes: [] }]
      : []),
  ];
}

function hasText(shelf: MacroShelf, macro: MacroId | OwnMacroId): boolean {
  return !isOwnMacro(macro) || shelf.own().some(({ id }) => id === macro);
}

async function sentMacros(
  context: EngineContext,
  ticket: string,
  tried: ReadonlySet<TextId>,
): Promise<readonly (MacroId | OwnMacroId)[]> {
  const rows = await context.store.db
    .selectFrom('outbox')
    .select('macro')
    .distinct()
    .where('ticket_id', '=', ticket)
    .where('kind', '=', 'reply')
    .where('macro', 'in', [...tried])
    .execute();
  const isReply = (macro: string | null): macro is MacroId | OwnMacroId =>
    macro !== null && (isOwnMacro(macro) || (MACROS as readonly string[]).includes(macro));
  return rows.map(({ macro }) => macro).filter(isReply);
}
