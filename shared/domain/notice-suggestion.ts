import { addedSuggestion } from './added-suggestion';
import type { CaseFacts } from './case-facts';
import { mayReadNotice, noticeMacro } from './incident';
import type { ReplyLanguage } from './intent';
import type { MacroShelf } from './macro';
import { earlierToReader } from './reply-facts';
import type { ReplyContext } from './reply-facts';
import type { Suggestion } from './suggestion';

/** Name on the button, whatever the notice says. */
const TITLES: Readonly<Record<ReplyLanguage, string>> = {
  it: 'Avviso di disservizio',
  pt: 'Aviso de incidente',
  es: 'Aviso de incidencia',
  en: 'Incident notice',
};

/** The running notice as the first suggestion of a ticket; null where none touches it, or it has been told already. */
export function noticeSuggestion(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): Suggestion | null {
  const { notice } = context;
  if (notice === null || !mayReadNotice(notice, facts)) return null;
  const macro = noticeMacro(notice);
  if (earlierToReader(facts, context).some((reply) => reply.sameTicket && reply.macro === macro)) return null;
  const language = facts.replyLanguage;
  return addedSuggestion(facts, context, macros, {
    macro,
    titles: TITLES,
    cites: [],
    // A lead's words are no template: what looks like one is refused when the notice is set.
    source: { subject: macros.text('holding', language).subject, body: notice.texts[language] },
    followUp: false,
  });
}
