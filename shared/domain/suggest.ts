import type { CaseFacts, PurchaseFacts } from './case-facts';
import { decide, DECISIONS, SILENT_DECISIONS } from './decision';
import type { Decision } from './decision';
import { planEscalation } from './escalation';
import { gateOf } from './gate';
import { NOTICE_MACRO } from './incident';
import { noticeSuggestion } from './notice-suggestion';
import { reminderSuggestion } from './remind-customer';
import type { Intent } from './intent';
import { longWaitSuggestion, mayTellOfWait } from './long-wait';
import { fillFramed, MACROS, PRODUCER_REPLIES } from './macro';
import type { MacroId, MacroShelf, OwnMacroId } from './macro';
import { followUpOf, macroOf } from './macro-choice';
import { WAITING_MACRO } from './macro-names';
import { macroSource, macroTitles } from './own-macros';
import { guardPrivacy } from './privacy-guard';
import { earlierToReader, isOwn, macroFacts } from './reply-facts';
import type { ReplyAim, ReplyContext } from './reply-facts';
import { manyLines } from './reply-text';
import type { EscalationPlan, OtherReading, Suggestion } from './suggestion';
import { REMINDER_MACRO } from './ticket-turns';

export { planEscalation, planFollowUp } from './escalation';
export type { EarlierReply, ReplyContext } from './reply-facts';

const FOLLOW_UP_MS = 14 * 24 * 3_600_000;
const MAX_SUGGESTIONS = 3;
/** What else the mail could be about, where it gives no reason for another reading itself: likeliest first. */
const NEXT_INTENTS: readonly Intent[] = ['access.password', 'access.link', 'access.email_missing'];

/** One way to answer: a text, what it is for, and which clue it reads differently. */
type Plan = {
  readonly macro: MacroId | OwnMacroId;
  readonly decision: Decision;
  readonly reading: OtherReading | null;
  readonly about: PurchaseFacts | null;
  readonly intent: Intent;
  readonly toMailbox: boolean;
  readonly followUp: boolean;
};

/**
 * The suggested replies of a ticket, at most three: the decision's own first, then the next best readings of its least
 * certain clue, or what casework.md puts there. Empty where the decision sends no reply.
 */
export function suggest(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): readonly Suggestion[] {
  const answers = producerPlans(facts, context).map((plan) => toSuggestion(plan, facts, context, macros));
  const wait = longWaitSuggestion(facts, context, macros);
  if (SILENT_DECISIONS.includes(facts.decision.id)) return wait === null ? answers : [wait];
  const [first, ...others] = plansOf(facts, context);
  if (first === undefined) return answers;
  if (answers.length > 0) return [...answers, toSuggestion(first, facts, context, macros)].slice(0, MAX_SUGGESTIONS);
  const notice = noticeSuggestion(facts, context, macros);
  const reminder = reminderSuggestion(facts, context, macros);
  const added = [notice, reminder, wait].flatMap((one) => one ?? []);
  const suggestions = [...added, toSuggestion(first, facts, context, macros)];
  for (const plan of others) {
    if (suggestions.length === MAX_SUGGESTIONS) break;
    const next = toSuggestion(plan, facts, context, macros);
    const isNew = suggestions.every(
      ({ macro, text, to }) => macro !== next.macro || text !== next.text || to !== next.to,
    );
    // One that cannot be sent is no choice: it would only take the place of a better one.
    if (isNew && next.gate.colour !== 'red') suggestions.push(next);
  }
  return suggestions;
}

/** The decision's own reply alone, for a dry run; null where it sends none. */
export function suggestFirst(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): Suggestion | null {
  if (SILENT_DECISIONS.includes(facts.decision.id)) return null;
  const [first] = plansOf(facts, context);
  return first === undefined ? null : toSuggestion(first, facts, context, macros);
}

/** Every text filled for the ticket, for `M`: those that the desk would not suggest too, each with its gate. */
export function listMacros(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): readonly Suggestion[] {
  const hasAnswer = (context.producer?.answer ?? null) !== null;
  const mayTell = mayTellOfWait(facts, context);
  const shipped = MACROS.filter(
    (macro) => (hasAnswer || !PRODUCER_REPLIES.includes(macro)) && (mayTell || macro !== WAITING_MACRO),
  );
  return [...shipped, ...macros.own().map(({ id }) => id)].map((macro) => fillMacro(macro, facts, context, macros));
}

