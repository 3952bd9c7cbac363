import { foldAddress } from './address';
import type { CluePlace, Clues, NumberClue } from './clues';
import type { DmarcVerdict } from './message';
import { isOneEdit } from './one-edit';
import { namedProducts } from './product-names';
import type { Purchase } from './purchase';
import type { SenderSuspicion } from './sender-suspicion';
import { isReplySubject } from './reply-subject';
import { baseNumber, digitsOf } from './transaction-number';

export type MatchBasis = 'transaction' | 'transaction~email' | 'email' | 'email+product' | 'email+active';

/** Whether the requester is the purchase's buyer, by folded address and DMARC (domain.md, rule 6). */
export type Identity = 'buyer' | 'other';

/** Things the desk shows beside a match that never decide. */
export type MatchHint =
  | { readonly kind: 'number-unknown'; readonly number: string }
  | { readonly kind: 'near-own-purchase'; readonly number: string; readonly transaction: string }
  | { readonly kind: 'address-typo'; readonly address: string; readonly like: string }
  | { readonly kind: 'product-not-owned'; readonly product: string }
  | { readonly kind: 'reply-to-differs'; readonly address: string }
  | SenderSuspicion
  | { readonly kind: 'dmarc-failed' }
  | { readonly kind: 'dmarc-unverified' }
  /** A person opened the mail from a file. */
  | { readonly kind: 'from-file' };

/** Which purchase a ticket is about, on what evidence, and whether the requester is its buyer. */
export type Match =
  | {
      readonly status: 'matched';
      readonly purchase: Purchase;
      readonly basis: MatchBasis;
      readonly identity: Identity;
      /** Sentences' worth of evidence as data: the words read and where. */
      readonly evidence: readonly MatchEvidence[];
      readonly hints: readonly MatchHint[];
    }
  | {
      readonly status: 'ambiguous';
      /** All purchases of the address, active first. */
      readonly candidates: readonly Purchase[];
      readonly basis: MatchBasis;
      readonly identity: Identity;
      readonly evidence: readonly MatchEvidence[];
      readonly hints: readonly MatchHint[];
    }
  | {
      readonly status: 'unmatched';
      readonly basis: null;
      readonly identity: 'other';
      readonly evidence: readonly MatchEvidence[];
      readonly hints: readonly MatchHint[];
    };

export type MatchEvidence =
  | { readonly kind: 'number'; readonly written: string; readonly place: string }
  | { readonly kind: 'address'; readonly address: string; readonly from: 'sender' | 'reply-to' | 'text' }
  | { readonly kind: 'product-named'; readonly words: string }
  | { readonly kind: 'only-active' }
  | { readonly kind: 'linked-by-agent'; readonly agent: string };

/** What was found for the clues before anything is decided (design.md: gather, then compute). */
export type MatchCandidates = {
  /** Folded address of the requester; null when nobody can be answered. */
  readonly requester: string | null;
  readonly requesterFrom: 'sender' | 'reply-to';
  /** Purchases whose number, or number without suffix, the mail names, whoever bought them. */
  readonly numbered: readonly Purchase[];
  /** All purchases of the requester. */
  readonly own: readonly Purchase[];
  /** All purchases of addresses that the requester wrote in the new text. */
  readonly written: readonly Purchase[];
  /** Names of the whole catalogue: a named product that the requester does not own is a hint. */
  readonly catalogue: readonly { readonly productId: string; readonly name: string }[];
  /** Folded buyer addresses one typo away from the requester's. */
  readonly similar: readonly string[];
  /** The sentences that ask, for a mail that names two products. */
  readonly asking: () => string;
  /** What looks as if the sender were somebody else. */
  readonly suspicions: readonly SenderSuspicion[];
  readonly dmarc: DmarcVerdict;
  /** The newest mail was opened from a file; absent: it came by a server. */
  readonly fromFile?: boolean;
};

type Found = {
  readonly purchases: readonly Purchase[];
  readonly basis: MatchBasis;
  readonly evidence: readonly MatchEvidence[];
};

