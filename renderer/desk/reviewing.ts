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
    const back: Reviewing[] = [];
    const write = async (changes: readonly Reviewing[]): Promise<void> => {
      for (const part of inParts(changes)) {
        back.push(...(await desk.engine.call('tickets.review', { changes: part.map((one) => ({ ...one })) })).back);
      }
    };
    try {
      await write(seenOf(desk, rows).map((one) => ({ ...one, word })));
    } finally {
      // A part that was refused does not keep the ones before it from being taken back.
      const sentence = { key: word === null ? 'toast.unreviewed' : 'toast.reviewed', values: { count: back.length } };
      const first = back[0]?.ticket;
      if (first !== undefined) undoable(desk, `review-${desk.now()}-${first}`, sentence, () => write(back.splice(0)));
    }
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
