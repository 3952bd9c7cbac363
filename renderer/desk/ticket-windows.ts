import type { Desk } from './desk';

/** Has the desk's own window do it, in front: a command that the window of a ticket does not have. */
export function inDesk(desk: Desk, command: string): void {
  desk.others.tell({ kind: 'run', command });
  desk.shell.showDesk().catch((error: unknown) => desk.complain(error));
}

/** Has the desk write what a `mailto:` link says: a new message is no ticket's. */
export function writeInDesk(desk: Desk, link: string): void {
  desk.others.tell({ kind: 'write', link });
  desk.shell.showDesk().catch((error: unknown) => desk.complain(error));
}

/** Shows a ticket in a window of its own, or brings that to the front. */
export async function openWindow(desk: Desk, ticket: string): Promise<void> {
  // What was typed a moment ago is asked for by the new window as soon as it is there.
  void desk.words.save(ticket);
  try {
    await desk.shell.openTicket(ticket);
  } catch (error) {
    desk.complain(error);
  }
}

/** Closes this window, which is a ticket's. By main, which lets it save what was typed last: the page alone would just end. */
export function closeTicket(desk: Desk): void {
  desk.shell.closeTicket().catch((error: unknown) => desk.complain(error));
}

/** Shows another ticket than the one on screen: in the list's place, or beside the window of a ticket, which stays on its own. */
export function showOther(desk: Desk, ticket: string): void {
  if (desk.ticket === null) desk.select(ticket);
  else void openWindow(desk, ticket);
}
