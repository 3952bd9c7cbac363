import type { CaseFacts } from './case-facts';
import { gateOf } from './gate';
import { fillFramed } from './macro';
import type { MacroShelf } from './macro';
import { macroTitles } from './own-macros';
import { guardPrivacy } from './privacy-guard';
import { isOwn, macroFacts } from './reply-facts';
import type { ReplyContext } from './reply-facts';
import type { Suggestion } from './suggestion';
import { REMINDER_MACRO } from './ticket-turns';

/**
 * The reminder to a customer who stays silent, as the first suggestion of a ticket; null while none is due (casework.md, "Second
 * mails"). It holds nothing of a purchase, so that everybody gets the same, and is never green: a person looks before it goes.
 */
export function reminderSuggestion(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): Suggestion | null {
  if (!context.reminderDue) return null;
  const language = facts.replyLanguage;
  const source = macros.text(REMINDER_MACRO, language);
  const frame = macros.text('frame', language);
  const aim = {
    about: facts.purchase,
    intent: facts.intent.intent,
    toMailbox: false,
    escalation: 'none',
    reason: 'missing',
  } as const;
  const filled = fillFramed(source, frame, macroFacts(facts, context, aim, frame.noSubject));
  const to = facts.recipient.party?.address ?? '';
  return {
    decision: facts.decision.id,
    macro: REMINDER_MACRO,
    titles: macroTitles(macros, REMINDER_MACRO),
    rule: facts.decision.rule,
    cites: source.cites,
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
      betrays: guardPrivacy(filled.text, facts, { toMailbox: false, about: facts.purchase }).length > 0,
      to,
      otherReading: null,
      followUp: true,
      toOurselves: to !== '' && isOwn(to, context),
    }),
    escalation: null,
  };
}
