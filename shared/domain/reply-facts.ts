import { findAddresses, foldAddress } from './address';
import type { AnsweredOutside } from './answered-outside';
import type { CaseFacts, PurchaseFacts } from './case-facts';
import type { DecisionId } from './decision';
import { foldPlain } from './fold-text';
import type { ProducerCase } from './escalation';
import type { RunningNotice } from './incident';
import type { Intent, ReplyLanguage } from './intent';
import type { MacroFacts, Situation, Slot } from './macro';
import type { WorkingTime } from './working-time';
import { bareSubject, dateInWords, greetingName, oneLine } from './reply-text';

/** What the desk knows around a case when it answers: the team's settings and what was answered before. */
export type ReplyContext = {
  readonly now: number;
  /** When the team works: what is recent is counted by it. */
  readonly team: WorkingTime;
  readonly agentName: string;
  readonly mailboxAddress: string;
  readonly mailboxName: string;
  /** The team's signature; '' = agent's and mailbox's name. */
  readonly signature: string;
  /** Where "the support team" is; null = this desk. */
  readonly supportAddress: string | null;
  /** "domani alle 18", "24 hours"; '' = as soon as possible. */
  readonly supportAnswersBy: string;
  /** The team's own addresses: never a producer's, never a place to send a customer to. */
  readonly ownAddresses: readonly string[];
  readonly lastImportAt: number | null;
  readonly defaultLanguage: ReplyLanguage;
  /** Our replies of the last 14 days to this requester or purchase, in any ticket. */
  readonly earlier: readonly EarlierReply[];
  /** Replies of ours in this ticket. */
  readonly ourReplies: number;
  readonly openEscalation: boolean;
  /** That side conversation; null where there is none, or it was opened by a version that kept none. */
  readonly producer: ProducerCase | null;
  /** A message came after the one that the suggestions answer. */
  readonly newerMessage: boolean;
  /** The mail server says that somebody answered with another mail program; null where nobody did. */
  readonly answeredOutside: AnsweredOutside | null;
  /** Whether the decision may go at one key (casework.md, "Green"). */
  earned(decision: DecisionId): boolean;
  /** More than five numbers that are not the requester's in 24 h. */
  readonly enumeration: boolean;
  /** Folded addresses at which a mail of the last 14 days failed. */
  readonly unreachable: readonly string[];
  /** The requester writes as only a machine does: too many mails, or the same one over and over. */
  readonly machine: boolean;
  /** The team has blocked the requester: nothing goes to him unseen. */
  readonly blocked: boolean;
  /** The incident that the ticket is touched by, while its notice runs. */
  readonly notice: RunningNotice | null;
  /** A copy was restored and the mailbox was not read through since: what looks open may be answered. */
  readonly behind: boolean;
  /** The customer has not answered for so long that a reminder is to go, and none went. */
  readonly reminderDue: boolean;
  /** The producer has been silent beyond the team's limit, and the customer was not told in this side conversation. */
  readonly longWait: boolean;
};

export type EarlierReply = {
  readonly decision: DecisionId;
  /** The text it was made from; null or absent for one that was typed. */
  readonly macro?: string | null;
  readonly at: number;
  readonly by: string;
  readonly ticket: string;
  readonly sameTicket: boolean;
  /** It went to this very requester. Without it only replies of this ticket count towards a stranger. */
  readonly sameRequester?: boolean;
};

/** What one text is filled for: which purchase, which intent, to whom. */
export type ReplyAim = {
  /** The purchase the text is about; its facts are used only where the reader is its buyer. */
  readonly about: PurchaseFacts | null;
  readonly intent: Intent;
  /** A new thread to the purchase mailbox instead of an answer to the requester. */
  readonly toMailbox: boolean;
  readonly escalation: Situation['escalation'];
  readonly reason: Situation['reason'];
};

/** A producer who was told less than this many working days ago, 24 hours each, may still be sending by hand (casework.md). */
const RECENT_WORKING_DAYS = 1;
/** More products than this are no help in a question. */
const MAX_PRODUCTS = 8;

/** Whether what is written about a purchase reaches its buyer and nobody else. */
export function readerIsBuyer(facts: CaseFacts, toMailbox: boolean): boolean {
  return toMailbox || facts.match.identity === 'buyer';
}

