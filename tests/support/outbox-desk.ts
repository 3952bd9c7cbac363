import { onTestFinished } from 'vitest';
import type { MailboxSettings } from '../../shared/contract/profile';
import { foldAddress } from '../../shared/domain/address';
import type { OutboxState } from '../../shared/domain/outbox';
import type { SentFolder } from '../../electron/engine/mail/mailbox';
import { createSmtpTransport } from '../../electron/engine/mail/smtp-transport';
import type { SmtpTransport } from '../../electron/engine/mail/smtp-transport';
import type { AcceptInput } from '../../electron/engine/outbox/accept';
import { createOutbox } from '../../electron/engine/outbox/outbox';
import type { Outbox } from '../../electron/engine/outbox/outbox';
import type { Outside } from '../../electron/engine/outside';
import type { Store } from '../../electron/engine/store/store';
import { insertTicket, readTicket } from '../../electron/engine/store/tickets-table';
import type { StoredTicket } from '../../electron/engine/store/tickets-table';
import { makeStore, silentLog } from './make-store';
import { createMovedClock } from './moved-clock';
import type { MovedClock } from './moved-clock';
import type { SmtpSink } from './smtp-sink';

/** A Sent folder in memory that fails when told. */
export type FakeSent = SentFolder & {
  readonly copies: { readonly messageId: string; readonly raw: Buffer }[];
  readonly flagged: string[];
  /** Row ids of messages that the server says were answered. */
  readonly answered: Set<string>;
  /** The server does not answer any more. */
  isSilent: boolean;
  /** How many of the next appends fail. */
  failAppends: number;
  /** How often a Message-ID was looked for. */
  looks: number;
};

/** One ticket of Marta's with one message, an outbox over a real store, a sink and a clock that the test moves. */
export type OutboxDesk = {
  readonly store: Store;
  readonly clock: MovedClock;
  readonly outbox: Outbox;
  readonly sent: FakeSent;
  readonly changed: string[];
  /** Another outbox over the same store, as after a restart. */
  restart(smtp?: SmtpTransport): Outbox;
  ticket(): Promise<StoredTicket>;
  states(): Promise<readonly OutboxState[]>;
  /** Adds a message to the ticket, as sync and pipeline would. */
  addMessage(message: Partial<NewTestMessage>): Promise<void>;
  /** What an agent accepts on the ticket as it stands now. */
  input(change?: Partial<AcceptInput>): Promise<AcceptInput>;
};

export type NewTestMessage = {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: string;
  readonly messageId: string | null;
  readonly text: string;
  readonly receivedAt: number;
  readonly isAuto: boolean;
  readonly ticket: string | null;
  readonly reportType: string;
  readonly references: readonly string[];
};

export const REQUESTER = 'marta.rossi@posta.example';
export const TICKET = 'T-1';

/** Settings of the mailbox of these tests. */
export function mailboxOf(server: MailboxSettings['smtp']): MailboxSettings {
  return {
    id: 'main',
    imap: { ...server, port: 1 },
    smtp: server,
    address: 'support@corsi.example',
    name: 'Assistenza Corsi',
    language: 'it',
    signature: 'Anna, Assistenza Corsi',
  };
}

/** A transport to the sink, with waits short enough for tests. */
export function transportTo(sink: SmtpSink, password = sink.password): SmtpTransport {
  return createSmtpTransport({
    server: sink.server,
    password,
    ca: sink.certificate.cert,
    timeouts: { connectMs: 3_000, answerMs: 3_000 },
  });
}

export async function makeOutboxDesk(options: {
  readonly smtp: SmtpTransport;
  readonly server: MailboxSettings['smtp'];
  readonly withSent?: boolean;
  /** The provider makes the copy in Sent by itself: the test puts it there with `sent.copies.push`. */
  readonly savesSent?: boolean;
  readonly store?: Store;
}): Promise<OutboxDesk> {
  const clock = createMovedClock();
  const store = options.store ?? (await makeStore({ clock }));
  let last = 0;
  const outside: Outside = {
    clock,
    log: silentLog,
    resourcesDir: '',
    ids: {
      row: () => `row-${String((last += 1)).padStart(6, '0')}`,
      secret: () => String((last += 1)).padStart(32, '0'),
    },
  };
  const sent = fakeSent();
  const changed: string[] = [];
  const open: Outbox[] = [];
  onTestFinished(async () => {
    const stopping = open.map((outbox) => outbox.stop());
    // A transport that never comes back: stopping gives up on it by the clock.
    clock.advance(60_000);
    await Promise.all(stopping);
  });
  const make = (smtp: SmtpTransport): Outbox => {
    const outbox = createOutbox({
      store,
      outside,
      smtp,
      sent: options.withSent === false ? null : sent,
      savesSent: options.savesSent ?? false,
      mailbox: mailboxOf(options.server),
      onChanged: (tickets) => void changed.push(...tickets),
    });
    open.push(outbox);
    return outbox;
  };
  const desk: OutboxDesk = {
    store,
    clock,
    outbox: make(options.smtp),
    sent,
    changed,
    restart: (smtp = options.smtp) => make(smtp),
    ticket: () => readTicket(store.db, TICKET),
    async states() {
      const rows = await store.db.selectFrom('outbox').select('state').orderBy('id').execute();
      return rows.map((row) => row.state as OutboxState);
    },
    async addMessage(message) {
      await addMessage(store, clock.now(), message);
    },
    async input(change = {}) {
      const { revision } = await desk.ticket();
      return {
        ticket: TICKET,
        revision,
        decision: 'club.first-access',
        macro: 'club.first-access',
        macroVersion: '1',
        rulesVersion: '1',
        source: 'suggestion',
        thread: 'reply',
        reply: {
          to: { name: 'Marta Rossi', address: REQUESTER },
          subject: 'Re: Non riesco ad accedere',
          text: 'Ciao Marta,\n\napri il link: https://consumer.hotmart.com',
          language: 'it',
        },
        escalation: null,
        settles: null,
        undoMs: 10_000,
        by: 'Anna',
        ...change,
      };
    },
  };
  await insertTicket(store.db, newTicket(clock.now()));
  await desk.addMessage({ id: 'message-1', messageId: 'domanda@posta.example', receivedAt: clock.now() - 60_000 });
  return desk;
}