/** Rules 1 to 6 of domain.md, "Match", with its "Cases decided". Never throws. */
export function matchPurchases(clues: Clues, candidates: MatchCandidates): Match {
  const hints = readHints(clues, candidates);
  const found = byNumber(clues, candidates) ?? byTypo(clues, candidates) ?? byAddress(candidates);
  if (found === null) return { status: 'unmatched', basis: null, identity: 'other', evidence: [], hints };
  const picked = pickOne(found, clues, candidates);
  if (picked === null) {
    const all = [...found.purchases].sort(activeFirst);
    const identity = all.every((purchase) => isBuyer(purchase, candidates)) ? 'buyer' : 'other';
    return { status: 'ambiguous', candidates: all, basis: found.basis, identity, evidence: found.evidence, hints };
  }
  return {
    status: 'matched',
    purchase: picked.purchase,
    basis: picked.basis,
    identity: isBuyer(picked.purchase, candidates) ? 'buyer' : 'other',
    evidence: picked.evidence,
    hints,
  };
}

/** Rule 6. */
function isBuyer(purchase: Purchase, candidates: MatchCandidates): boolean {
  return candidates.requester !== null && purchase.buyerFolded === candidates.requester && candidates.dmarc !== 'fail';
}

/** The new text beats attachments, and they beat quoted text; the subject of an answer is as old as its quote. */
function rankOf(place: CluePlace, subject: string): number {
  switch (place) {
    case 'new':
      return 0;
    case 'subject':
      return isReplySubject(subject) ? 1 : 0;
    case 'attachment-name':
    case 'attachment-text':
      return 2;
    case 'quoted':
      return 3;
  }
}

/** Rule 1 and the first half of rule 2. */
function byNumber(clues: Clues, candidates: MatchCandidates): Found | null {
  const own = new Set(candidates.own.map((purchase) => purchase.transaction));
  for (let rank = 0; rank <= 3; rank += 1) {
    const here = clues.numbers.filter((clue) => rankOf(clue.place, clues.subject) === rank);
    const known = here.flatMap((clue) => {
      const pool = clue.bare ? candidates.own : candidates.numbered;
      const purchases = knownBy([clue.number, ...(clue.shorter ?? [])], pool);
      return purchases.length === 0 ? [] : [{ clue, purchases }];
    });
    if (known.length === 0) continue;
    const mine = known.filter(({ purchases }) => purchases.some((purchase) => own.has(purchase.transaction)));
    const chosen = mine.length > 0 ? mine : known.slice(0, 1);
    return {
      purchases: uniquePurchases(chosen.flatMap(({ purchases }) => purchases)),
      basis: 'transaction',
      evidence: chosen.map(({ clue }) => ({ kind: 'number', written: clue.written, place: clue.place })),
    };
  }
  return null;
}

/** The named item; else, without or with a suffix that the sale does not carry, the whole checkout. */
function knownBy(numbers: readonly string[], pool: readonly Purchase[]): readonly Purchase[] {
  for (const number of numbers) {
    const exact = pool.filter((purchase) => purchase.transaction === number);
    if (exact.length > 0) return exact;
    const checkout = pool.filter((purchase) => baseNumber(purchase.transaction) === baseNumber(number));
    if (checkout.length > 0) return checkout;
  }
  return [];
}

/** Second half of rule 2: one slip away from exactly one number of this requester's. */
function byTypo(clues: Clues, candidates: MatchCandidates): Found | null {
  for (const clue of [...clues.numbers].sort(
    (a, b) => rankOf(a.place, clues.subject) - rankOf(b.place, clues.subject),
  )) {
    if (clue.bare) continue;
    const near = nearOwn(clue, candidates.own);
    if (new Set(near.map((purchase) => baseNumber(purchase.transaction))).size !== 1) continue;
    const suffix = clue.number.slice(baseNumber(clue.number).length);
    const item = suffix === '' ? [] : near.filter((purchase) => purchase.transaction.endsWith(suffix));
    return {
      purchases: item.length > 0 ? item : near,
      basis: 'transaction~email',
      evidence: [{ kind: 'number', written: clue.written, place: clue.place }],
    };
  }
  return null;
}

function nearOwn(clue: NumberClue, own: readonly Purchase[]): readonly Purchase[] {
  for (const number of [clue.number, ...(clue.shorter ?? [])]) {
    const digits = digitsOf(number);
    const near = own.filter((purchase) => isOneEdit(digitsOf(purchase.transaction), digits));
    if (near.length > 0) return near;
  }
  return [];
}

/** Rule 3. */
function byAddress(candidates: MatchCandidates): Found | null {
  const { own, written, requester, requesterFrom } = candidates;
  if (own.length > 0) {
    return {
      purchases: own,
      basis: 'email',
      evidence: [{ kind: 'address', address: requester ?? '', from: requesterFrom }],
    };
  }
  if (written.length === 0) return null;
  const addresses = [...new Set(written.map((purchase) => purchase.buyerFolded))];
  return {
    purchases: written,
    basis: 'email',
    evidence: addresses.map((address) => ({ kind: 'address', address, from: 'text' })),
  };
}

