/**
 * Which ticket a message belongs to (domain.md, "Terms: ticket"). Pure: who is known was gathered before. Threading
 * headers only propose; the folded sender decides, so a stranger who quotes a known Message-ID gets a ticket of his own.
 */

/** Most references of one message that are looked up, nearest first: 20,000 are an attack, not a conversation. */
export const MAX_REFERENCES = 100;

/** A message on its way into a ticket. Addresses are folded. */
export type ThreadMessage = {
  readonly from: string;
  /** It lies in Sent, or it is from one of our addresses and the receiving server did not fail it. */
  readonly ours: boolean;
  /** It lies in Sent: it opens no customer ticket. */
  readonly sent: boolean;
  /** To and Cc. */
  readonly recipients: readonly string[];
  /** No person wrote it, and it reports on no mail of ours. */
  readonly auto?: boolean;
};

/** A ticket that the store knows by the Message-ID of one of its messages. */
export type KnownTicket = {
  readonly ticket: string;
  /** Number of the ticket: of two that turn out to be one, the older number stays. */
  readonly number: number;
  readonly requester: string;
  /** Addresses that an agent added to the conversation. */
  readonly added: readonly string[];
};

/** What the store knows around a message, nearest first. */
export type ThreadFacts = {
  /** The ticket whose outbox wrote this very Message-ID; null for everything else. */
  readonly written: KnownTicket | null;
  /** Tickets of the messages that it names in In-Reply-To and References. */
  readonly named: readonly KnownTicket[];
  /** Tickets of the messages that name it: they arrived before their parent. */
  readonly naming: readonly KnownTicket[];
  /** Tickets whose outbox wrote a message that it names, nearest first: nobody but the recipient knows such an id. */
  readonly answers?: readonly KnownTicket[];
};

/** Where the message goes. */
export type Placing =
  | {
      readonly kind: 'join';
      readonly ticket: KnownTicket;
      /** Tickets of the same requester that this message shows to be the same conversation. */
      readonly merge: readonly KnownTicket[];
      /** Our message that is addressed to the requester. */
      readonly answers: boolean;
    }
  | {
      readonly kind: 'new';
      /** The ticket it names without being allowed in: shown as "related to", nothing of it is seen or quoted. */
      readonly relatedTo: string | null;
      /** Tickets of strangers that named it before it arrived: they become related to the new one. */
      readonly relates: readonly string[];
    }
  /** Ours, answering nothing that is known, or come back to us. */
  | { readonly kind: 'unfiled' };

/** Decides where one message goes. */
export function placeMessage(message: ThreadMessage, facts: ThreadFacts): Placing {
  // Our own mail that came back to us, through a list or a rule of the mailbox: it lies in its ticket already.
  if (message.ours && !message.sent && facts.written) return { kind: 'unfiled' };
  const admitting = message.ours ? ticketsForOurs(message, facts) : ticketsForRequester(message, facts);
  const first = admitting[0];
  if (first) {
    // Two people's tickets never become one, whatever one message of ours names.
    const same = unique(admitting).filter((known) => known.requester === first.requester);
    const oldest = same.reduce((best, known) => (known.number < best.number ? known : best), first);
    return {
      kind: 'join',
      ticket: oldest,
      merge: message.sent ? [] : same.filter((known) => known.ticket !== oldest.ticket),
      answers: message.ours && message.recipients.includes(oldest.requester),
    };
  }
  if (message.sent) return { kind: 'unfiled' };
  // An answer machine may write from another address than the one that we wrote to: its word belongs to our mail.
  const answered = message.auto === true ? facts.answers?.[0] : undefined;
  if (answered) return { kind: 'join', ticket: answered, merge: [], answers: false };
  return {
    kind: 'new',
    relatedTo: facts.named[0]?.ticket ?? null,
    relates: unique(facts.naming).map((known) => known.ticket),
  };
}

function ticketsForRequester(message: ThreadMessage, facts: ThreadFacts): readonly KnownTicket[] {
  // Two mails without a readable sender are not from the same person.
  if (message.from === '') return [];
  return [
    ...facts.named.filter((known) => known.requester === message.from || known.added.includes(message.from)),
    ...facts.naming.filter((known) => known.requester === message.from),
  ];
}

// Ours joins what it names. A message that names ours proves nothing by itself (anyone may know the Message-ID), so
// there ours must have been written to that requester.
function ticketsForOurs(message: ThreadMessage, facts: ThreadFacts): readonly KnownTicket[] {
  if (facts.written) return [facts.written];
  const addressed = (known: KnownTicket) => message.recipients.includes(known.requester);
  return [
    ...facts.named.filter(addressed),
    ...facts.naming.filter(addressed),
    ...facts.named.filter((known) => !addressed(known)),
  ];
}

function unique(known: readonly KnownTicket[]): readonly KnownTicket[] {
  const seen = new Set<string>();
  return known.filter(({ ticket }) => !seen.has(ticket) && seen.add(ticket));
}

/** The Message-IDs a message names, nearest first, each once: In-Reply-To, then References from the last. */
export function namedMessageIds(inReplyTo: readonly string[], references: readonly string[]): readonly string[] {
  const lastFirst = references.slice(-MAX_REFERENCES).reduceRight<string[]>((ids, id) => [...ids, id], []);
  return [...new Set([...inReplyTo, ...lastFirst])].slice(0, MAX_REFERENCES);
}
