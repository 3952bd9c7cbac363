/** After an advance the new ticket must have been on screen this long before a digit or a click replies (ui.md). */
export const SETTLE_MS = 600;
/** Two presses of one suggestion within this time are one. */
export const DOUBLE_PRESS_MS = 250;

/** Keeps a held key or a double click from answering the next ticket by accident. */
export type PressGuard = {
  /** The desk moved on by itself; `code` is the key that is still down, if a key did it. */
  advanced(): void;
  /** The ticket that followed is now readable on screen. */
  shown(ticket: string, now: number): void;
  /** The agent came back by Undo: nothing new is on screen that a press could hit by accident. */
  returned(): void;
  keyDown(code: string): void;
  keyUp(code: string): void;
  /** The window lost the focus: keys that are down will never be reported up. */
  released(): void;
  /** May this press reply? A press that may counts as made. */
  allows(press: string, ticket: string, now: number): boolean;
};

/** One guard for the window. */
export function createPressGuard(): PressGuard {
  const down = new Set<string>();
  let blockedKeys = new Set<string>();
  let waiting = false;
  let shownTicket: string | null = null;
  let shownAt = 0;
  let last = { press: '', at: Number.NEGATIVE_INFINITY };
  return {
    advanced: () => {
      waiting = true;
      shownTicket = null;
      blockedKeys = new Set(down);
    },
    shown: (ticket, now) => {
      if (shownTicket === ticket) return;
      shownTicket = ticket;
      shownAt = now;
    },
    returned: () => {
      waiting = false;
    },
    keyDown: (code) => void down.add(code),
    keyUp: (code) => {
      down.delete(code);
      blockedKeys.delete(code);
    },
    released: () => {
      down.clear();
      blockedKeys.clear();
    },
    allows: (press, ticket, now) => {
      if (blockedKeys.size > 0) return false;
      if (waiting && (shownTicket !== ticket || now - shownAt < SETTLE_MS)) return false;
      if (last.press === press && now - last.at < DOUBLE_PRESS_MS) return false;
      waiting = false;
      last = { press, at: now };
      return true;
    },
  };
}
