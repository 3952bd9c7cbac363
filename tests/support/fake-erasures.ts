import type { ErasureCount, ErasureCounts } from '../../shared/contract/erasures';

const NOTHING: ErasureCounts = {
  tickets: 0,
  messages: 0,
  replies: 0,
  notes: 0,
  drafts: 0,
  purchases: 0,
  memberships: 0,
  unreadable: 0,
  mentions: 0,
};

/** What a fake desk keeps of one address. */
export function fakeCount(address: string, known: Partial<ErasureCounts> = {}): ErasureCount {
  return { address, counts: { ...NOTHING, ...known }, waiting: [] };
}

/** Answers of a desk that knows one customer, and keeps closed tickets for ever until it is told otherwise. */
export function fakeErasures() {
  let months: number | null = null;
  const view = (of: number | null) => ({ months: of, tickets: of === null ? 0 : 120, oldest: of === null ? null : 0 });
  return {
    'erasures.count': (asked: { readonly address: string } | { readonly transaction: string }) =>
      'address' in asked
        ? [fakeCount(asked.address, { tickets: 3, messages: 9, replies: 4, purchases: 1, mentions: 2 })]
        : [],
    'erasures.run': () => ({
      counts: { ...NOTHING, tickets: 3, messages: 9 },
      olderCopies: ['daily-2026-01-14T09-00-00-000Z.db'],
    }),
    'retention.state': () => view(months),
    'retention.count': (asked: { readonly months: number }) => view(asked.months),
    'retention.save': (asked: { readonly months: number | null }) => {
      months = asked.months;
      return view(months);
    },
  };
}
