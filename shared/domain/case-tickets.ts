import { areParted, joinedWith } from './case-links';
import type { CaseLink } from './case-links';

/** Which tickets are one case (casework.md, "Second mails"), and what agents said of it. */

/** Open tickets of one requester whose last mails lie at most this far apart are one case, ms. */
export const CASE_MS = 72 * 3_600_000;

/**
 * Mailboxes that stand for an office or a machine: two mails from one of them may be about two people. RFC 2142 has the
 * first of these names; forms and lists are those of casework.md, "Group mailboxes and forms".
 */
const ROLE_LOCAL =
  /^(?:info|sales|marketing|support|help|abuse|postmaster|hostmaster|webmaster|admin|office|contact|hello|team|segreteria|amministrazione|assistenza|supporto|contatti|ufficio|vendite|atendimento|contato|suporte|financeiro|comercial|vendas|contacto|soporte|ventas|administracion|oficina|no-?_?reply|do-?not-?reply|nao-?responda|no-?responder|forms?|modulo|formulario|wordpress|notifications?|system|robot)(?:[+._-].*)?$/;

/** What the rule asks of a ticket. */
export type CaseTicket = {
  readonly id: string;
  readonly state: string;
  /** Folded; '' where nobody can be answered. */
  readonly requester_folded: string;
  readonly transaction_number: string | null;
  readonly last_inbound_at: number | null;
  readonly created_at: number;
};

/** Whether this address can be two people's: it joins no tickets. `known` are own, form and group addresses, folded. */
export function isSharedAddress(folded: string, known: readonly string[]): boolean {
  const at = folded.lastIndexOf('@');
  return at < 1 || known.includes(folded) || ROLE_LOCAL.test(folded.slice(0, at));
}

/**
 * The other tickets of its case. By the rule: open ones of the same requester within 72 h, and open ones of the same purchase.
 * An agent's word beats the rule (domain.md, "ticket"), and the latest about a pair holds, which is what `links` has:
 *
 * - Joined tickets are one case: whoever wrote them, whatever they are about, however long apart, an office's address among them.
 *   Joining goes on from ticket to ticket, and so does the rule over it: what the rule joins with either of two joined tickets is of
 *   the case of both. From a ticket that the rule alone joined the rule goes no further, as ever.
 * - Parted tickets are in no case together, even where the rule or others that were joined would bring both into one. A word is about
 *   its pair alone; whoever parts a ticket from its case says it of each other ticket that is in it then, and whoever joins it takes
 *   that back (`tickets/case-links.ts`).
 *
 * A ticket that is not open is a case by itself. Its links stay, for when it opens again, and hold together what was joined by way of it.
 */
export function othersOfCase<T extends CaseTicket>(
  ticket: CaseTicket,
  others: readonly T[],
  known: readonly string[],
  links: readonly CaseLink[],
): readonly T[] {
  if (ticket.state !== 'open') return [];
  const open = others.filter((other) => other.id !== ticket.id && other.state === 'open');
  const ids = new Set(joinedWith(ticket.id, links));
  /** Those of whom the rule is asked. */
  const asked = new Set<CaseTicket>([ticket, ...open.filter(({ id }) => ids.has(id))]);
  // A set that grows while it is gone through: what is added is gone through, too.
  for (const one of asked) {
    for (const other of open) {
      if (!isOneByRule(one, other, known) || areParted(one.id, other.id, links)) continue;
      const joined = joinedWith(other.id, links);
      for (const id of joined) ids.add(id);
      for (const member of open) if (member !== other && joined.has(member.id)) asked.add(member);
    }
  }
  return open.filter(({ id }) => ids.has(id) && !areParted(ticket.id, id, links));
}

/** Whether these two are one case where nobody said anything. */
function isOneByRule(ticket: CaseTicket, other: CaseTicket, known: readonly string[]): boolean {
  if (ticket.id === other.id) return false;
  if (ticket.transaction_number !== null && other.transaction_number === ticket.transaction_number) return true;
  return (
    other.requester_folded === ticket.requester_folded &&
    Math.abs(heardAt(other) - heardAt(ticket)) <= CASE_MS &&
    !isSharedAddress(ticket.requester_folded, known)
  );
}

function heardAt(ticket: CaseTicket): number {
  return ticket.last_inbound_at ?? ticket.created_at;
}