function fakeSent(): FakeSent {
  const copies: { messageId: string; raw: Buffer }[] = [];
  const flagged: string[] = [];
  const answered = new Set<string>();
  return {
    copies,
    flagged,
    answered,
    isSilent: false,
    failAppends: 0,
    looks: 0,
    append(raw, messageId) {
      if (this.failAppends > 0) {
        this.failAppends -= 1;
        return Promise.reject(new Error('NO [OVERQUOTA] Sent is full'));
      }
      copies.push({ messageId, raw: Buffer.from(raw) });
      return Promise.resolve(copies.length);
    },
    has(messageId) {
      this.looks += 1;
      return Promise.resolve(copies.some((copy) => copy.messageId === messageId));
    },
    exists: () => Promise.resolve(true),
    flagAnswered(messageRowId) {
      flagged.push(messageRowId);
      answered.add(messageRowId);
      return Promise.resolve(true);
    },
    isAnswered(messageRowId) {
      return this.isSilent ? new Promise(() => undefined) : Promise.resolve(answered.has(messageRowId));
    },
  };
}

async function addMessage(store: Store, now: number, change: Partial<NewTestMessage>): Promise<void> {
  const message: NewTestMessage = {
    id: `message-${now}-${change.messageId ?? ''}`,
    direction: 'inbound',
    from: REQUESTER,
    messageId: null,
    text: 'Buongiorno, ho pagato ma non mi è arrivato niente.',
    receivedAt: now,
    isAuto: false,
    ticket: TICKET,
    reportType: '',
    references: [],
    ...change,
  };
  const parsed = {
    messageId: message.messageId,
    inReplyTo: [],
    references: message.references,
    to: [],
    cc: [],
    marks: { reportType: message.reportType, nullReturnPath: message.reportType !== '', autoResponse: false },
  };
  await store.db
    .insertInto('message')
    .values({
      id: message.id,
      mailbox_id: 'main',
      digest: message.id,
      same_mail: '',
      direction: message.direction,
      ticket_id: message.ticket,
      message_id: message.messageId,
      from_name: message.from === REQUESTER ? 'Marta Rossi' : '',
      from_address: message.from,
      from_folded: foldAddress(message.from),
      subject: 'Non riesco ad accedere',
      sent_at: message.receivedAt,
      received_at: message.receivedAt,
      new_text: message.text,
      quoted_text: '',
      signature: '',
      parsed: JSON.stringify(parsed),
      html: null,
      parse_state: 'parsed',
      parse_attempts: 1,
      is_auto: message.isAuto ? 1 : 0,
    })
    .execute();
}

function newTicket(now: number): Omit<StoredTicket, 'queue' | 'revision'> {
  return {
    id: TICKET,
    number: 1,
    mailbox_id: 'main',
    requester_name: 'Marta Rossi',
    requester_address: REQUESTER,
    requester_folded: REQUESTER,
    subject: 'Non riesco ad accedere',
    preview: '',
    language: 'it',
    state: 'open',
    snoozed_until: null,
    handed_over: 0,
    junk: 0,
    problem: 0,
    assignee: null,
    filed_reason: null,
    no_answer_at: null,
    claim_until: null,
    unread: 1,
    intent: 'access.email_missing',
    match_status: 'matched',
    basis: 'email',
    identity: 'buyer',
    transaction_number: 'HP17715690036014',
    product_id: '1',
    delivery: 'club',
    undecided: 0,
    decision: 'club.first-access',
    unmatched_reason: null,
    case_json: '{}',
    corrected_json: null,
    related_to: null,
    messages: 1,
    created_at: now,
    updated_at: now,
    last_inbound_at: now,
    last_outbound_at: null,
    erased_at: null,
    answered_at: null,
    closed_at: null,
  };
}
