import type { Delivery } from './purchase';

/** What can speak for where a product's content lives, the strongest first. */
export const EVIDENCE_KINDS = ['ruling', 'catalogue', 'club-member', 'first-access', 'forwarded-mail'] as const;
/**
 * ruling: a person said it · catalogue: an import of the catalogue says it · club-member: Hotmart Club lists members of
 * the members area that the product links to · first-access: a member entered it · forwarded-mail: a customer forwarded
 * Hotmart's own access mail.
 */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** One row of the ledger: what speaks for a delivery of a product, counted. */
export type DeliveryEvidence = {
  readonly kind: EvidenceKind;
  /** `unknown`: a ruling that takes the earlier one back. A catalogue that says it says nothing, and is no evidence. */
  readonly delivery: Delivery;
  /** Who said it last: a person, a file, the slug of a club; '' where nobody is known. Never a customer. */
  readonly by: string;
  /** How often: rulings, imports, members, mails. */
  readonly times: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
};

/** Where a product's content lives by all that is known, and what contradicts it. */
export type DeliveryStanding = {
  readonly delivery: Delivery;
  /** null while nothing decides. */
  readonly restsOn: EvidenceKind | null;
  /** Evidence for another delivery: a person settles it, no rule does. */
  readonly conflicts: readonly DeliveryEvidence[];
};

/**
 * Which delivery stands (docs/purchases.md, "What a delivery rests on"):
 *
 * 1. the newer of the newest ruling and the newest word of the catalogue, where it says Club or producer: whoever imports
 *    a catalogue that says it has looked after whoever ruled before;
 * 2. else Club, where Hotmart Club knows a member or a first access. That it knows none proves nothing;
 * 3. else unknown. A forwarded mail can be forged: it never decides and contradicts nothing, it is only shown.
 */
export function standingDelivery(evidence: readonly DeliveryEvidence[]): DeliveryStanding {
  const words = [newestWord(evidence, 'ruling'), newestWord(evidence, 'catalogue')].filter((word) => word !== null);
  const club = evidence.filter(({ kind }) => kind === 'club-member' || kind === 'first-access');
  const word = words.reduce<DeliveryEvidence | null>(
    (best, one) => (best && best.lastAt >= one.lastAt ? best : one),
    null,
  );
  const decides = word ?? club.find(({ kind }) => kind === 'club-member') ?? club[0] ?? null;
  if (decides === null) return { delivery: 'unknown', restsOn: null, conflicts: [] };
  const { delivery, kind } = decides;
  return { delivery, restsOn: kind, conflicts: [...words, ...club].filter((one) => one.delivery !== delivery) };
}

/** The evidence that still speaks, the strongest first: of people and of the catalogue only the newest word does. */
export function speakingEvidence(evidence: readonly DeliveryEvidence[]): readonly DeliveryEvidence[] {
  const words = new Set([newestWord(evidence, 'ruling'), newestWord(evidence, 'catalogue')]);
  return EVIDENCE_KINDS.flatMap((kind) =>
    evidence.filter((one) => one.kind === kind && (!isWord(kind) || words.has(one))),
  );
}

/** Whether this kind is somebody's word, of which the newest holds, and not something that was counted. */
export function isWord(kind: EvidenceKind): boolean {
  return kind === 'ruling' || kind === 'catalogue';
}

function newestWord(evidence: readonly DeliveryEvidence[], kind: EvidenceKind): DeliveryEvidence | null {
  const newest = evidence
    .filter((one) => one.kind === kind)
    .reduce<DeliveryEvidence | null>((best, one) => (best && best.lastAt >= one.lastAt ? best : one), null);
  return newest === null || newest.delivery === 'unknown' ? null : newest;
}
