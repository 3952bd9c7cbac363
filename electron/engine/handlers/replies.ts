import { SportelloError } from '../../../shared/contract/errors';
import type { AcceptedBlock } from '../../../shared/contract/views';
import { compareTexts, SAMPLED_ONE_IN } from '../../../shared/domain/earned';
import type { Agreement } from '../../../shared/domain/earned';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import type { Party } from '../../../shared/domain/message';
import { NOTICE_MACRO, noticeMacro } from '../../../shared/domain/incident';
import { isOwnMacro, isShipped, WAITING_MACRO } from '../../../shared/domain/macro-names';
import { textOn } from '../../../shared/domain/own-macros';
import { PRODUCER_REPLIES } from '../../../shared/domain/macro';
import { listMacros } from '../../../shared/domain/suggest';
import type { EscalationPlan, Suggestion } from '../../../shared/domain/suggestion';
import { REMINDER_MACRO } from '../../../shared/domain/ticket-turns';
import type { EngineContext } from '../context';
import { escalationText } from '../escalations/escalation-text';
import type { HandlersOf } from './handler';
import { neededOutbox } from '../needed';
import { spreadOf } from '../outside';
import type { AcceptInput, SettledSuggestion } from '../outbox/accept';
import { readTicketAt, staleRevision } from '../store/tickets-table';
import { openCaseOf } from '../tickets/ticket-view';
import type { OpenCase } from '../tickets/ticket-view';
import { refuseAmber, refuseRed, refuseUnseen } from '../tickets/refuse-reply';
import { RULES_VERSION } from '../rules-version';
import { sendTyped } from './typed-reply';
import type { Typed } from './typed-reply';

/** What an agent accepts or writes, on its way to the outbox. */
export const replyHandlers = {
  'macros.list': async (context, { ticket }) => {
    const open = await openCaseOf(context, ticket);
    if (!open) return [];
    const { defaultLanguage } = context.desk();
    return listMacros(open.facts, open.replyContext, context.macros).map((preview) => ({
      macro: preview.macro,
      title: preview.titles[defaultLanguage],
      preview,
    }));
  },

  'replies.accept': async (context, params) => {
    const open = await caseAsSeen(context, params);
    const suggestion = open.view.suggestions[params.index];
    if (!suggestion) throw noSuggestion(params.ticket);
    // Another ticket's reply, an import or the clock may have changed the text without touching this ticket.
    if (params.seen !== undefined && params.seen !== suggestion.text) throw staleRevision(params.ticket);
    refuseRed(suggestion);
    if (!params.confirmed) refuseAmber(suggestion);
    return acceptSuggestion(context, open, suggestion, {
      escalate: params.escalate,
      again: params.again === true,
      undoMs: context.desk().undoSeconds * 1000,
    });
  },

  'replies.send': async (context, params) => {
    const open = await caseAsSeen(context, params);
    return sendAsTyped(context, open, { ...params, undoMs: context.desk().undoSeconds * 1000 });
  },

  'replies.queue': async (context, params) => {
    const open = await neededCase(context, params.ticket);
    const undoMs = params.delaySeconds * 1000;
    const again = params.again === true;
    refuseUnseen(open.replyContext, params.ticket);
    if (params.text !== null) {
      const decision = open.facts.decision.id;
      return sendAsTyped(context, open, { text: params.text, macro: params.macro, decision, undoMs, again });
    }
    const suggestion = namedSuggestion(context, open, params.macro);
    refuseRed(suggestion);
    return acceptSuggestion(context, open, suggestion, { escalate: isTicked(suggestion.escalation), undoMs, again });
  },

  'replies.undo': async (context, { block }) => ({ tickets: await neededOutbox(context).undo(block) }),
} satisfies HandlersOf<'macros.list' | 'replies.accept' | 'replies.send' | 'replies.queue' | 'replies.undo'>;

/** The case at the revision that the agent saw; acceptance compares it once more inside its transaction. */
export async function caseAsSeen(
  context: EngineContext,
  seen: { readonly ticket: string; readonly revision: number },
): Promise<OpenCase> {
  await readTicketAt(context.store.db, seen.ticket, seen.revision);
  const open = await neededCase(context, seen.ticket);
  // Somebody wrote between the two looks: the text would be another one than the agent saw.
  return { ...open, ticket: { ...open.ticket, revision: seen.revision } };
}

async function neededCase(context: EngineContext, ticket: string): Promise<OpenCase> {
  const open = await openCaseOf(context, ticket);
  if (open) return open;
  throw new SportelloError('reply-red', `Ticket ${ticket} could not be read fully`, {
    reason: 'unreadable',
    action: 'Read the original message and answer it by hand from your mail program, or close the ticket.',
    detail: { ticket },
  });
}

async function acceptSuggestion(
  context: EngineContext,
  open: OpenCase,
  suggestion: Suggestion,
  choice: { readonly escalate: boolean; readonly undoMs: number; readonly again: boolean },
): Promise<AcceptedBlock> {
  const plan = suggestion.escalation;
  const ready = plan?.kind === 'ready' ? plan : null;
  const escalates = ready !== null && choice.escalate;
  // The text must not claim a mail that does not go, nor hide one that does.
  const text = ready && escalates !== isTicked(ready) ? (ready.otherText ?? suggestion.text) : suggestion.text;
  const accepted = await neededOutbox(context).accept({
    ...blockOf(context, open),
    ...sleepOf(open, suggestion.macro),
    decision: suggestion.decision,
    macro: suggestion.macro,
    macroVersion: wordingOf(context, suggestion.macro, suggestion.language),
    source: 'suggestion',
    thread: goesElsewhere(open, suggestion) ? 'new' : 'reply',
    reply: {
      to: { name: nameOf(open, suggestion.to), address: suggestion.to },
      subject: suggestion.subject,
      text,
      language: suggestion.language,
    },
    escalation: escalates ? escalationText(ready, open, []) : null,
    joins: plan?.kind === 'already-open' && open.replyContext.producer?.state !== 'answered',
    settles: settledBy(context, open, open.view.suggestions[0] === suggestion ? 'as-suggested' : 'other-reply'),
    undoMs: choice.undoMs,
    again: choice.again,
  });
  context.snoozeChanged();
  return accepted;
}

