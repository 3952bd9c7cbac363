import type { PutAway } from '../../shared/contract/put-away';
import type { Reviewing } from '../../shared/contract/review';
import type { TicketRow } from '../../shared/contract/views';
import { CLOSED } from '../../shared/domain/erasure';
import { attempt, undoable } from './casework';
import { chosenTickets, rowsOf, seenOf } from './chosen';
import type { Desk } from './desk';
import { inParts } from './in-parts';
import { putAwayBlock } from './one-case';

/** Marks these tickets reviewed, with a word or '', or (null) takes the mark off: one undo block. */
export async function review(desk: Desk, rows: readonly TicketRow[], word: string | null): Promise<void> {
  await attempt(desk, async () => {
    const write = async (changes: readonly Reviewing[]): Promise<readonly Reviewing[]> => {
      const back: Reviewing[] = [];
      for (const part of inParts(changes)) {
        back.push(...(await desk.engine.call('tickets.review', { changes: part.map((one) => ({ ...one })) })).back);
      }
      return back;
    };
    const back = await write(seenOf(desk, rows).map((one) => ({ ...one, word })));
    const key = word === null ? 'toast.unreviewed' : 'toast.reviewed';
    if (back.length === 0) return;
    const sentence = { key, values: { count: back.length } };
    undoable(desk, `review-${desk.now()}-${back[0]?.ticket ?? ''}`, sentence, async () => void (await write(back)));
  });
}

/** Opens the chosen tickets again, those of them that are closed: one undo block. */
export async function reopenChosen(desk: Desk): Promise<void> {
  const rows = rowsOf(desk, chosenTickets(desk.store.get())).filter(({ state }) => CLOSED.includes(state));
  if (rows.length === 0) {
    desk.toast({ sentence: { key: 'toast.none-closed' } });
    return;
  }
  await attempt(desk, async () => {
    const back: PutAway[] = [];
    try {
      for (const part of inParts(seenOf(desk, rows))) {
        back.push(...(await desk.engine.call('tickets.reopen', { tickets: part.map((one) => ({ ...one })) })).back);
      }
    } finally {
      putAwayBlock(desk, back, { key: 'toast.reopened', values: { count: back.length } });
    }
  });
}