/** Values and situation of one text. Facts of a purchase are left out wherever the reader is not its buyer. */
export function macroFacts(facts: CaseFacts, context: ReplyContext, aim: ReplyAim, noSubject: string): MacroFacts {
  const language = facts.replyLanguage;
  const slots = new Map<Slot, string>();
  const put = (slot: Slot, value: string): void => {
    if (value !== '') slots.set(slot, value);
  };
  const buyer = readerIsBuyer(facts, aim.toMailbox);
  // A stranger's greeting has no name: the No-oracle text is one and the same, whoever writes.
  const knownReader = facts.match.identity === 'buyer' && !aim.toMailbox;
  put('name', knownReader || isPlainAsk(facts) ? greetingName(facts.requesterName, language) : '');
  put('subject', bareSubject(facts.clues.subject) || noSubject);
  put('signature', signatureOf(context));
  put('answers_by', oneLine(context.supportAnswersBy));
  const support = supportAddressOf(context);
  put('support_address', support ?? '');
  if (buyer && aim.about !== null) putPurchase(put, aim.about, context, language);
  putSideConversation(put, facts, context, aim);
  if (facts.match.status === 'ambiguous' && facts.match.identity === 'buyer') put('products', productList(facts));
  const purchase = aim.about?.purchase;
  return {
    slots: Object.fromEntries(slots),
    situation: {
      has_name: slots.has('name'),
      has_link: slots.has('link'),
      has_producer: slots.has('producer'),
      has_producer_email: slots.has('producer_email'),
      has_answers_by: slots.has('answers_by'),
      has_claimed: slots.has('claimed_email'),
      buyer: buyer && aim.about !== null,
      renewal: buyer && (aim.about?.isRenewal ?? false),
      club: (buyer ? aim.about?.clubAccess : null) ?? 'unknown',
      recent: purchase !== undefined && isRecent(purchase.approvedAt ?? purchase.orderedAt, context),
      several: facts.match.status === 'ambiguous',
      mailbox: aim.toMailbox,
      again: earlierToReader(facts, context).length > 0 || context.ourReplies > 0,
      asks: asksOf(aim.intent),
      pending: pendingOf(purchase?.statusWord ?? ''),
      inactive: inactiveOf(purchase?.statusWord ?? ''),
      escalation: aim.escalation,
      reason: aim.reason,
      support: support === null ? 'desk' : 'address',
    },
  };
}

/**
 * Earlier replies that may change this text. A stranger's text must not change because someone else was answered about
 * the same purchase: that would tell that the purchase is known (domain.md, "No oracle").
 */
export function earlierToReader(facts: CaseFacts, context: ReplyContext): readonly EarlierReply[] {
  if (facts.match.identity === 'buyer') return context.earlier;
  return context.earlier.filter((reply) => reply.sameTicket || reply.sameRequester === true);
}

/** The address of the producer's support, null where it is missing, broken or one of the team's own. */
export function producerAddressOf(about: PurchaseFacts, context: ReplyContext): string | null {
  const address = oneLine(about.product?.producerEmail ?? '');
  return address === '' || isOwn(address, context) ? null : address;
}

/** Whether the team writes from, or reads, this address. */
export function isOwn(address: string, context: ReplyContext): boolean {
  const folded = foldAddress(address);
  return [context.mailboxAddress, ...context.ownAddresses].some((own) => foldAddress(own) === folded);
}

/** Bought so recently that a producer who sends by hand may still be at it. */
export function isRecent(boughtAt: number, { now, team }: Pick<ReplyContext, 'now' | 'team'>): boolean {
  return now < team.afterDays(boughtAt, RECENT_WORKING_DAYS);
}

/** What only texts about the producer's answer, and texts to the producer, print. */
function putSideConversation(
  put: (slot: Slot, value: string) => void,
  facts: CaseFacts,
  context: ReplyContext,
  { about, toMailbox }: ReplyAim,
): void {
  if (about === null || !readerIsBuyer(facts, toMailbox)) return;
  put('producer_words', context.producer?.answer?.words.text ?? '');
  // An address that somebody claims: the requester's own where he is not the buyer, else one that he asks for in his mail.
  const claimed =
    facts.match.identity === 'other' ? (facts.recipient.party?.address ?? '') : otherAddress(facts, about, context);
  put('claimed_email', oneLine(claimed));
}