type Picked = { readonly purchase: Purchase; readonly basis: MatchBasis; readonly evidence: readonly MatchEvidence[] };

/** Rule 4: the one purchase meant, or null. */
function pickOne(found: Found, clues: Clues, candidates: MatchCandidates): Picked | null {
  const { basis, evidence } = found;
  const first = found.purchases[0];
  if (found.purchases.length === 1 && first !== undefined) return { purchase: first, basis, evidence };
  const standing = newestOfEach(found.purchases);
  const only = standing[0];
  if (standing.length === 1 && only !== undefined) return { purchase: only, basis, evidence };
  const names = standing.map((purchase) => ({ productId: purchase.productId, name: purchase.productName }));
  const text = `${clues.subject}\n${clues.newText}`;
  const named = namedProducts(text, names);
  const asked = named.length > 1 ? namedProducts(candidates.asking(), names) : named;
  const chosen = standing.filter((purchase) => purchase.productId === asked[0]?.productId);
  if (asked.length === 1 && chosen.length === 1 && chosen[0] !== undefined) {
    return {
      purchase: chosen[0],
      basis: basis === 'email' ? 'email+product' : basis,
      evidence: [...evidence, { kind: 'product-named', words: asked[0]?.words ?? '' }],
    };
  }
  if (named.length > 1) return null;
  const active = standing.filter((purchase) => purchase.status === 'active');
  if (active.length !== 1 || active[0] === undefined) return null;
  return {
    purchase: active[0],
    basis: basis === 'email' ? 'email+active' : basis,
    evidence: [...evidence, { kind: 'only-active' }],
  };
}

/** Renewals of one subscription (same buyer, same product) are one candidate: the newest active one, else the newest. */
export function newestOfEach(purchases: readonly Purchase[]): readonly Purchase[] {
  const best = new Map<string, Purchase>();
  for (const purchase of [...purchases].sort(activeFirst)) {
    const key = `${purchase.buyerFolded}\n${purchase.productId}`;
    if (!best.has(key)) best.set(key, purchase);
  }
  return [...best.values()];
}

function activeFirst(a: Purchase, b: Purchase): number {
  const active = Number(b.status === 'active') - Number(a.status === 'active');
  if (active !== 0) return active;
  return b.orderedAt - a.orderedAt || (a.transaction < b.transaction ? -1 : 1);
}

function uniquePurchases(purchases: readonly Purchase[]): readonly Purchase[] {
  return [...new Map(purchases.map((purchase) => [purchase.transaction, purchase])).values()];
}

function readHints(clues: Clues, candidates: MatchCandidates): readonly MatchHint[] {
  const hints: MatchHint[] = [];
  for (const clue of clues.numbers) {
    if (clue.bare) continue;
    const known = knownBy([clue.number, ...(clue.shorter ?? [])], candidates.numbered);
    if (known.length === 0) hints.push({ kind: 'number-unknown', number: clue.number });
    const isOwn = known.some((purchase) => purchase.buyerFolded === candidates.requester);
    const near = isOwn ? undefined : nearOwn(clue, candidates.own)[0];
    if (near !== undefined) {
      hints.push({ kind: 'near-own-purchase', number: clue.number, transaction: near.transaction });
    }
  }
  for (const like of candidates.own.length === 0 ? candidates.similar : []) {
    hints.push({ kind: 'address-typo', address: candidates.requester ?? '', like });
  }
  const owned = new Set(candidates.own.map((purchase) => purchase.productId));
  for (const named of namedProducts(`${clues.subject}\n${clues.newText}`, candidates.catalogue)) {
    if (!owned.has(named.productId)) hints.push({ kind: 'product-not-owned', product: named.name });
  }
  if (
    clues.replyTo !== null &&
    clues.from !== null &&
    foldAddress(clues.replyTo.address) !== foldAddress(clues.from.address)
  ) {
    hints.push({ kind: 'reply-to-differs', address: clues.replyTo.address });
  }
  hints.push(...candidates.suspicions);
  if (candidates.dmarc === 'fail') hints.push({ kind: 'dmarc-failed' });
  if (candidates.dmarc === 'unverified') hints.push({ kind: 'dmarc-unverified' });
  if (candidates.fromFile === true) hints.push({ kind: 'from-file' });
  return hints;
}
