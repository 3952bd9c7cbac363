import { saveInTime } from '../composer/typed-words';
import type { Desk } from './desk';

/** Below what main waits for a page that closes (`last-words.ts`), ms: what the store did not take by then goes to the desk's window. */
const PATIENCE_MS = 3_000;

/**
 * As long as the window lives, whatever it shows: what is typed in it is saved in time. One that closes waits for a mail that is being
 * accepted, so that the others hear of it, and hands what the store did not take to the desk, which saves it when it can.
 */
export function keepTyped(desk: Desk): () => void {
  const stopSaving = saveInTime(desk.words, desk, async () => {
    let late: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (late = setTimeout(resolve, PATIENCE_MS)));
    const kept = Promise.allSettled([desk.underWay]).then(() => desk.words.saveAll());
    await Promise.race([kept, patience]);
    clearTimeout(late);
    const store = desk.words.store();
    for (const [draft, typed] of desk.words.unsaved()) desk.others.tell({ kind: 'handed', store, draft, ...typed });
  });
  const stopHearing = desk.others.on((word) => {
    // The store behind the windows may have become another one, where the same number is another ticket.
    if (word.kind !== 'handed' || desk.ticket !== null || word.store !== desk.words.store()) return;
    desk.words.type(word.draft, { text: word.text, fields: word.fields });
  });
  return () => {
    stopHearing();
    stopSaving();
  };
}