/** One text filled for the ticket, whatever the desk suggests. */
export function fillMacro(
  macro: MacroId | OwnMacroId,
  facts: CaseFacts,
  context: ReplyContext,
  macros: MacroShelf,
): Suggestion {
  const wait = macro === WAITING_MACRO ? longWaitSuggestion(facts, context, macros) : null;
  if (wait !== null) return wait;
  const own = DECISIONS.find((decision) => decision === macro);
  const decision = own === undefined ? facts.decision : { ...facts.decision, id: own };
  const { cites } = macroSource(macros, macro, facts.replyLanguage, context.defaultLanguage);
  const plan = { ...basePlan(facts, macro), decision: { ...decision, cites } };
  const isSuggested = macro === macroOf(facts, facts.decision.id, facts.purchase);
  const reading: OtherReading | null = isSuggested ? null : { clue: 'intent', value: macro };
  return toSuggestion({ ...plan, reading, followUp: macro.startsWith('follow-up') }, facts, context, macros);
}

/** Whether this requester or purchase already got this decision: then the first text is not offered again. */
export function isFollowUp(facts: CaseFacts, context: ReplyContext): boolean {
  return earlierToReader(facts, context).some(
    ({ decision, at, macro }) =>
      // A notice was no answer yet, a reminder or word of a long wait is none.
      macro?.startsWith(NOTICE_MACRO) !== true &&
      macro !== REMINDER_MACRO &&
      macro !== WAITING_MACRO &&
      decision === facts.decision.id &&
      context.now - at <= FOLLOW_UP_MS,
  );
}

function plansOf(facts: CaseFacts, context: ReplyContext): readonly Plan[] {
  const { decision, intent, match } = facts;
  const tried = intent.signals.stepsTried;
  // "I already did that" answers the steps of the Club texts; who was never told whose job it is, is told first.
  const answered = isFollowUp(facts, context) || (tried && decision.id.startsWith('club.'));
  if (answered) return followUps(facts, context);
  const first = { ...basePlan(facts, macroOf(facts, decision.id, facts.purchase)), followUp: tried };
  const plans: Plan[] = [first];
  if (match.status === 'matched' && match.identity === 'other') plans.push(...toPurchaseMailbox(facts));
  if (match.identity === 'buyer') plans.push(...otherReadings(facts));
  return plans;
}

/**
 * The producer has answered: the customer is told, or gets the producer's own words; what the answer says comes first. Both go to
 * the buyer alone, whoever wrote to us.
 */
function producerPlans(facts: CaseFacts, { producer }: ReplyContext): readonly Plan[] {
  const answer = producer?.answer ?? null;
  if (answer === null || facts.purchase === null) return [];
  const toMailbox = facts.match.identity !== 'buyer';
  const plan = (value: 'answered' | 'forward'): Plan => ({
    ...basePlan(facts, `producer.${value}`),
    reading: { clue: 'producer', value },
    toMailbox,
  });
  const { gist, words } = answer;
  const forward = words.text === '' ? [] : [plan('forward')];
  return gist === 'sent' || forward.length === 0 ? [plan('answered'), ...forward] : [...forward, plan('answered')];
}

function basePlan(facts: CaseFacts, macro: MacroId | OwnMacroId): Plan {
  const { decision, purchase, intent } = facts;
  return { macro, decision, reading: null, about: purchase, intent: intent.intent, toMailbox: false, followUp: false };
}

/** Second mails: a text that repeats nothing, the access sent again, a colleague (casework.md); none of them twice. */
function followUps(facts: CaseFacts, context: ReplyContext): readonly Plan[] {
  const plan = (macro: MacroId, value: string | null): Plan => ({
    ...basePlan(facts, macro),
    reading: value === null ? null : { clue: 'follow-up', value },
    followUp: true,
  });
  const { id } = facts.decision;
  const isAccess = id.startsWith('club.') || id === 'producer.contact';
  const handOver = plan('hand-over', 'hand-over');
  const steps = [
    plan(followUpOf(facts), null),
    ...(facts.match.identity === 'other' ? toPurchaseMailbox(facts) : []),
    ...(isAccess ? [plan('resend-access', 'resend-access')] : []),
    handOver,
  ];
  const sent = new Set(earlierToReader(facts, context).flatMap(({ macro }) => macro ?? []));
  const fresh = steps.filter(({ macro, toMailbox }) => toMailbox || !sent.has(macro));
  // The first is what `1` sends: never a mail to another mailbox than the one that wrote.
  const first = fresh[0] === undefined || fresh[0].toMailbox ? handOver : fresh[0];
  return [{ ...first, reading: null }, ...fresh.filter((step) => step !== first)];
}

/** "Write to the purchase mailbox": the full answer, where only the buyer reads it; nothing to the requester. */
function toPurchaseMailbox(facts: CaseFacts): readonly Plan[] {
  const { purchase } = facts;
  if (purchase === null) return [];
  const decision = decideFor(facts.intent.intent, purchase, purchase.delivery);
  if (SILENT_DECISIONS.includes(decision.id)) return [];
  const reading: OtherReading = { clue: 'mailbox', value: purchase.purchase.buyerEmail };
  const macro = macroOf(facts, decision.id, purchase);
  return [{ ...basePlan(facts, macro), decision, reading, toMailbox: true }];
}

