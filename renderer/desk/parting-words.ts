import { saveInTime } from '../composer/typed-words';
import type { Desk } from './desk';

/** Below what main waits for a page that closes (`last-words.ts`), ms: what the store did not take by then goes to the desk's window. */
const PATIENCE_MS = 3_000;

/** Resolves once no mail is being accepted: it is on the disk, or its refusal was said. */
function whenIdle({ store }: Desk): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (store.get().busy) return;
      stop();
      resolve();
    };
    const stop = store.subscribe(look);
    look();
  });
}

/**
 * As long as the window lives, whatever it shows: what is typed in it is saved in time. One that closes waits for a mail that is being
 * accepted, so that the others hear of it or the desk says that it was refused, and hands what the store did not take to the desk, which
 * saves it when it can.
 */
export function keepTyped(desk: Desk): () => void {
  const stopSaving = saveInTime(desk.words, desk, async () => {
    let late: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (late = setTimeout(resolve, PATIENCE_MS)));
    const before = new Set(desk.store.get().toasts);
    const kept = whenIdle(desk)
      .then(() => desk.words.noneGoing())
      .then(() => desk.words.saveAll());
    await Promise.race([kept, patience]);
    clearTimeout(late);
    for (const draft of desk.words.going()) desk.others.tell({ kind: 'draft', draft });
    for (const { sentence, detail, tone, until } of desk.store.get().toasts.filter((toast) => !before.has(toast))) {
      if (tone === 'bad')
        desk.others.tell({ kind: 'said', to: 'desk', sentence, detail, tone, lasts: until - desk.now() });
    }
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
