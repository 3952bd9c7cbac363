import { foldAddress } from '../../../shared/domain/address';
import type { Clues } from '../../../shared/domain/clues';
import { type Match, matchPurchases } from '../../../shared/domain/match';
import type { Message } from '../../../shared/domain/message';
import { askingSentences } from '../../../shared/domain/read-intent';
import type { SenderSuspicion } from '../../../shared/domain/sender-suspicion';
import type { Purchase } from '../../../shared/domain/purchase';
import { baseNumber } from '../../../shared/domain/transaction-number';
import type { PurchaseSource } from '../purchases/purchase-source';
import type { Conversation } from './conversation';
import type { Requester } from './find-requester';

/** Enough numbers to find the right one; the rest is a list somebody tries out. */
const MAX_NUMBERS = 40;

/** What a match rests on beside the purchases. */
export type MatchInput = {
  readonly conversation: Pick<Conversation, 'corrected'>;
  readonly clues: Clues;
  readonly requester: Requester;
  readonly language: string | null;
  readonly dmarc: Message['dmarc'];
  /** The newest mail was opened from a file. */
  readonly fromFile: boolean;
  readonly suspicions: readonly SenderSuspicion[];
  /** The desk's own addresses, as written. */
  readonly ownAddresses: readonly string[];
};

/** Gathers the candidates that the clues point at and matches them; a purchase that an agent linked beats them all. */
export async function matchConversation(input: MatchInput, source: PurchaseSource): Promise<Match> {
  const { conversation, clues, requester, language, dmarc, fromFile, suspicions, ownAddresses } = input;
  const { transaction: linked, refused } = conversation.corrected;
  const possible = await withoutRefusedPurchases(refused, source);
  const ours = new Set([...ownAddresses, requester.folded ?? ''].map(foldAddress));
  const addresses = clues.addresses.map(foldAddress).filter((address) => !ours.has(address));
  const numbers = clues.numbers
    .filter(({ bare }) => !bare)
    .slice(0, MAX_NUMBERS)
    .flatMap(({ number, shorter }) => [number, ...(shorter ?? [])])
    .flatMap((number) => [number, baseNumber(number)]);
  const [numbered, written, catalogue, similar] = await Promise.all([
    numbers.length === 0 ? [] : source.byNumbers([...new Set(numbers)]),
    addresses.length === 0 ? [] : source.byBuyers([...new Set(addresses)]),
    source.catalogue(),
    requester.own.length > 0 || requester.folded === null ? [] : source.similarBuyers(requester.folded),
  ]);
  const candidates = {
    requester: requester.folded,
    requesterFrom: requester.from,
    numbered: possible(numbered),
    own: possible(requester.own),
    written: possible(written),
    catalogue,
    similar,
    asking: () => askingSentences(clues.newText, language),
    suspicions,
    dmarc,
    fromFile,
  };
  const match = withoutRefused(matchPurchases(clues, candidates), refused);
  if (linked === null) return match;
  const purchase = (await source.byNumbers([linked])).find(({ transaction }) => transaction === linked);
  if (purchase === undefined) return match;
  const identity = purchase.buyerFolded === requester.folded && candidates.dmarc !== 'fail' ? 'buyer' : 'other';
  const evidence = [{ kind: 'linked-by-agent', agent: '' } as const];
  return { status: 'matched', purchase, basis: 'transaction', identity, evidence, hints: match.hints };
}

/** Leaves out what an agent refused, with every other payment of the same subscription (domain.md: renewals are one). */
export async function withoutRefusedPurchases(
  refused: readonly string[],
  source: PurchaseSource,
): Promise<(purchases: readonly Purchase[]) => readonly Purchase[]> {
  if (refused.length === 0) return (purchases) => purchases;
  const keyOf = ({ buyerFolded, productId }: Purchase): string => `${buyerFolded} ${productId}`;
  const known = (await source.byNumbers(refused)).filter(({ transaction }) => refused.includes(transaction));
  const keys = new Set(known.map(keyOf));
  return (purchases) =>
    purchases.filter((purchase) => !refused.includes(purchase.transaction) && !keys.has(keyOf(purchase)));
}

/** The number of a purchase that an agent refused is known all the same: it is not "perhaps newer than our purchases". */
function withoutRefused(match: Match, refused: readonly string[]): Match {
  if (refused.length === 0) return match;
  const known = new Set(refused.flatMap((transaction) => [transaction, baseNumber(transaction)]));
  return { ...match, hints: match.hints.filter((hint) => hint.kind !== 'number-unknown' || !known.has(hint.number)) };
}
