import type { PackedError } from '../../../shared/contract/errors';
import { SportelloError } from '../../../shared/contract/errors';
import type { AcceptedBlock, OutboxPace } from '../../../shared/contract/views';
import type { DeskMailbox } from '../desk-settings';
import type { Clock } from '../outside';
import type { Store } from '../store/store';
import { answeringMailbox } from '../tickets/answering-mailbox';
import type { LetterInput } from './accept-letter';
import { behindSince } from './catch-up';
import type { Outbox } from './outbox';

/** The outbox of one mailbox. */
export type MailboxOutbox = {
  readonly mailbox: DeskMailbox;
  readonly outbox: Outbox;
  /** Whether this engine has what its outgoing server asks for; else its mails wait. */
  readonly canSend: boolean;
};

/**
 * Everything that the desk sends: one outbox for each mailbox, with its own server, sender, Sent folder and pace. What is written goes
 * out from the mailbox that its ticket came to; a mailbox that cannot send stops no other.
 */
export type DeskOutbox = Omit<Outbox, 'acceptLetter' | 'caughtUp' | 'compare'> & {
  /** A new message goes from this mailbox, a forward from that of its ticket; null: from the first. */
  acceptLetter(input: LetterInput & { readonly mailbox: string | null }): Promise<AcceptedBlock>;
  /** Every folder of this mailbox was read and filed; see `Outbox.caughtUp`. Goes on once that is true of all. */
  caughtUp(mailbox: string): Promise<boolean>;
  /** Why this mailbox's mails stand still; null while they do not. */
  stoppedOf(mailbox: string): PackedError | null;
  /** Not one of the mailboxes that this engine can send for goes on. */
  isStopped(): boolean;
  /** Whether this engine can send for any mailbox. */
  canSend(): boolean;
  /** Mailboxes that this engine lacks the outgoing password of: their mails wait. */
  readonly mute: readonly DeskMailbox[];
  /** Ids of the mailboxes it sends for. */
  readonly mailboxes: readonly string[];
};

