import { SportelloError } from '../../shared/contract/errors';
import type { AcceptedBlock, TicketView } from '../../shared/contract/views';
import { askDrafts } from '../composer/attach-files';
import { askEngine } from '../engine-client';
import type { Desk } from './desk';
import { offerRest, othersOfCase } from './one-case';
import type { WindowWord } from './other-windows';
import { neighboursOf, putRowBack } from './rows-back';
import type { Neighbours } from './rows-back';
import { takeLetterBack, tellQueued } from './sending';

/** What the toast of a block says: keys of the locale files, `detail` a decision. */
export type QueuedWords = { readonly sentence: string; readonly detail: string | null };

/** One accepted block: into the outbox, one Undo for all of it, on to the next ticket. `draft`: what its words were taken from. */
export async function queue(
  desk: Desk,
  view: TicketView,
  ask: (revision: number) => Promise<AcceptedBlock>,
  words: QueuedWords,
  draft: string | null = null,
): Promise<boolean> {
  const ticket = view.row.id;
  const others = othersOfCase(desk, ticket);
  desk.store.set({ busy: true });
  try {
    const answer = ask(desk.revisionOf(ticket));
    desk.underWay = answer;
    const block = await answer;
    recorded(desk, view, block, { words, draft, others, undo: () => takeBackThenShow(desk, block, ticket) });
    desk.advanceFrom(ticket);
    return true;
  } catch (error) {
    await refuse(desk, ticket, error);
    return false;
  } finally {
    desk.underWay = null;
    desk.store.set({ busy: false, armed: null });
  }
}

/**
 * As `queue`, with the next ticket on screen while the engine writes: a key is answered in its own frame. Nothing is said to be queued
 * before it is on the disk; until then no other reply is taken, and what is refused leads back to its ticket.
 */
export async function queueAhead(
  desk: Desk,
  view: TicketView,
  ask: (revision: number) => Promise<AcceptedBlock>,
  words: QueuedWords,
): Promise<void> {
  const ticket = view.row.id;
  const around = neighboursOf(desk, ticket);
  const others = othersOfCase(desk, ticket);
  desk.store.set({ busy: true });
  const answer = ask(desk.revisionOf(ticket));
  desk.underWay = answer;
  desk.advanceFrom(ticket);
  const next = desk.store.get().selected;
  try {
    const block = await answer;
    recorded(desk, view, block, { words, draft: null, others, undo: () => takeBack(desk, block, view, around) });
  } catch (error) {
    if (isUntouched(desk, next)) {
      desk.select(ticket);
      desk.guard.returned();
    } else {
      desk.toast({ sentence: { key: 'toast.reply-not-queued', values: { name: nameOf(view) } }, tone: 'bad' });
    }
    await refuse(desk, ticket, error);
  } finally {
    desk.underWay = null;
    desk.store.set({ busy: false });
  }
}

/** Whether nothing was begun on this ticket: nobody is led away from under his own keys. */
function isUntouched(desk: Desk, ticket: string | null): boolean {
  const { selected, composer, dialog, armed, letter } = desk.store.get();
  return selected === ticket && composer === 'closed' && dialog === null && armed === null && letter === null;
}

/** The block is on the disk: it can be taken back, and that is said. */
function recorded(
  desk: Desk,
  view: TicketView,
  block: AcceptedBlock,
  about: {
    readonly words: QueuedWords;
    readonly draft: string | null;
    readonly others: ReturnType<typeof othersOfCase>;
    readonly undo: () => Promise<void>;
  },
): void {
  const { words, draft, others, undo } = about;
  desk.blocks.push({ id: block.block, until: block.until, undo });
  const name = block.items[0]?.toName || nameOf(view);
  tellQueued(desk, block, words.sentence, words.detail, name);
  if (block.items.some(({ kind }) => kind === 'reply')) offerRest(desk, view.row.id, others);
  const { id } = view.row;
  desk.others.tell({ kind: 'queued', ticket: id, draft, letter: false, block, words: { ...words, name } });
  if (draft !== null) desk.others.tell({ kind: 'draft', draft });
  void askDrafts(desk);
}

