import { SportelloError } from '../../shared/contract/errors';
import type { ReturnNotice } from '../../shared/contract/views';
import type { BodyParts, Message } from '../../shared/domain/message';
import { faultOf } from './log';
import type { FreshMessages } from './mail/intake';
import type { MessageOrigin } from './mail/read-one-message';
import { gatheredSource } from './purchases/gathered-source';
import type { PurchaseSource } from './purchases/purchase-source';
import { findUnread, readRaws } from './store/messages-table';
import { serverPartsOf } from './store/server-parts-table';
import { mailboxesOf, readMessages, rolesOfMessages } from './store/thread-table';
import { unresolvedTicketIds } from './store/tickets-table';
import type { StoreSource } from './purchases/store-source';
import type { Store } from './store/store';
import { decideTickets } from './tickets/decide-tickets';
import type { DecideRoom } from './tickets/decide-tickets';
import type { Suspect } from './tickets/machine-pace';
import { envelopeOf } from './tickets/envelope';
import { fileBatch } from './tickets/file-batch';
import { asFromFile, fileSavedMail } from './tickets/file-saved-mail';
import type { SavedMail, SavedMailPlace } from './tickets/file-saved-mail';
import type { MessageReading } from './tickets/message-reading';
import { followMoves } from './tickets/follow-moves';
import type { Filed, ReadMessage } from './tickets/file-messages';

/** A message with its parts, and what it says by itself where the reader could tell. */
type Read = { readonly message: Message; readonly parts: BodyParts; readonly reading?: MessageReading | null };

/** Reads one stored message in a process that can be killed; throws only where not even an envelope can be read. */
export type MessageReader = {
  parse(raw: Uint8Array, options: MessageOrigin): Promise<Read>;
  /** Mail is about to come. */
  warm?(): void;
  close(): Promise<void>;
};

export type PipelineRoom = DecideRoom & {
  readonly source: StoreSource;
  /** The store for filing: under the team's lease, where there is one. */
  readonly filing: Store;
  readonly reader: MessageReader;
  /** Whether a machine wrote the message (domain.md, intent `auto`). */
  readonly isAuto: (message: Message, parts: BodyParts, source: PurchaseSource) => Promise<boolean>;
  /** These tickets have changed; called after every transaction that the window should see. */
  readonly changed: (tickets: readonly string[]) => void;
  /** A mail of ours did not arrive; called after it was committed. */
  readonly returned?: (notice: ReturnNotice) => void;
  /** Somebody writes as only a machine does. */
  readonly suspected?: (suspect: Suspect) => void;
};

/** What a run over stored messages did. */
export type Taken = { readonly tickets: number; readonly unreadable: number };

export type Pipeline = {
  /**
   * message → ticket → clues → match → decision → row → event, for stored messages in any order. Safe to repeat.
   * `fresh`: bytes of those that were committed just now; the others are read from the store.
   */
  take(messages: readonly string[], fresh?: FreshMessages): Promise<Taken>;
  /** Goes on where a crash stopped: messages stored and not yet filed. */
  resume(): Promise<Taken>;
  /** Decides again: these tickets, or all that are neither done nor filed. Answers how many changed. */
  decideAgain(tickets: readonly string[] | null): Promise<number>;
  /** Mail was moved in this mailbox: its tickets follow it into Junk or out of it. */
  moved(messages: readonly string[], mailbox: string): Promise<void>;
  /** Reads a mail that a person opened from a file. Rejects with `file-unreadable` where it is none. */
  readSaved(raw: Uint8Array, mailbox: string): Promise<Omit<SavedMail, 'stored'>>;
  /** Files such a mail like one that came, once; `keep` false: only says what would become of it. */
  fileSaved(mail: SavedMail, keep: boolean): Promise<SavedMailPlace>;
  /** Settles when nothing is under way. */
  settled(): Promise<void>;
};

const NONE: FreshMessages = new Map();

/** Messages that are read, filed and decided together. */
const BATCH = 200;

/** The way of a message through the desk. One run at a time: two would file one conversation twice. */
export function createPipeline(room: PipelineRoom): Pipeline {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = last.then(work);
    // The next run starts whatever became of this one; who asked for this one hears of its failure.
    last = run.catch(() => undefined);
    return run;
  };
  return {
    take: (messages, fresh = NONE) => {
      // Read while the messages before these are still filed and decided: two threads, each busy.
      const ahead = parseAhead(room, messages.slice(0, BATCH), fresh);
      return inTurn(() => takeAll(room, messages, ahead, fresh));
    },
    resume: () =>
      inTurn(async () => {
        let taken: Taken = { tickets: 0, unreadable: 0 };
        for (;;) {
          const waiting = await findUnread(room.store.db, BATCH);
          if (waiting.length === 0) return taken;
          taken = sum(taken, await takeAll(room, waiting, parseAhead(room, waiting, NONE), NONE));
        }
      }),
    decideAgain: (tickets) =>
      inTurn(async () => {
        const changed = await decideTickets(room, tickets ?? (await unresolvedTicketIds(room.store.db)));
        room.changed(changed);
        return changed.length;
      }),
    moved: (messages, mailbox) =>
      inTurn(async () => {
        room.changed(await room.filing.transaction((db) => followMoves(db, room.outside, { messages, mailbox })));
      }),
    readSaved: async (raw, mailbox) => {
      const {
        message,
        parts,
        reading = null,
      } = await room.reader.parse(raw, { authservId: authservOf(room, mailbox) });
      return { message: asFromFile(message), parts, reading };
    },
    fileSaved: (mail, keep) =>
      inTurn(async () => {
        const place = await fileSavedMail(room, mail, keep);
        if (keep && place.kind === 'filed') await announce(room, place.filed);
        return place;
      }),
    settled: () => inTurn(async () => undefined),
  };
}

