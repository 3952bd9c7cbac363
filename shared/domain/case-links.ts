/** What agents said of two tickets: that they are one case, or that they are not (domain.md, "ticket": merge and split are links). */

/** Words of an agent about two tickets. */
export const CASE_WORDS = ['joined', 'parted'] as const;
export type CaseWord = (typeof CASE_WORDS)[number];

/** The word that holds about two tickets, `one` the lower number: there is at most one about a pair. */
export type CaseLink = { readonly one: string; readonly other: string; readonly word: CaseWord };

/** Two different tickets, `T-…`, in the order in which a link names them. */
export function pairOf(ticket: string, other: string): Pick<CaseLink, 'one' | 'other'> {
  return numberOf(ticket) < numberOf(other) ? { one: ticket, other } : { one: other, other: ticket };
}

/** Whether agents said that these two are not one case. */
export function areParted(ticket: string, other: string, links: readonly CaseLink[]): boolean {
  const pair = pairOf(ticket, other);
  return links.some(({ one, other: second, word }) => word === 'parted' && one === pair.one && second === pair.other);
}

/** A ticket and whatever agents joined with it, itself or by way of others, open or not. */
export function joinedWith(ticket: string, links: readonly CaseLink[]): ReadonlySet<string> {
  const found = new Set([ticket]);
  // A set that grows while it is gone through: what is added is gone through, too.
  for (const id of found) {
    for (const { one, other, word } of links) {
      if (word !== 'joined') continue;
      if (one === id) found.add(other);
      if (other === id) found.add(one);
    }
  }
  return found;
}

function numberOf(ticket: string): number {
  return Number(ticket.slice(2));
}
