/** Which tickets are one case (casework.md, "Second mails"). */

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
 * The other tickets of its case: open ones of the same requester within 72 h, and open ones of the same purchase. A ticket
 * that is not open is a case by itself.
 */
export function othersOfCase<T extends CaseTicket>(
  ticket: CaseTicket,
  others: readonly T[],
  known: readonly string[],
): readonly T[] {
  if (ticket.state !== 'open') return [];
  const joins = !isSharedAddress(ticket.requester_folded, known);
  return others.filter((other) => {
    if (other.id === ticket.id || other.state !== 'open') return false;
    if (ticket.transaction_number !== null && other.transaction_number === ticket.transaction_number) return true;
    return (
      joins &&
      other.requester_folded === ticket.requester_folded &&
      Math.abs(heardAt(other) - heardAt(ticket)) <= CASE_MS
    );
  });
}

function heardAt(ticket: CaseTicket): number {
  return ticket.last_inbound_at ?? ticket.created_at;
}