/** `holdGone` holds what waits for mailboxes other than these; see `holdGone`. */
export function createDeskOutbox(options: {
  readonly store: Store;
  readonly of: readonly [MailboxOutbox, ...MailboxOutbox[]];
  readonly holdGone: () => Promise<void>;
  /** When it is asked again, as long as this engine sends; ms. null: never, all was held at the start. */
  readonly holdAgainMs: number | null;
  readonly clock: Pick<Clock, 'after'>;
  /** What no caller waits for went wrong. */
  failed(error: unknown): void;
}): DeskOutbox {
  const { store, of: all, holdGone } = options;
  const [first] = all;
  const ids = all.map(({ mailbox }) => mailbox.id);
  const able = (): readonly Outbox[] => all.filter(({ canSend }) => canSend).map(({ outbox }) => outbox);
  const each = async (work: (outbox: Outbox) => Promise<void>): Promise<void> => {
    await Promise.all(all.map(({ outbox }) => work(outbox)));
  };
  const known = (id: string | undefined): Outbox | null => all.find(({ mailbox }) => mailbox.id === id)?.outbox ?? null;
  const readThrough = new Set<string>();
  let holding: Promise<void> = Promise.resolve();
  let cancelHolding: () => void = () => undefined;

  function holdNow(): void {
    cancelHolding();
    holding = holdGone().catch((error: unknown) => options.failed(error));
    if (options.holdAgainMs !== null) cancelHolding = options.clock.after(options.holdAgainMs, holdNow);
  }

  async function ofTicket(ticket: string): Promise<Outbox> {
    const mailbox = await answeringMailbox(
      store.db,
      all.map((one) => one.mailbox),
      ticket,
    );
    return known(mailbox?.id) ?? first.outbox;
  }

  async function ofRow(by: 'id' | 'block', value: string): Promise<Outbox | null> {
    const rows = store.db.selectFrom('outbox').select('mailbox_id').where(by, '=', value);
    const row = await rows.limit(1).executeTakeFirst();
    return row ? known(row.mailbox_id) : first.outbox;
  }

  return {
    mailboxes: ids,
    accept: async (input) => (await ofTicket(input.ticket)).accept(input),
    async acceptLetter({ mailbox, ...input }) {
      if (mailbox !== null && known(mailbox) === null) throw noSuchMailbox(mailbox);
      const named = known(mailbox ?? undefined);
      const usual = input.ticket === null ? first.outbox : await ofTicket(input.ticket);
      return (named ?? usual).acceptLetter(input);
    },
    maxBytes: () => Math.min(...all.map(({ outbox }) => outbox.maxBytes())),
    undo: async (block) => ((await ofRow('block', block)) ?? first.outbox).undo(block),
    async resolve(id, action, by) {
      const outbox = await ofRow('id', id);
      if (outbox === null && (action === 'retry' || action === 'send-now')) throw mailboxGone();
      return (outbox ?? first.outbox).resolve(id, action, by);
    },
    list: () => first.outbox.list(),
    isUnderWay: () => all.some(({ outbox }) => outbox.isUnderWay()),
    start() {
      holdNow();
      for (const outbox of able()) outbox.start();
    },
    look() {
      for (const outbox of able()) outbox.look();
    },
    async standDown() {
      cancelHolding();
      await each((outbox) => outbox.standDown());
    },
    async flush() {
      await holdGone();
      await Promise.all(able().map((outbox) => outbox.flush()));
    },
    holdWaiting: () => each((outbox) => outbox.holdWaiting()),
    async stop() {
      cancelHolding();
      await each((outbox) => outbox.stop());
      await holding;
    },
    async caughtUp(mailbox) {
      readThrough.add(mailbox);
      const outbox = known(mailbox);
      if (outbox === null) return false;
      // An answer to what one mailbox asked may lie in Sent of another.
      if ((await behindSince(store.db)) !== null && !ids.every((id) => readThrough.has(id))) {
        await outbox.compare();
        return false;
      }
      const wasBehind = await outbox.caughtUp();
      if (wasBehind) for (const other of able()) other.look();
      return wasBehind;
    },
    stopped: () => all.map(({ outbox }) => outbox.stopped()).find((error) => error !== null) ?? null,
    isStopped: () => able().every((outbox) => outbox.stopped() !== null),
    stoppedOf(mailbox) {
      const one = all.find((each) => each.mailbox.id === mailbox);
      return one?.outbox.stopped() ?? null;
    },
    pace: () => paceOf(able().length === 0 ? [first.outbox] : able()),
    canSend: () => able().length > 0,
    mute: all.flatMap(({ mailbox, canSend }) => (canSend ? [] : [mailbox])),
  };
}

/** How fast all go together; a pause is told of whichever ends last. */
function paceOf(outboxes: readonly Outbox[]): OutboxPace {
  const paces = outboxes.map((outbox) => outbox.pace());
  return {
    sent: paces.reduce((sum, { sent }) => sum + sent, 0),
    limit: paces.reduce((sum, { limit }) => sum + limit, 0),
    paused: paces.reduce<OutboxPace['paused']>(
      (last, { paused }) => (paused && paused.until > (last?.until ?? 0) ? paused : last),
      null,
    ),
  };
}

function mailboxGone(): SportelloError {
  return new SportelloError('not-allowed', 'The mailbox that this reply was written for is in the profile no more', {
    reason: 'mailbox-gone',
    action: 'Add the mailbox again with the same id, or discard the reply: its text becomes a draft again.',
  });
}

function noSuchMailbox(id: string): SportelloError {
  return new SportelloError('bad-params', `The desk has no mailbox ${id}`, {
    reason: 'no-such-mailbox',
    action: 'Choose another sender.',
  });
}
