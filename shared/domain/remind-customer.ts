import { addedSuggestion } from './added-suggestion';
import type { CaseFacts } from './case-facts';
import type { MacroShelf } from './macro';
import { macroTitles } from './own-macros';
import type { ReplyContext } from './reply-facts';
import type { Suggestion } from './suggestion';
import { REMINDER_MACRO } from './ticket-turns';

/**
 * The reminder to a customer who stays silent, as the first suggestion of a ticket; null while none is due (casework.md, "Second
 * mails"). It holds nothing of a purchase, so that everybody gets the same, and is never green: a person looks before it goes.
 */
export function reminderSuggestion(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): Suggestion | null {
  if (!context.reminderDue) return null;
  const source = macros.text(REMINDER_MACRO, facts.replyLanguage);
  return addedSuggestion(facts, context, macros, {
    macro: REMINDER_MACRO,
    titles: macroTitles(macros, REMINDER_MACRO),
    cites: source.cites,
    source,
    followUp: true,
  });
}