async function sendAsTyped(
  context: EngineContext,
  open: OpenCase,
  typed: Typed & { readonly undoMs: number },
): Promise<AcceptedBlock> {
  const agreement = compareTexts(open.view.suggestions[0]?.text ?? '', typed.text, factsOf(open));
  const settles = settledBy(context, open, agreement);
  const macroVersion = typed.macro && wordingOf(context, typed.macro, open.facts.replyLanguage);
  const block = {
    ...blockOf(context, open),
    ...sleepOf(open, typed.macro),
    macroVersion,
    settles,
    undoMs: typed.undoMs,
  };
  const accepted = await sendTyped(context, open, typed, block);
  context.snoozeChanged();
  return accepted;
}

/** What the reply makes of the first suggestion; one earned reply in twenty is put aside for the lead. */
function settledBy(context: EngineContext, open: OpenCase, agreement: Agreement): SettledSuggestion | null {
  const first = open.view.suggestions[0];
  // After a correction the decision is the agent's: taking its text says nothing of what the desk had read.
  // A follow-up text is for a reply that has failed already, a notice for one that must wait, a reminder for one that got no answer; none is ever green.
  if (!first || open.ticket.corrected_json !== null || isNoAnswer(first)) return null;
  const isOneKey = agreement === 'as-suggested' && first.gate.colour === 'green' && !context.desk().demo;
  const sampled = isOneKey && spreadOf(context.outside.ids.secret()) * SAMPLED_ONE_IN < 1;
  return { decision: first.decision, agreement, sampled };
}

function isNoAnswer({ macro }: Suggestion): boolean {
  const isOfRules = !macro.startsWith('follow-up') && !macro.startsWith(NOTICE_MACRO);
  return !isOfRules || [REMINDER_MACRO, WAITING_MACRO, ...PRODUCER_REPLIES].includes(macro);
}

/** A notice promises that we come back: its ticket sleeps until the notice ends. */
function sleepOf({ replyContext: { notice } }: OpenCase, macro: string | null): Pick<AcceptInput, 'sleepUntil'> {
  return { sleepUntil: notice !== null && macro === noticeMacro(notice) ? notice.until : null };
}

/** What tells this purchase from another in a text. */
function factsOf({ facts }: OpenCase): readonly string[] {
  if (facts.purchase === null) return [];
  const { purchase, product } = facts.purchase;
  return [purchase.transaction, purchase.productName, purchase.buyerEmail, product?.memberAreaUrl ?? ''];
}

export function blockOf(
  context: EngineContext,
  open: OpenCase,
): Pick<AcceptInput, 'ticket' | 'revision' | 'rulesVersion' | 'by'> {
  return {
    ticket: open.ticket.id,
    revision: open.ticket.revision,
    rulesVersion: RULES_VERSION,
    by: context.desk().agent.name,
  };
}

/** Which wording a reply began with, for whoever asks later; null for a macro that is not there. */
function wordingOf({ macros }: EngineContext, macro: string, language: ReplyLanguage): string | null {
  const isKnown = isShipped(macro) || isOwnMacro(macro);
  return isKnown ? (textOn(macros, macro, language)?.version ?? null) : null;
}

function namedSuggestion(context: EngineContext, open: OpenCase, macro: string | null): Suggestion {
  const { suggestions } = open.view;
  const found =
    macro === null
      ? suggestions[0]
      : // Named by its text alone a reply goes to who asked: "Write to the purchase mailbox" is chosen by sight only.
        (suggestions.find((one) => one.macro === macro && one.otherReading?.clue !== 'mailbox') ??
        listMacros(open.facts, open.replyContext, context.macros).find((one) => one.macro === macro));
  if (found) return found;
  throw macro === null
    ? noSuggestion(open.ticket.id)
    : new SportelloError('not-found', `There is no macro ${macro} for ticket ${open.ticket.id}`, {
        reason: 'macro',
        action: 'Leave --macro out to send the suggested reply.',
        detail: { ticket: open.ticket.id, macro },
      });
}

// The purchase mailbox has the buyer's name, everybody else the name he wrote with.
function nameOf(open: OpenCase, address: string): string {
  const known: readonly (Party | null)[] = [
    open.facts.recipient.party,
    open.facts.purchase && {
      name: open.facts.purchase.purchase.buyerName,
      address: open.facts.purchase.purchase.buyerEmail,
    },
  ];
  return known.find((party) => party?.address === address)?.name ?? '';
}

/** To the purchase mailbox, which is not the requester's: a thread of its own. */
function goesElsewhere({ facts }: OpenCase, { otherReading, to }: Suggestion): boolean {
  if (otherReading?.clue === 'mailbox') return true;
  return otherReading?.clue === 'producer' && facts.match.identity !== 'buyer' && to !== facts.recipient.party?.address;
}

function isTicked(plan: EscalationPlan | null): boolean {
  return plan?.kind === 'ready' && (plan.ticked ?? true);
}

function noSuggestion(ticket: string): SportelloError {
  return new SportelloError('not-found', `Ticket ${ticket} has no such suggestion`, {
    reason: 'suggestion',
    action: 'Look at the ticket as it stands now; a decision without reply is closed or ruled instead.',
    detail: { ticket },
  });
}
