import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import type { DeskWindows } from './desk-windows';
import type { LaunchOptions } from './launch-options';

/** What links, notifications and other starts ask of the desk, on its way to the window that it is for. */
export type Asked = {
  /** Shows a ticket, in its own window where it has one, else in the desk; null: none was named. */
  select(ticket: string | null): void;
  /** Opens a new message as a `mailto:` link says; null: there is none. */
  write(mailLink: string | null): void;
  /** The desk can be used. Says `ready` on the first time, for whoever started it. */
  begin(): void;
};

/** `first`: what the start itself asked for. Before the desk is up nobody listens, so the newest of each kind waits. */
export function createAsked(first: Pick<LaunchOptions, 'ticket' | 'mailLink'>, windows: DeskWindows): Asked {
  let isUp = false;
  let waiting = { ticket: first.ticket, mailLink: first.mailLink };
  const tell = (channel: string, value: string): void => windows.desk()?.webContents.send(channel, value);

  function select(ticket: string | null): void {
    if (ticket === null || windows.showTicket(ticket)) return;
    windows.showDesk();
    if (isUp) tell(SHELL_CHANNEL.selectTicket, ticket);
    else waiting = { ...waiting, ticket };
  }

  function write(mailLink: string | null): void {
    if (mailLink === null) return;
    windows.showDesk();
    if (isUp) tell(SHELL_CHANNEL.write, mailLink);
    else waiting = { ...waiting, mailLink };
  }

  return {
    select,
    write,
    begin() {
      if (!isUp) process.stdout.write('ready\n');
      isUp = true;
      const { ticket, mailLink } = waiting;
      waiting = { ticket: null, mailLink: null };
      select(ticket);
      write(mailLink);
    },
  };
}
