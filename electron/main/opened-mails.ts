import { basename } from 'node:path';
import { packError } from '../../shared/contract/errors';
import { MAX_OPENED_MAILS, isMailFileName } from '../../shared/contract/limits';
import type { OpenedMail, ToldMail } from '../../shared/contract/saved-mail';

/** Saved mails that the person opened with the desk, on their way into the window: one is shown, the others wait. */
export type OpenedMails = {
  /** Absolute paths as the system or a drop gave them; what is named like no saved mail is left out. */
  add(paths: readonly string[]): void;
  /** The desk can be used: what waits is read. Safe to call twice. */
  begin(room: Room): void;
  /** The person is through with the one that is shown. */
  next(): void;
};

type Room = {
  /** Reads one in the engine; rejects with why it cannot be. */
  open(path: string): Promise<OpenedMail>;
  tell(told: ToldMail): void;
};

/** Keeps them in the order in which they were opened. The window never names a path: it says "next". */
export function createOpenedMails(): OpenedMails {
  const waiting: string[] = [];
  let room: Room | null = null;
  let isShowing = false;

  function look(): void {
    if (room === null || isShowing) return;
    const path = waiting.shift();
    if (path === undefined) return;
    isShowing = true;
    void show(room, path);
  }

  async function show(on: Room, path: string): Promise<void> {
    const fileName = basename(path);
    try {
      const opened = await on.open(path);
      on.tell({ fileName, left: waiting.length, opened });
    } catch (error) {
      on.tell({ fileName, left: waiting.length, opened: { kind: 'failed', error: packError(error) } });
    }
  }

  return {
    add(paths) {
      const mails = new Set(paths.filter(isMailFileName).slice(0, MAX_OPENED_MAILS));
      waiting.push(...[...mails].filter((path) => !waiting.includes(path)));
      look();
    },
    begin(given) {
      room = given;
      look();
    },
    next() {
      isShowing = false;
      look();
    },
  };
}