/** An address in the buyer's mail that is nobody's whom we know: neither his, nor the producer's, nor ours. */
function otherAddress({ clues }: CaseFacts, { purchase, product }: PurchaseFacts, context: ReplyContext): string {
  const known = new Set([purchase.buyerEmail, product?.producerEmail ?? ''].map(foldAddress));
  const named = findAddresses(clues.newText).filter((address) => !known.has(foldAddress(address)));
  return named.find((address) => !isOwn(address, context)) ?? '';
}

/** A question to someone of whom nothing was named: no purchase is in it, so a name betrays nothing. */
function isPlainAsk(facts: CaseFacts): boolean {
  return facts.match.status === 'unmatched' && !facts.namesOthers;
}

function putPurchase(
  put: (slot: Slot, value: string) => void,
  about: PurchaseFacts,
  context: ReplyContext,
  language: ReplyLanguage,
): void {
  const { purchase, product } = about;
  put('transaction', purchase.transaction);
  put('product', oneLine(product?.name ?? '') || oneLine(purchase.productName));
  put('link', webLink(product?.memberAreaUrl ?? ''));
  put('purchase_email', oneLine(purchase.buyerEmail));
  put('purchase_date', Number.isFinite(purchase.orderedAt) ? dateInWords(purchase.orderedAt, language) : '');
  put('producer', oneLine(product?.producerName ?? '') || oneLine(purchase.producerName));
  put('producer_email', producerAddressOf(about, context) ?? '');
}

function productList(facts: CaseFacts): string {
  if (facts.match.status !== 'ambiguous') return '';
  const lines = facts.match.candidates.map(
    (purchase) => `- ${oneLine(purchase.productName)} (${dateInWords(purchase.orderedAt, facts.replyLanguage)})`,
  );
  return [...new Set(lines)].slice(0, MAX_PRODUCTS).join('\n');
}

/** The team's signature, or the names of agent and mailbox. */
export function signatureOf(
  context: Pick<ReplyContext, 'signature' | 'agentName' | 'mailboxName' | 'mailboxAddress'>,
): string {
  if (context.signature.trim() !== '') return context.signature;
  const names = [context.agentName, context.mailboxName].map(oneLine).filter((name) => name !== '');
  return [...new Set(names)].join('\n') || context.mailboxAddress;
}

/** Another address for the support team; one of our own would send the customer back to where he wrote. */
function supportAddressOf(context: ReplyContext): string | null {
  const address = oneLine(context.supportAddress ?? '');
  return address === '' || isOwn(address, context) ? null : address;
}

/** A link that a mail program can open; anything else in the catalogue counts as none. */
function webLink(link: string): string {
  const line = oneLine(link);
  return /^https?:\/\/[^\s<>"]+$/i.test(line) ? line : '';
}

function asksOf(intent: Intent): Situation['asks'] {
  switch (intent) {
    case 'access.email_missing':
      return 'missing';
    case 'access.password':
      return 'password';
    case 'access.link':
      return 'link';
    case 'access.first_login':
    case 'access.other':
    case 'other':
    case 'auto':
      return 'other';
  }
}

/** Hotmart's own word, in any of its spellings, to the wording of `purchase.pending`. */
function pendingOf(statusWord: string): Situation['pending'] {
  const word = foldPlain(statusWord);
  if (/overdue|delay|atras|vencid|moros|ritard|scadut/.test(word)) return 'overdue';
  if (/pre[^a-z]?(?:order|ordine|venda|venta|pedido)/.test(word)) return 'pre-order';
  if (/analis|analys|process|elabora/.test(word)) return 'analysis';
  if (/start|inici|inizi/.test(word)) return 'started';
  return /billet|boleto|bollettino/.test(word) ? 'billet' : 'waiting';
}

/** Hotmart's own word to the wording of `purchase.inactive`; what needs tact stays neutral (casework.md). */
function inactiveOf(statusWord: string): Situation['inactive'] {
  const word = foldPlain(statusWord);
  if (/partial|parcial|parzial/.test(word)) return 'neutral';
  if (/funds|fondos|fondi|saldo/.test(word)) return 'no-funds';
  if (/expir|scadut|vencid/.test(word)) return 'expired';
  if (/refund|reembols|rimbors/.test(word)) return 'refunded';
  return /cancel|annull/.test(word) ? 'cancelled' : 'neutral';
}
