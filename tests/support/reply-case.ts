import path from 'node:path';
import type { CaseFacts, PurchaseFacts } from '../../shared/domain/case-facts';
import { DEFAULT_WEEK } from '../../shared/domain/clock-settings';
import { createWorkingTime } from '../../shared/domain/working-time';
import { decide } from '../../shared/domain/decision';
import type { Intent, ReplyLanguage } from '../../shared/domain/intent';
import type { Match } from '../../shared/domain/match';
import type { PurchaseStatus } from '../../shared/domain/purchase';
import type { ReplyContext } from '../../shared/domain/reply-facts';

/** `resources/` of this checkout. */
export const RESOURCES = path.resolve(import.meta.dirname, '../../resources');

/** Sunday, 22 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 10);

/** One invented sale of a Club product; every value is told apart in a text. */
export function purchaseFacts(change: {
  transaction?: string;
  product?: string;
  delivery?: PurchaseFacts['delivery'];
  status?: PurchaseStatus;
  statusWord?: string;
  link?: string;
  producerEmail?: string;
  orderedAt?: number;
  isRenewal?: boolean;
  hasEarlierClub?: boolean;
  clubAccess?: PurchaseFacts['clubAccess'];
  standing?: PurchaseFacts['standing'];
}): PurchaseFacts {
  const name = change.product ?? 'Orto sul Balcone';
  const orderedAt = change.orderedAt ?? Date.UTC(2026, 10, 12, 9, 30);
  const delivery = change.delivery ?? 'club';
  return {
    purchase: {
      transaction: change.transaction ?? 'HP1771569003',
      statusWord: change.statusWord ?? 'APPROVED',
      status: change.status ?? 'active',
      orderedAt,
      approvedAt: orderedAt,
      productId: name,
      productName: name,
      producerName: 'Verde Facile',
      buyerName: 'Giulia Ferri',
      buyerEmail: 'giulia.ferri@posta.example',
      buyerFolded: 'giulia.ferri@posta.example',
      recurrence: null,
      price: '49.00',
      currency: 'EUR',
      guaranteeEndsAt: null,
      parentTransaction: null,
      subscriberCode: null,
      paymentWord: '',
    },
    product: {
      productId: name,
      name,
      delivery,
      memberAreaUrl: change.link ?? 'https://orto-sul-balcone.club.example/login',
      producerName: 'Verde Facile',
      producerEmail: change.producerEmail ?? 'ciao@verdefacile.example',
    },
    delivery,
    hasEarlierClub: change.hasEarlierClub ?? false,
    clubAccess: change.clubAccess ?? null,
    isRenewal: change.isRenewal ?? false,
    standing: change.standing ?? null,
  };
}

export type CaseChange = {
  language?: ReplyLanguage;
  intent?: Intent;
  alternatives?: readonly Intent[];
  stepsTried?: boolean;
  blocked?: boolean;
  threat?: boolean;
  /** Matched purchase; null = unmatched; several = ambiguous. */
  purchase?: PurchaseFacts | null | readonly PurchaseFacts[];
  identity?: 'buyer' | 'other';
  basis?: NonNullable<Match['basis']>;
  others?: readonly PurchaseFacts[];
  from?: { name: string; address: string } | null;
  subject?: string;
  newText?: string;
  namesOthers?: boolean;
  dmarcFailed?: boolean;
  facts?: Partial<CaseFacts>;
};

/** A case as the pipeline hands it over, decided by the real table. */
export function caseFacts(change: CaseChange = {}): CaseFacts {
  const purchase = change.purchase === undefined ? purchaseFacts({}) : change.purchase;
  const identity = change.identity ?? 'buyer';
  const intent = change.intent ?? 'access.email_missing';
  const basis = change.basis ?? 'email';
  const from =
    change.from === undefined
      ? identity === 'buyer'
        ? { name: 'Giulia Ferri', address: 'giulia.ferri@posta.example' }
        : { name: 'Paolo Neri', address: 'paolo.neri@altrove.example' }
      : change.from;
  const common = { evidence: [], hints: [] } as const;
  const one = Array.isArray(purchase) ? null : (purchase as PurchaseFacts | null);
  const several = Array.isArray(purchase) ? (purchase as readonly PurchaseFacts[]) : [];
  let match: Match = { status: 'unmatched', basis: null, identity: 'other', ...common };
  if (one !== null) match = { status: 'matched', purchase: one.purchase, basis, identity, ...common };
  if (several.length > 0) {
    match = {
      status: 'ambiguous',
      candidates: several.map((facts) => facts.purchase),
      basis: 'email',
      identity,
      ...common,
    };
  }
  const language = change.language ?? 'it';
  return {
    language,
    replyLanguage: language,
    languageFallback: false,
    intent: {
      intent,
      evidence: [],
      alternatives: change.alternatives ?? [],
      signals: {
        stepsTried: change.stepsTried ?? false,
        blocked: change.blocked ?? false,
        threat: change.threat ?? false,
        thanks: false,
        autoReason: null,
      },
    },
    clues: {
      from,
      replyTo: null,
      numbers: [],
      addresses: [],
      subject: change.subject ?? 'Non trovo il corso',
      newText: change.newText ?? 'Buongiorno, non riesco a entrare.',
    },
    match,
    purchase: one,
    delivery: one?.delivery ?? null,
    others: change.others ?? several,
    decision: decide({
      intent,
      match,
      purchase: one && { status: one.purchase.status, delivery: one.delivery, hasEarlierClub: one.hasEarlierClub },
    }),
    recipient: { party: from, via: 'direct' },
    requesterName: from?.name ?? '',
    namesOthers: change.namesOthers ?? false,
    perhapsNewer: false,
    senderAmbiguous: false,
    dmarcFailed: change.dmarcFailed ?? false,
    askedAt: NOW - 3_600_000,
    ...change.facts,
  };
}

/** A desk on which everything is allowed. */
export function replyContext(change: Partial<ReplyContext> = {}): ReplyContext {
  return {
    now: NOW,
    team: createWorkingTime({ timeZone: 'UTC', week: DEFAULT_WEEK, holidays: new Set() }),
    agentName: 'Anna',
    mailboxAddress: 'support@corsi.example',
    mailboxName: 'Assistenza Corsi',
    signature: '',
    supportAddress: null,
    supportAnswersBy: '',
    ownAddresses: ['support@corsi.example'],
    lastImportAt: NOW - 3_600_000,
    defaultLanguage: 'it',
    earlier: [],
    ourReplies: 0,
    openEscalation: false,
    producer: null,
    newerMessage: false,
    answeredOutside: null,
    earned: () => true,
    enumeration: false,
    unreachable: [],
    machine: false,
    blocked: false,
    notice: null,
    behind: false,
    reminderDue: false,
    longWait: false,
    ...change,
  };
}