/** Another window accepted it: here it can be taken back as well, and that is said. */
export function queuedElsewhere(desk: Desk, queued: Extract<WindowWord, { kind: 'queued' }>): void {
  const { ticket, draft, letter, block, words } = queued;
  const undo = (): Promise<void> =>
    letter && draft !== null ? takeLetterBack(desk, block, draft) : takeBackThenShow(desk, block, ticket);
  desk.blocks.push({ id: block.block, until: block.until, undo });
  tellQueued(desk, block, words.sentence, words.detail, words.name);
}

async function refuse(desk: Desk, ticket: string, error: unknown): Promise<void> {
  // Only for the next press on this ticket, and only after it was said.
  const isHere = desk.store.get().selected === ticket;
  if (isHere && error instanceof SportelloError && error.code === 'reply-repeated') desk.store.set({ repeat: true });
  if (error instanceof SportelloError && ['stale-revision', 'reply-needs-confirmation'].includes(error.code)) {
    await desk.queries.invalidateQueries({ queryKey: ['tickets.open', { ticket }] });
  }
  desk.complain(error);
}

function nameOf({ row }: TicketView): string {
  return row.requesterName === '' ? row.requesterAddress : row.requesterName;
}

/**
 * Back to the ticket as it was before the reply, in the key's own frame; that it was taken back is said once the engine did. No reply
 * is taken before the ticket was read anew, as the one on screen may have changed since.
 */
async function takeBack(desk: Desk, block: AcceptedBlock, view: TicketView, around: Neighbours): Promise<void> {
  const ticket = view.row.id;
  const { selected: from } = desk.store.get();
  const key = { queryKey: ['tickets.open', { ticket }] };
  desk.store.set((state) => ({ busy: true, ...(state.rest?.answered === ticket ? { rest: null } : {}) }));
  // What was typed there since is in the cache alone.
  desk.queries.setQueryData<TicketView>(key.queryKey, (known) => ({ ...view, draft: known?.draft ?? view.draft }));
  putRowBack(desk.queries, view.row, around);
  desk.select(ticket);
  desk.guard.returned();
  try {
    const { tickets } = await desk.engine.call('replies.undo', { block: block.block });
    const back = tickets[0] ?? ticket;
    desk.toast({ sentence: { key: 'toast.reply-undone' } });
    await readAnew(desk, back);
    desk.others.tellAll({ kind: 'draft', draft: back });
    if (desk.store.get().selected === ticket) desk.select(back);
  } catch (error) {
    if (desk.store.get().selected === ticket) desk.select(from);
    await Promise.all([
      desk.queries.invalidateQueries(key),
      desk.queries.invalidateQueries({ queryKey: ['tickets.page'] }),
    ]);
    throw error;
  } finally {
    desk.store.set({ busy: false });
  }
}

/**
 * Back to the ticket of a text that was typed, or of a mail to a producer, once it was read anew: the engine gives the text back, and
 * what is on screen first is what is written on.
 */
async function takeBackThenShow(desk: Desk, block: AcceptedBlock, ticket: string): Promise<void> {
  const { tickets } = await desk.engine.call('replies.undo', { block: block.block });
  desk.store.set((state) => (state.rest?.answered === ticket ? { rest: null } : {}));
  const back = tickets[0] ?? ticket;
  await readAnew(desk, back);
  desk.others.tellAll({ kind: 'draft', draft: back });
  desk.toast({ sentence: { key: 'toast.reply-undone' } });
  desk.select(back);
  desk.guard.returned();
}

/** A ticket, its draft and its row as the store has them now. */
async function readAnew(desk: Desk, ticket: string): Promise<void> {
  await Promise.all([
    askDrafts(desk),
    desk.queries.fetchQuery({ ...askEngine(desk.engine, 'tickets.open', { ticket }), staleTime: 0 }),
    // The engine says it too, but gathers what changed before it does: the row is wanted now.
    desk.queries.invalidateQueries({ queryKey: ['tickets.page'] }),
  ]);
}
