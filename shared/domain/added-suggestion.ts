import type { CaseFacts } from './case-facts';
import { gateOf } from './gate';
import { fillFramed } from './macro';
import type { EscalationReason, MacroShelf, MacroSource } from './macro';
import { guardPrivacy } from './privacy-guard';
import { isOwn, macroFacts } from './reply-facts';
import type { ReplyContext } from './reply-facts';
import type { EscalationPlan, Suggestion } from './suggestion';

/** What such a suggestion is of its own. */
export type AddedText = Pick<Suggestion, 'macro' | 'titles' | 'cites'> & {
  readonly source: Pick<MacroSource, 'subject' | 'body'>;
  /** It goes to somebody who was written to before. */
  readonly followUp: boolean;
  /** It tells of a side conversation that is open; none where it says nothing of one. */
  readonly escalation?: Extract<EscalationPlan, { kind: 'already-open' }>;
  /** What that asks for. */
  readonly reason?: EscalationReason;
};

/**
 * A text to the requester that no rule of the table put there: a notice, a reminder, word of a long wait. It stands before the decision's own, in
 * the language of the reply, and starts no mail to the producer.
 */
export function addedSuggestion(
  facts: CaseFacts,
  context: ReplyContext,
  macros: MacroShelf,
  { macro, titles, cites, source, followUp, escalation, reason }: AddedText,
): Suggestion {
  const language = facts.replyLanguage;
  const frame = macros.text('frame', language);
  const about = facts.purchase;
  const aim = {
    about,
    intent: facts.intent.intent,
    toMailbox: false,
    escalation: escalation === undefined ? 'none' : 'open',
    reason: reason ?? 'missing',
  } as const;
  const filled = fillFramed(source, frame, macroFacts(facts, context, aim, frame.noSubject));
  const to = facts.recipient.party?.address ?? '';
  return {
    decision: facts.decision.id,
    macro,
    titles,
    rule: facts.decision.rule,
    cites,
    otherReading: null,
    language,
    to,
    subject: filled.subject,
    text: filled.text,
    holes: filled.holes,
    gate: gateOf({
      decision: facts.decision.id,
      facts,
      context,
      holes: filled.holes,
      betrays: guardPrivacy(filled.text, facts, { toMailbox: false, about }).length > 0,
      to,
      otherReading: null,
      followUp,
      tellsOfWait: escalation !== undefined,
      toOurselves: to !== '' && isOwn(to, context),
    }),
    escalation: escalation ?? null,
  };
}
