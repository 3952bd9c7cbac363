import { findAddresses, foldAddress } from '../../../shared/domain/address';
import type { Recipient } from '../../../shared/domain/case-facts';
import type { BodyParts, Message, Party } from '../../../shared/domain/message';
import type { Purchase } from '../../../shared/domain/purchase';
import type { PurchaseSource } from '../purchases/purchase-source';

/** What the team's settings say of addresses, as written there. */
export type KnownAddresses = {
  readonly ownAddresses: readonly string[];
  readonly formSenders: readonly string[];
  readonly groupAddresses: readonly string[];
};

/** Who asks, how his address was found, and what he bought. */
export type Requester = {
  readonly recipient: Recipient;
  /** Folded; null when nobody can be answered. */
  readonly folded: string | null;
  readonly from: 'sender' | 'reply-to';
  readonly own: readonly Purchase[];
  /** A form or the team's own group address sent it: its headers do not make it `auto`. */
  readonly trustedSender: boolean;
};

const SYSTEM_LOCAL =
  /^(?:no-?_?reply|do-?not-?reply|nao-?responda|no-?responder|non-?rispondere|form|forms|contact-?form|web-?form|modulo|formulario|wordpress|www-data|apache|webmaster|website|sito|posta-certificata|notifications?|system|robot)(?:[+._-].*)?$/i;
const FORM_FIELD =
  /^\s*(?:e-?mail|email address|indirizzo e-?mail|correo(?: electr[oó]nico)?|endere[cç]o de e-?mail|la tua e-?mail|seu e-?mail|your e-?mail)\s*[:=]\s*(\S.*)$/imu;
const NAME_FIELD =
  /^\s*(?:nome(?: e cognome| completo)?|name|full name|nombre(?: y apellidos?| completo)?|your name|il tuo nome|seu nome)\s*[:=]\s*(\S.*)$/imu;

/** Rule 3 and "Reply-To" of domain.md, "Group mailboxes and forms" of casework.md. */
export async function findRequester(
  message: Message,
  parts: BodyParts,
  known: KnownAddresses,
  source: PurchaseSource,
): Promise<Requester> {
  const { from } = message;
  const sender = from === null ? null : foldAddress(from.address);
  const viaGroup = isThroughGroup(message, known);
  if (viaGroup) {
    const party = otherParty(message.replyTo, known) ?? message.marks.originalFrom ?? from;
    return requesterOf(party, 'list', 'reply-to', source);
  }
  const own = sender === null ? [] : await source.byBuyers([sender]);
  const isForm = isFormSender(message, parts, known);
  if (own.length > 0 || (!isForm && !isSystemAddress(from))) {
    return { recipient: { party: from, via: 'direct' }, folded: sender, from: 'sender', own, trustedSender: isForm };
  }
  const replyTo = otherParty(message.replyTo, known);
  if (replyTo !== null && foldAddress(replyTo.address) !== sender)
    return requesterOf(replyTo, 'form', 'reply-to', source);
  const field = isForm ? fieldParty(parts.newText, known) : null;
  if (field !== null) return requesterOf(field, 'form', 'reply-to', source);
  // A form without any address of a person: nothing can be sent. Another system address stays its own requester.
  const party = isForm ? null : from;
  return {
    recipient: { party, via: isForm ? 'form' : 'direct' },
    folded: sender,
    from: 'sender',
    own,
    trustedSender: isForm,
  };
}

async function requesterOf(
  party: Party | null,
  via: 'form' | 'list',
  from: 'sender' | 'reply-to',
  source: PurchaseSource,
): Promise<Requester> {
  const folded = party === null ? null : foldAddress(party.address);
  const own = folded === null ? [] : await source.byBuyers([folded]);
  return { recipient: { party, via }, folded, from, own, trustedSender: true };
}

function isSystemAddress(from: Party | null): boolean {
  return from !== null && SYSTEM_LOCAL.test(from.address.slice(0, from.address.lastIndexOf('@')));
}

/** Set by the team, marked in the header, or a system address that sends filled-in fields or somebody's Reply-To. */
export function isFormSender(message: Message, parts: BodyParts, known: KnownAddresses): boolean {
  const { from } = message;
  if (from === null) return false;
  const sender = foldAddress(from.address);
  if (known.formSenders.some((address) => foldAddress(address) === sender)) return true;
  const hasFields = FORM_FIELD.test(parts.newText) && NAME_FIELD.test(parts.newText);
  if (message.marks.formMark) return hasFields || message.replyTo.length > 0;
  return isSystemAddress(from) && (hasFields || otherParty(message.replyTo, known) !== null);
}

/** The team's own group address in the list headers or among the recipients of a list mail. */
function isThroughGroup(message: Message, known: KnownAddresses): boolean {
  if (known.groupAddresses.length === 0) return false;
  const { listId, originalFrom, listUnsubscribe, precedence } = message.marks;
  if (listId === null && originalFrom === null && !listUnsubscribe && precedence === null) return false;
  const groups = known.groupAddresses.map(foldAddress);
  const named = (listId ?? '').toLowerCase();
  return (
    groups.some((group) => named.includes(group.replace('@', '.')) || named.includes(group)) ||
    [message.from, ...message.to, ...message.cc].some(
      (party) => party !== null && groups.includes(foldAddress(party.address)),
    )
  );
}

function otherParty(
  parties: readonly Party[],
  known: Pick<KnownAddresses, 'ownAddresses' | 'groupAddresses'>,
): Party | null {
  const ours = new Set([...known.ownAddresses, ...known.groupAddresses].map(foldAddress));
  return parties.find((party) => !ours.has(foldAddress(party.address))) ?? null;
}

/** Whom the filled-in fields of a form name, other than ourselves; null where there are none. */
export function fieldParty(text: string, known: Pick<KnownAddresses, 'ownAddresses' | 'groupAddresses'>): Party | null {
  const address = findAddresses(FORM_FIELD.exec(text)?.[1] ?? '')[0];
  if (address === undefined) return null;
  return otherParty([{ name: (NAME_FIELD.exec(text)?.[1] ?? '').trim().slice(0, 100), address }], known);
}
