import type { CaseFacts, PurchaseFacts } from './case-facts';
import { fill } from './macro';
import type { MacroShelf, Situation } from './macro';
import { isRecent, macroFacts, producerAddressOf } from './reply-facts';
import type { ReplyContext } from './reply-facts';
import type { EscalationPlan } from './suggestion';

/**
 * The side conversation with the producer about one purchase: the four facts, what is asked for, and how to resend the
 * access (casework.md, "Producers"). An open one is not repeated; a purchase of the last working day is left unticked,
 * because the producer may still be sending by hand. Without a purchase there is no producer to write to.
 */
export function planEscalation(
  facts: CaseFacts,
  context: ReplyContext,
  macros: MacroShelf,
  aim?: { readonly about: PurchaseFacts | null; readonly reason: Situation['reason'] },
): EscalationPlan {
  const about = aim ? aim.about : facts.purchase;
  if (about === null) return { kind: 'missing-producer-address' };
  if (context.openEscalation) return { kind: 'already-open' };
  const to = producerAddressOf(about, context);
  if (to === null) return { kind: 'missing-producer-address' };
  const { intent } = facts.intent;
  const reason = aim?.reason ?? (intent === 'access.password' || intent === 'access.link' ? 'login' : 'missing');
  const language = facts.replyLanguage;
  const { text, subject } = fill(
    macros.text('escalation', language),
    // The producer knows his buyer: the four facts are what he needs, whoever wrote to us.
    macroFacts(facts, context, { about, intent, toMailbox: true, escalation: 'with', reason }, ''),
  );
  const boughtAt = about.purchase.approvedAt ?? about.purchase.orderedAt;
  return { kind: 'ready', to, subject, text, ticked: !isRecent(boughtAt, context.now) };
}