/** The same table with one clue read differently: intent, then purchase, then delivery. */
function otherReadings(facts: CaseFacts): readonly Plan[] {
  const { purchase, intent } = facts;
  const plans: Plan[] = [];
  const add = (reading: OtherReading, decision: Decision, about: PurchaseFacts, asks: Intent): void => {
    if (SILENT_DECISIONS.includes(decision.id)) return;
    plans.push({ ...basePlan(facts, macroOf(facts, decision.id, about)), decision, reading, about, intent: asks });
  };
  if (purchase !== null) {
    for (const value of new Set([...intent.alternatives, ...NEXT_INTENTS])) {
      const decision = decideFor(value, purchase, purchase.delivery);
      if (value !== intent.intent && decision.id !== facts.decision.id)
        add({ clue: 'intent', value }, decision, purchase, value);
    }
  }
  for (const other of facts.others) {
    if (other.purchase.transaction === purchase?.purchase.transaction) continue;
    const value = other.product?.name ?? other.purchase.productName;
    add({ clue: 'product', value }, decideFor(intent.intent, other, other.delivery), other, intent.intent);
  }
  if (purchase !== null) {
    const value = purchase.delivery === 'club' ? 'producer' : 'club';
    const decision = decideFor(intent.intent, purchase, value);
    if (decision.id !== facts.decision.id) add({ clue: 'delivery', value }, decision, purchase, intent.intent);
  }
  return plans;
}

function decideFor(intent: Intent, about: PurchaseFacts, delivery: PurchaseFacts['delivery']): Decision {
  return decide({
    intent,
    match: { status: 'matched', identity: 'buyer' },
    purchase: { status: about.purchase.status, delivery, hasEarlierClub: about.hasEarlierClub },
  });
}

function toSuggestion(plan: Plan, facts: CaseFacts, context: ReplyContext, macros: MacroShelf): Suggestion {
  const { macro, decision, reading, about, toMailbox, followUp } = plan;
  const source = macroSource(macros, macro, facts.replyLanguage, context.defaultLanguage);
  const { language } = source;
  const frame = macros.text('frame', language);
  const reason = reasonOf(plan);
  const escalation = mayEscalate(macro, facts, plan) ? planEscalation(facts, context, macros, { about, reason }) : null;
  const filledFor = (state: ReplyAim['escalation']) =>
    fillFramed(
      source,
      frame,
      macroFacts(facts, context, { about, intent: plan.intent, toMailbox, escalation: state, reason }, frame.noSubject),
      toMailbox ? frame.mailboxSubject : undefined,
    );
  const goes = escalation?.kind === 'ready' && escalation.ticked !== false;
  const filled = filledFor(escalation?.kind === 'already-open' ? 'open' : goes ? 'with' : 'none');
  const to = toMailbox ? (about?.purchase.buyerEmail ?? '') : (facts.recipient.party?.address ?? '');
  return {
    decision: decision.id,
    macro,
    titles: macroTitles(macros, macro),
    rule: decision.rule,
    cites: decision.cites,
    otherReading: reading,
    language,
    to,
    subject: filled.subject,
    text: filled.text,
    holes: filled.holes,
    gate: gateOf({
      decision: decision.id,
      facts,
      context,
      holes: filled.holes,
      betrays: guardPrivacy(ownWords(filled.text, plan, context), facts, { toMailbox, about }).length > 0,
      to,
      otherReading: reading,
      followUp,
      toOurselves: to !== '' && isOwn(to, context),
    }),
    escalation:
      escalation?.kind === 'ready' ? withOtherText(escalation, filledFor(goes ? 'none' : 'with').text) : escalation,
  };
}

/**
 * What the guard looks at: all that we say. Access data that a producer sends to his buyer are no password of ours, and his words
 * were freed from everybody else's data before (`producer-words.ts`); they reach the buyer and nobody else.
 */
function ownWords(text: string, { macro }: Plan, { producer }: ReplyContext): string {
  const words = producer?.answer?.words.text ?? '';
  return macro === 'producer.forward' && words !== '' ? text.replaceAll(manyLines(words), '') : text;
}

function withOtherText(plan: Extract<EscalationPlan, { kind: 'ready' }>, otherText: string): EscalationPlan {
  return { ...plan, otherText };
}

/** Texts that go with a word to the producer; never for a stranger, who must not set one off. */
function mayEscalate(macro: MacroId | OwnMacroId, facts: CaseFacts, plan: Plan): boolean {
  const speaksOfIt = macro === 'producer.contact' || macro === 'follow-up.producer' || macro === 'resend-access';
  return speaksOfIt && plan.about !== null && !plan.toMailbox && facts.match.identity === 'buyer';
}

function reasonOf(plan: Plan): ReplyAim['reason'] {
  if (plan.macro === 'resend-access') return 'again';
  return plan.intent === 'access.password' || plan.intent === 'access.link' ? 'login' : 'missing';
}
