import { foldAddress } from './address';
import type { CaseFacts } from './case-facts';
import { CASE_MS } from './case-tickets';
import { ORACLE_SAFE_DECISIONS } from './decision';
import type { DecisionId } from './decision';
import { PURCHASE_SLOTS } from './macro';
import type { MatchHint } from './match';
import type { Slot } from './macro';
import type { ReplyContext } from './reply-facts';
import type { AmberReason, Gate, OtherReading, RedReason } from './suggestion';

const DAY_MS = 24 * 3_600_000;
/** After so many replies of ours a person has to look. */
const MAX_REPLIES = 2;

/** A forged sender is answered only after a person looked. */
const SUSPICIONS: readonly MatchHint['kind'][] = ['name-shows-address', 'name-pretends', 'domain-looks-like'];

/** What the gate asks of one filled text. */
export type GateInput = {
  readonly decision: DecisionId;
  readonly facts: CaseFacts;
  readonly context: ReplyContext;
  readonly holes: readonly Slot[];
  /** The privacy guard found something. */
  readonly betrays: boolean;
  /** Address it goes to, '' when there is none. */
  readonly to: string;
  readonly otherReading: OtherReading | null;
  /** The text is a second mail's, or the steps were tried. */
  readonly followUp: boolean;
  /** The text tells the buyer that the producer stays silent. */
  readonly tellsOfWait?: boolean;
  /** The recipient is one of the team's own addresses. */
  readonly toOurselves: boolean;
};

/** Green, amber or red for one suggestion (ui.md, "One-click reply"; casework.md, "Green"). */
export function gateOf(input: GateInput): Gate {
  const red = redReasons(input);
  if (red.length > 0) return { colour: 'red', reasons: red };
  const amber = amberReasons(input);
  return amber.length > 0 ? { colour: 'amber', reasons: amber } : { colour: 'green' };
}

function redReasons({ facts, holes, betrays, to, toOurselves }: GateInput): readonly RedReason[] {
  const reasons: RedReason[] = [];
  if (facts.intent.intent === 'auto') reasons.push('no-reply-to-machine');
  if (to === '' || toOurselves) reasons.push('no-recipient');
  if (betrays) reasons.push('privacy-guard');
  if (holes.some((hole) => PURCHASE_SLOTS.includes(hole))) reasons.push('no-purchase-data');
  if (holes.some((hole) => !PURCHASE_SLOTS.includes(hole))) reasons.push('hole');
  return reasons;
}

function amberReasons(input: GateInput): readonly AmberReason[] {
  const { decision, facts, context, otherReading, followUp } = input;
  const { match, recipient } = facts;
  const checks: readonly (readonly [AmberReason, boolean])[] = [
    ['suggestion.other-reading', otherReading !== null && otherReading.clue !== 'producer'],
    ['producer-answer', otherReading?.clue === 'producer'],
    ['producer-silent', input.tellsOfWait === true],
    ['restored', context.behind],
    ['follow-up', followUp],
    ['needs-a-person', facts.intent.signals.threat || context.ourReplies >= MAX_REPLIES],
    ['match.fuzzy', match.basis === 'transaction~email'],
    ['identity.other', !isSureOfReader(decision, facts)],
    ['language.fallback', facts.languageFallback],
    ['via.form', recipient.via === 'form'],
    ['via.list', recipient.via === 'list'],
    ['reply-to.differs', match.hints.some((hint) => hint.kind === 'reply-to-differs')],
    ['sender.ambiguous', facts.senderAmbiguous],
    // Anybody can write a file: a person looks at whom the answer goes to.
    ['from-file', match.hints.some((hint) => hint.kind === 'from-file')],
    ['sender.suspicious', match.hints.some(({ kind }) => SUSPICIONS.includes(kind))],
    ['newer-message', context.newerMessage],
    ['answered-elsewhere', isAnsweredElsewhere(context)],
    ['answered-outside', context.answeredOutside !== null],
    // Without any purchase imported nobody is known: that says nothing about this requester.
    ['perhaps-newer-than-data', facts.perhapsNewer || (match.status === 'unmatched' && context.lastImportAt === null)],
    ['standing-differs', facts.purchase !== null && facts.purchase.standing !== null],
    ['data-older-than-a-day', restsOnStatus(decision) && isOld(context)],
    ['enumeration', context.enumeration],
    ['machine-like', context.machine],
    ['sender.blocked', context.blocked],
    ['incident', context.notice !== null],
    ['address.failed', context.unreachable.includes(foldAddress(input.to))],
    ['not-earned', !context.earned(decision)],
  ];
  return checks.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

/** Matched for its buyer, or one of the decisions whose text holds no purchase fact and needs no identity. */
function isSureOfReader(decision: DecisionId, facts: CaseFacts): boolean {
  if (facts.match.status === 'matched' && facts.match.identity === 'buyer') return true;
  // A From that failed DMARC may be forged: a person looks before anything is sent to it.
  return ORACLE_SAFE_DECISIONS.includes(decision) && !facts.dmarcFailed;
}

function restsOnStatus(decision: DecisionId): boolean {
  return decision === 'purchase.pending' || decision === 'purchase.inactive';
}

function isOld(context: ReplyContext): boolean {
  return context.lastImportAt === null || context.now - context.lastImportAt > DAY_MS;
}

function isAnsweredElsewhere(context: ReplyContext): boolean {
  return context.earlier.some((reply) => !reply.sameTicket && context.now - reply.at <= CASE_MS);
}
