import type { PutAway } from '../../shared/contract/put-away';
import { attempt, undoable } from './casework';
import { rowsOf, seenOf } from './chosen';
import type { Desk } from './desk';
import { inParts } from './in-parts';
import { putAwayBlock } from './one-case';

/** Files the marked tickets as spam, else the one on screen: one undo block. */
export async function markSpam(desk: Desk): Promise<void> {
  const { marked } = desk.store.get();
  const open = desk.open()?.row;
  const rows = marked.length > 0 ? rowsOf(desk, marked) : open === undefined ? [] : [open];
  if (rows.length === 0) return;
  await attempt(desk, async () => {
    const tickets = seenOf(desk, rows);
    const back: PutAway[] = [];
    try {
      for (const part of inParts(tickets)) {
        back.push(...(await desk.engine.call('tickets.spam', { tickets: part.map((one) => ({ ...one })) })).back);
      }
      desk.store.set({ marked: [] });
    } finally {
      // Whatever went can be taken back, even if a later part was refused.
      putAwayBlock(desk, back, { key: 'toast.spam', values: { count: back.length } });
      if (open !== undefined && back.some(({ ticket }) => ticket === open.id)) desk.advanceFrom(open.id);
    }
  });
}

/** Blocks the requester of the open ticket; `buyer`: the person was told that he is one. One undo takes all of it back. */
export async function blockSender(desk: Desk, ticket: string, buyer: boolean): Promise<void> {
  await attempt(desk, async () => {
    const { address, blocked, back } = await desk.engine.call('senders.block', {
      ticket,
      revision: desk.revisionOf(ticket),
      buyer,
    });
    putAwayBlock(desk, back, { key: 'toast.sender-blocked', values: { address } }, async () => {
      // Somebody's earlier block is not ours to take back.
      if (!blocked) return;
      await desk.engine.call('senders.unblock', { address });
      await askSenders(desk);
    });
    await askSenders(desk);
    desk.advanceFrom(ticket);
  });
}

/** Lets a sender's mail into the queues again. */
export async function unblockSender(desk: Desk, address: string): Promise<void> {
  await attempt(desk, async () => {
    await desk.engine.call('senders.unblock', { address });
    await askSenders(desk);
    undoable(
      desk,
      `unblock-${address}-${desk.now()}`,
      { key: 'toast.sender-unblocked', values: { address } },
      async () => {
        await desk.engine.call('senders.restore', { address });
        await askSenders(desk);
      },
    );
  });
}

async function askSenders(desk: Desk): Promise<void> {
  for (const method of ['senders.list', 'senders.about']) {
    await desk.queries.invalidateQueries({ queryKey: [method] });
  }
}
