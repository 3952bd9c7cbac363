import { foldAddress } from './address';
import type { CaseFacts, PurchaseFacts } from './case-facts';
import type { DecisionId } from './decision';
import { foldPlain } from './fold-text';
import type { MacroId } from './macro';

/** A page's own verdict, in the languages the desk reads. "I have no access" is none: it only says that one cannot get in. */
const BLOCKED =
  /\b(?:blocc\w+|bloquead\w+|bloque|blocked|locked|gesperrt|blockiert|negat[oaie]|negad[oa]s?|denegad[oa]s?|denied|verweigert|refuse|scadut\w+|expirad\w+|vencid\w+|caducad\w+|expired?|abgelaufen|sospes\w+|suspens\w+|suspendid\w+|suspended|suspendu|disabilitat\w+|disattivat\w+|desativad\w+|desactivad\w+|disabled|deactivated|forbidden|(?:non?|nao|not) (?:autorizz?ad?t?[oa]|authori[sz]ed)|unauthori[sz]ed|revocat\w+|revoked)\b/;

function saysBlocked(facts: CaseFacts): boolean {
  return facts.intent.signals.blocked && BLOCKED.test(foldPlain(`${facts.clues.subject}\n${facts.clues.newText}`));
}

/** The text of a decision in this case (casework.md, "What the texts must hold"). */
export function macroOf(facts: CaseFacts, decision: DecisionId, about: PurchaseFacts | null): MacroId {
  switch (decision) {
    case 'ask.purchase-details':
      return facts.namesOthers ? 'verify.purchase-email' : 'ask.purchase-details';
    case 'ask.which-product':
      return facts.match.identity === 'buyer' ? 'ask.which-product' : identityMacro(facts);
    case 'verify.purchase-email':
      return identityMacro(facts);
    case 'club.password-reset':
    case 'club.product-link':
    case 'club.first-access':
    case 'club.existing-account':
      return saysBlocked(facts) && about === facts.purchase ? 'club.blocked' : decision;
    case 'purchase.pending':
    case 'purchase.inactive':
    case 'producer.contact':
      return decision;
    case 'classify.product':
      return 'holding';
    case 'ignore':
    case 'route.support':
      return 'hand-over';
  }
}

/** The buyer whose DMARC failed answers from the very mailbox; anybody else gets the No-oracle text. */
function identityMacro(facts: CaseFacts): MacroId {
  const { match, recipient } = facts;
  const folded = foldAddress(recipient.party?.address ?? '');
  const purchases =
    match.status === 'matched' ? [match.purchase] : match.status === 'ambiguous' ? match.candidates : [];
  const isBuyer = purchases.length > 0 && purchases.every(({ buyerFolded }) => buyerFolded === folded);
  return facts.dmarcFailed && isBuyer ? 'verify.purchase-email.dmarc' : 'verify.purchase-email';
}

/** The text of a second mail that got the same decision: it repeats no step (casework.md, "Second mails"). */
export function followUpOf(facts: CaseFacts): MacroId {
  switch (facts.decision.id) {
    case 'ask.which-product':
      return facts.match.identity === 'buyer' ? 'follow-up.which-product' : 'follow-up.identify';
    case 'ask.purchase-details':
    case 'verify.purchase-email':
      return 'follow-up.identify';
    case 'purchase.pending':
      return 'follow-up.pending';
    case 'purchase.inactive':
      return 'follow-up.inactive';
    case 'producer.contact':
      return 'follow-up.producer';
    case 'club.password-reset':
    case 'club.product-link':
    case 'club.first-access':
    case 'club.existing-account':
      return 'follow-up.club';
    case 'ignore':
    case 'route.support':
    case 'classify.product':
      return 'hand-over';
  }
}