async function takeAll(
  room: PipelineRoom,
  messages: readonly string[],
  first: Promise<Parsed>,
  fresh: FreshMessages,
): Promise<Taken> {
  let taken: Taken = { tickets: 0, unreadable: 0 };
  let next = first;
  for (let start = 0; start < messages.length; start += BATCH) {
    const parsed = await next;
    next = parseAhead(room, messages.slice(start + BATCH, start + 2 * BATCH), fresh);
    const read = await joinRows(room, messages.slice(start, start + BATCH), parsed);
    const filed = await room.filing.transaction((db) => fileBatch(db, room, read), 'repeatable');
    await announce(room, filed);
    taken = sum(taken, {
      tickets: filed.created,
      unreadable: read.filter((one) => one.message.readability === 'envelope').length,
    });
  }
  return taken;
}

/** Decides what filing left undecided, and says what it changed. */
async function announce(room: PipelineRoom, filed: Filed): Promise<void> {
  await decideTickets(room, filed.undecided, 'repeatable');
  room.changed([...filed.touched, ...filed.takenUp]);
  for (const notice of filed.notices) room.returned?.(notice);
  for (const suspect of filed.suspects) room.suspected?.(suspect);
}

/** What the reader made of each message, by row id. */
type Parsed = ReadonlyMap<string, Read>;

function parseAhead(room: PipelineRoom, ids: readonly string[], fresh: FreshMessages): Promise<Parsed> {
  const parsed = parseAll(room, ids, fresh);
  // its failure is thrown where it is awaited; until then Node must not call it unhandled
  parsed.catch(() => undefined);
  return parsed;
}

async function parseAll(room: PipelineRoom, ids: readonly string[], fresh: FreshMessages): Promise<Parsed> {
  if (ids.length === 0) return new Map();
  const { db } = room.store;
  const rows = await mailboxesOf(db, ids);
  const raws = await readRaws(
    db,
    ids.filter((id) => !fresh.has(id)),
  );
  const onServer = await serverPartsOf(db, ids);
  const parsed = rows.map(async (row) => {
    const raw = fresh.get(row.id) ?? raws.get(row.id) ?? new Uint8Array();
    const authservId = authservOf(room, row.mailbox_id);
    const left = onServer.get(row.id);
    const origin = { authservId, ...(left ? { left: left.map(({ part: _part, ...attachment }) => attachment) } : {}) };
    const read = await readOne(room, row.id, raw, origin);
    return [row.id, row.fromFile ? { ...read, message: asFromFile(read.message) } : read] as const;
  });
  return new Map(await Promise.all(parsed));
}

/** Whose Authentication-Results count in mail of this mailbox (RFC 8601); null: nobody's. */
function authservOf(room: PipelineRoom, mailbox: string): string | null {
  return room.desk().mailboxes.find(({ id }) => id === mailbox)?.authservId ?? null;
}

/** The rows as they are now: one may have been filed while it was being read. */
async function joinRows(room: PipelineRoom, ids: readonly string[], parsed: Parsed): Promise<readonly ReadMessage[]> {
  const { db } = room.store;
  const source = gatheredSource(room.source);
  const rows = await readMessages(db, ids);
  const roles = await rolesOfMessages(db, ids);
  const joined = rows.map(async (row) => {
    const read = parsed.get(row.id);
    if (!read) return [];
    const role = roles.get(row.id) ?? (row.direction === 'outbound' ? 'sent' : 'inbox');
    return [
      {
        row,
        ...read,
        reading: read.reading ?? null,
        isAuto: await room.isAuto(read.message, read.parts, source),
        role,
      },
    ];
  });
  return (await Promise.all(joined)).flat();
}

// What the reader cannot read at all still becomes a ticket: the bytes are kept, and a person looks.
async function readOne(room: PipelineRoom, id: string, raw: Uint8Array, origin: MessageOrigin): Promise<Read> {
  try {
    return await room.reader.parse(raw, origin);
  } catch (error) {
    // the reader is being closed: the message stays unread, and is read at the next start
    if (error instanceof SportelloError && error.code === 'engine-gone') throw error;
    room.outside.log.warn('intake', 'message.unreadable', { message: id, reason: faultOf(error) });
    const message = { ...envelopeOf(raw), ...(origin.left ? { attachments: origin.left } : {}) };
    return { message, parts: { newText: '', quotedText: '', signature: '' } };
  }
}

function sum(one: Taken, other: Taken): Taken {
  return { tickets: one.tickets + other.tickets, unreadable: one.unreadable + other.unreadable };
}
