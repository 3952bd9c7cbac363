import { addedSuggestion } from './added-suggestion';
import type { CaseFacts } from './case-facts';
import type { MacroShelf } from './macro';
import { WAITING_MACRO } from './macro-names';
import { macroTitles } from './own-macros';
import type { ReplyContext } from './reply-facts';
import type { Suggestion } from './suggestion';

/** Whether a customer may be told now that his producer stays silent: he is the buyer, and nobody told him yet. */
export function mayTellOfWait(facts: CaseFacts, { longWait }: Pick<ReplyContext, 'longWait'>): boolean {
  return longWait && facts.purchase !== null && facts.match.identity === 'buyer';
}

/**
 * That it takes long, as the first suggestion of a ticket whose producer is silent beyond the limit (casework.md, "Producers"); null
 * while nobody is to be told. It goes to the buyer alone, says what was asked for and nothing of where the producer is written
 * to, and is never green: a person sends it.
 */
export function longWaitSuggestion(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): Suggestion | null {
  if (!mayTellOfWait(facts, context)) return null;
  const source = macros.text(WAITING_MACRO, facts.replyLanguage);
  return addedSuggestion(facts, context, macros, {
    macro: WAITING_MACRO,
    titles: macroTitles(macros, WAITING_MACRO),
    cites: source.cites,
    source,
    followUp: false,
    // The producer owes the next step as before.
    escalation: { kind: 'already-open' },
    reason: context.producer?.reason ?? 'missing',
  });
}
