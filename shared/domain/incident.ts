import type { CaseFacts } from './case-facts';
import type { DecisionId } from './decision';
import type { ReplyLanguage } from './intent';

/** Notices of incidents (casework.md, "Peaks and incidents"): which ticket one touches, and who may read it. */

/** What one is about: a product, all products of a producer, or (both empty) every ticket about access. */
export type NoticeScope = { readonly productId: string; readonly producerName: string };

/** One that runs now. */
export type RunningNotice = NoticeScope & {
  readonly id: string;
  /** What the customer is told, without greeting and closing. */
  readonly texts: Readonly<Record<ReplyLanguage, string>>;
  /** When it ends, epoch ms. */
  readonly until: number;
  readonly by: string;
};

/** Texts of notices are known by this in the outbox and in what was sent earlier. */
export const NOTICE_MACRO = 'notice.';

/** The macro's name of a notice. */
export function noticeMacro({ id }: Pick<RunningNotice, 'id'>): string {
  return `${NOTICE_MACRO}${id}`;
}

/** What tells how to get in, which an incident makes wrong for now. */
const ABOUT_ENTERING: readonly DecisionId[] = [
  'club.first-access',
  'club.existing-account',
  'club.password-reset',
  'club.product-link',
  'producer.contact',
];
/** What asks first; an incident of everything touches that, too. */
const ASKING: readonly DecisionId[] = ['ask.purchase-details', 'ask.which-product', 'verify.purchase-email'];

/** The running notice that touches a case, the narrowest first; null where none does. */
export function noticeOf(
  facts: Pick<CaseFacts, 'decision' | 'purchase'>,
  running: readonly RunningNotice[],
): RunningNotice | null {
  const { id } = facts.decision;
  const { purchase } = facts;
  const all = running.find((notice) => notice.productId === '' && notice.producerName === '') ?? null;
  if (ASKING.includes(id)) return all;
  if (!ABOUT_ENTERING.includes(id) || purchase === null) return null;
  const producer = purchase.product?.producerName || purchase.purchase.producerName;
  return (
    running.find((notice) => notice.productId === purchase.purchase.productId) ??
    running.find(
      (notice) => notice.productId === '' && notice.producerName !== '' && notice.producerName === producer,
    ) ??
    all
  );
}

/**
 * Whether the requester may be told: a notice of a product or a producer goes to its buyer alone, because that it is sent at all
 * would tell a stranger that the number he named is known (domain.md, "No oracle").
 */
export function mayReadNotice(notice: NoticeScope, facts: Pick<CaseFacts, 'match'>): boolean {
  return (notice.productId === '' && notice.producerName === '') || facts.match.identity === 'buyer';
}
