import type { CaseFacts } from './case-facts';
import { gateOf } from './gate';
import { mayReadNotice, noticeMacro } from './incident';
import type { ReplyLanguage } from './intent';
import { fillFramed } from './macro';
import type { MacroShelf } from './macro';
import { guardPrivacy } from './privacy-guard';
import { earlierToReader, isOwn, macroFacts } from './reply-facts';
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
  const frame = macros.text('frame', language);
  const { subject } = macros.text('holding', language);
  const aim = {
    about: facts.purchase,
    intent: facts.intent.intent,
    toMailbox: false,
    escalation: 'none',
    reason: 'missing',
  } as const;
  // A lead's words are no template: what looks like one is refused when the notice is set.
  const source = { subject, body: notice.texts[language] };
  const filled = fillFramed(source, frame, macroFacts(facts, context, aim, frame.noSubject));
  const to = facts.recipient.party?.address ?? '';
  return {
    decision: facts.decision.id,
    macro,
    titles: TITLES,
    rule: facts.decision.rule,
    cites: [],
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
      followUp: false,
      toOurselves: to !== '' && isOwn(to, context),
    }),
    escalation: null,
  };
}
