import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { ParamsOf } from '../../shared/contract/engine-api';
import type { DeskMenu } from '../../shared/contract/desktop';
import { SportelloError } from '../../shared/contract/errors';
import { lastWords } from './last-words';
import { logMain } from './main-log';

/** An engine that does not answer does not keep the window open, ms; its replies go on or are held at the next start. */
const ANSWER_MS = 3_000;
/** Sending takes as long as the mail server wants; after this the window closes and the next start goes on, ms. */
const SEND_MS = 20_000;
const ENGLISH: DeskMenu['parting'] = {
  waiting: 'Replies that wait to be sent:',
  about: 'Their undo time is not over. Send them now, or hold them until you open the desk again?',
  send: 'Send now',
  hold: 'Hold',
  stay: 'Stay',
};

/**
 * Asks, when a window is closed while replies wait for the end of their undo time: send them now, hold them, or stay
 * (casework.md, Shifts).
 */
export function askBeforeClosing(options: {
  readonly window: BrowserWindow;
  readonly words: () => DeskMenu['parting'] | null;
  readonly leave: (choice: Choice) => Promise<{ readonly waiting: number }>;
  /** The window stays open. */
  readonly stayed: () => void;
}): void {
  const { window } = options;
  let isAsking = false;
  let mayClose = false;
  window.on('close', (event) => {
    if (mayClose) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void part(options)
      .then((leaves) => {
        mayClose = leaves;
        if (!leaves) options.stayed();
        else if (!window.isDestroyed()) window.close();
      })
      .catch((error: unknown) => {
        // Asked once more, it is tried once more; until then nothing waits for a window that goes.
        logMain(`The desk could not be parted from: ${error instanceof Error ? error.stack : String(error)}`);
        options.stayed();
      })
      .finally(() => (isAsking = false));
  });
}

type Choice = ParamsOf<'outbox.leave'>['choice'];

async function part({ window, words, leave }: Parameters<typeof askBeforeClosing>[0]): Promise<boolean> {
  const within = <T>(ms: number, asked: Promise<T>): Promise<T | null> => {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));
    // No engine is open: nothing can be asked, and nothing is lost.
    const failed = (error: unknown): null => {
      if (error instanceof SportelloError) return null;
      throw error;
    };
    return Promise.race([asked.catch(failed), late]);
  };
  await lastWords(window);
  const asked = await within(ANSWER_MS, leave('ask'));
  if (asked === null || asked.waiting === 0 || window.isDestroyed()) return true;
  const { waiting, about, send, hold, stay } = words() ?? ENGLISH;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `${waiting} ${String(asked.waiting)}`,
    detail: about,
    buttons: [send, hold, stay],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  if (response === 2) return false;
  const choice = response === 0 ? 'send' : 'hold';
  await within(SEND_MS, leave(choice));
  return true;
}
