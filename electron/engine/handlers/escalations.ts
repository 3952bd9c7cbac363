import { SportelloError } from '../../../shared/contract/errors';
import { usualReason } from '../../../shared/domain/escalation';
import { planEscalation, planFollowUp } from '../../../shared/domain/suggest';
import type { EscalationPlan } from '../../../shared/domain/suggestion';
import { escalationText } from '../escalations/escalation-text';
import { settleAnswer } from '../escalations/settle-answer';
import { addressOf, draftReminder, dueCases, silentProducers } from '../escalations/silent';
import { neededOutbox } from '../needed';
import { RULES_VERSION } from '../rules-version';
import { staleRevision } from '../store/tickets-table';
import type { HandlersOf } from './handler';
import { blockOf, caseAsSeen } from './replies';

/** Side conversations with producers (domain.md, "escalation"). */
export const escalationHandlers = {
  'escalations.send': async (context, params) => {
    const open = await caseAsSeen(context, params);
    const { facts, replyContext } = open;
    const { producer } = replyContext;
    const reason = params.reason ?? usualReason(facts);
    const plan =
      producer === null
        ? planEscalation(facts, replyContext, context.macros, { about: facts.purchase, reason })
        : planFollowUp(facts, replyContext, context.macros);
    if (params.seen !== undefined && plan.kind === 'ready' && plan.text !== params.seen)
      throw staleRevision(params.ticket);
    const escalation = escalationText(plan, open, producer === null ? [] : [producer.id]);
    if (!escalation) throw noEscalation(plan, params.ticket);
    return neededOutbox(context).accept({
      ...blockOf(context, open),
      decision: facts.decision.id,
      macro: null,
      macroVersion: null,
      source: 'suggestion',
      thread: 'reply',
      reply: null,
      settles: null,
      escalation,
      undoMs: context.desk().undoSeconds * 1000,
    });
  },

  'escalations.settle': async (context, params) => {
    const tickets = await settleAnswer(context, params);
    context.announcer.ticketsChanged(tickets);
    return { tickets };
  },

  'escalations.silent': (context) => silentProducers(context),

  'escalations.remind': async (context, params) => {
    const cases = await dueCases(context, params.escalations);
    const [first] = cases;
    const producers = new Set(cases.map(addressOf));
    if (first === undefined || producers.size > 1 || cases.length < params.escalations.length) throw notWaiting();
    const { subject, text, language } = await draftReminder(context, cases);
    if (params.seen !== undefined && params.seen !== text) throw staleRevision(first.ticket_id);
    return neededOutbox(context).accept({
      ticket: first.ticket_id,
      revision: first.revision,
      rulesVersion: RULES_VERSION,
      by: context.desk().agent.name,
      decision: null,
      macro: null,
      macroVersion: null,
      source: 'suggestion',
      thread: 'reply',
      reply: null,
      settles: null,
      undoMs: context.desk().undoSeconds * 1000,
      escalation: {
        to: { name: first.producer_name, address: addressOf(first) },
        subject,
        text,
        language,
        reason: 'missing',
        transaction: first.transaction_number,
        productId: '',
        follows: cases.map(({ id }) => id),
        moves: false,
      },
    });
  },
} satisfies HandlersOf<'escalations.send' | 'escalations.settle' | 'escalations.silent' | 'escalations.remind'>;

function noEscalation(plan: EscalationPlan, ticket: string): SportelloError {
  return plan.kind === 'already-open'
    ? new SportelloError('not-allowed', `The mail to the producer about ticket ${ticket} is still on its way`, {
        reason: 'producer-mail-waits',
        action: 'Wait until it has gone, or undo it in the outbox.',
        detail: { ticket },
      })
    : new SportelloError('reply-no-recipient', 'The catalogue has no support address of this producer', {
        reason: 'producer',
        action: 'Add it to the catalogue (products.csv, producer_email) and import it.',
        detail: { ticket },
      });
}

function notWaiting(): SportelloError {
  return new SportelloError('stale-revision', 'One of these cases waits for its producer no more', {
    reason: 'producer-case',
    action: 'Look at the list again.',
    retryable: true,
  });
}
