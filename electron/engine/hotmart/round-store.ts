import { z } from 'zod';
import { HOTMART_READERS, ROUND_KINDS } from '../../../shared/contract/hotmart';
import type { HotmartRound, ReadCounts, RoundKind } from '../../../shared/contract/hotmart';
import { ERROR_CODES } from '../../../shared/contract/errors';
import { dropCursors, readCursor, readCursors, writeCursor } from '../store/fetch-cursors-table';
import type { Db } from '../store/tickets-table';
import { passName } from './round-plan';
import type { LastRounds, Pass, Round } from './round-plan';

/** Names of the cursors: the round under way, its passes, the last round of each kind that read all, the last one at all. */
const ROUND = 'hotmart/round';
const PASS = 'hotmart/pass/';
const COMPLETE = 'hotmart/complete/';
const LAST = 'hotmart/last';
/** When a full round was read to its end with lists of sales missing. */
const TRIED = 'hotmart/tried-full';
/** When a product's contact was asked for in vain. */
const CONTACT = 'hotmart/contact/';

const countsSchema = z.object({
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  refused: z.number(),
});
const roundSchema = z.object({
  kind: z.enum(ROUND_KINDS),
  startedAt: z.number(),
  clientId: z.string(),
  monthsBack: z.number(),
  clubs: z.array(z.string()),
});
const passSchema = z.object({ token: z.string().nullable(), isDone: z.boolean(), counts: countsSchema });
const lastSchema = z.object({
  kind: z.enum(ROUND_KINDS),
  startedAt: z.number(),
  finishedAt: z.number(),
  isComplete: z.boolean(),
  counts: z.partialRecord(z.enum(HOTMART_READERS), countsSchema),
  problems: z.array(
    z.object({
      code: z.enum(ERROR_CODES),
      reason: z.string().optional(),
      message: z.string(),
      action: z.string(),
      retryable: z.boolean(),
      detail: z.record(z.string(), z.string().or(z.number())),
    }),
  ),
});

/** How far a pass was read: the cursor of its next page (null: its first), and what was met until there. */
export type PassState = z.infer<typeof passSchema>;

export const NOTHING_READ: ReadCounts = { read: 0, added: 0, changed: 0, unchanged: 0, refused: 0 };

export function sumCounts(one: ReadCounts, other: ReadCounts): ReadCounts {
  return {
    read: one.read + other.read,
    added: one.added + other.added,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    refused: one.refused + other.refused,
  };
}

/** The round that is under way or was stopped; null: none is. */
export async function readRound(db: Db): Promise<Round | null> {
  return read(roundSchema, await readCursor(db, ROUND));
}

/** Begins a round: whatever was left of another one is forgotten. */
export async function beginRound(db: Db, round: Round): Promise<void> {
  await dropCursors(db, PASS);
  await writeCursor(db, { name: ROUND, value: JSON.stringify(round), at: round.startedAt });
}

/** How far each pass of the round was read, by its name. */
export async function readPasses(db: Db): Promise<ReadonlyMap<string, PassState>> {
  const rows = await readCursors(db, PASS);
  const states = [...rows].map(([name, value]) => [name.slice(PASS.length), read(passSchema, value)] as const);
  return new Map(states.flatMap(([name, state]) => (state === null ? [] : [[name, state] as const])));
}

/** Belongs into the transaction that writes the page. */
export async function writePass(db: Db, pass: Pass, state: PassState, at: number): Promise<void> {
  await writeCursor(db, { name: `${PASS}${passName(pass)}`, value: JSON.stringify(state), at });
}

/** Ends the round; the next ones build on one that is complete. */
export async function endRound(db: Db, round: Round, ended: HotmartRound): Promise<void> {
  const at = ended.finishedAt;
  await dropCursors(db, PASS);
  await dropCursors(db, ROUND);
  if (ended.isComplete) await writeCursor(db, { name: `${COMPLETE}${round.kind}`, value: JSON.stringify(round), at });
  if (round.kind === 'full') {
    await dropCursors(db, TRIED);
    if (!ended.isComplete) await writeCursor(db, { name: TRIED, value: String(at), at });
  }
  await writeLast(db, ended);
}

/** When a full round was last read to its end with lists of sales missing, epoch ms; null: the last one was whole. */
export async function readTriedFull(db: Db): Promise<number | null> {
  const at = await readCursor(db, TRIED);
  return at === null ? null : Number(at);
}

/** What the settings show of the last round, also of one that was stopped by a failure and will be gone on with. */
export async function writeLast(db: Db, ended: HotmartRound): Promise<void> {
  await writeCursor(db, { name: LAST, value: JSON.stringify(ended), at: ended.finishedAt });
}

export async function readLast(db: Db): Promise<HotmartRound | null> {
  const last = read(lastSchema, await readCursor(db, LAST));
  return last;
}

/** The last complete round of each kind. */
export async function readComplete(db: Db): Promise<LastRounds> {
  const rows = await readCursors(db, COMPLETE);
  const found: Partial<Record<RoundKind, Round>> = {};
  for (const kind of ROUND_KINDS) {
    const round = read(roundSchema, rows.get(`${COMPLETE}${kind}`) ?? null);
    if (round) found[kind] = round;
  }
  return found;
}

/** When contacts of products were asked for in vain, by product id, epoch ms. */
export async function readVainContacts(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await readCursors(db, CONTACT);
  return new Map([...rows].map(([name, at]) => [name.slice(CONTACT.length), Number(at)]));
}

export async function writeVainContact(db: Db, productId: string, at: number): Promise<void> {
  await writeCursor(db, { name: `${CONTACT}${productId}`, value: String(at), at });
}

/** A cursor of another version of ours is none: what it stood for is read anew. */
function read<Shape>(schema: z.ZodType<Shape>, text: string | null): Shape | null {
  if (text === null) return null;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
