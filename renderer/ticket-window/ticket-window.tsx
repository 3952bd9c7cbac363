import { useEffect } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import { CasePanel } from '../case/case-panel';
import { Conversation } from '../conversation/conversation';
import { Banners } from '../desk/banners';
import { useDesk } from '../desk/desk-context';
import { TicketDialogs } from '../desk/dialogs';
import { Toasts } from '../desk/toasts';
import { useMenuCommands } from '../desk/use-desktop';
import { useFocusHome } from '../desk/use-focus-home';
import { useKeys } from '../desk/use-keys';
import { useOtherWindows } from '../desk/use-other-windows';
import { useTellPresence } from '../desk/use-presence';
import { useReadTold } from '../desk/use-told';
import { DropImport } from '../purchases/drop-import';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { Outcome } from './outcome';
import './ticket-window.css';

/** What goes on as long as the window is open; what the desk's own window does for all is not done here once more. */
function WindowLife(props: { readonly ticket: string }) {
  const desk = useDesk();
  const words = useWords();
  useKeys(desk, words.keys);
  useFocusHome();
  useMenuCommands(desk);
  useOtherWindows(desk);
  useTellPresence(desk);
  useReadTold(desk);
  const { data, error } = useEngine('tickets.open', { ticket: props.ticket });
  const row = data?.row;
  const isShown = row !== undefined || error !== null;
  useEffect(() => {
    if (!isShown) return;
    document.documentElement.dataset['ready'] = 'true';
    if (document.activeElement === document.body) {
      document.querySelector<HTMLElement>('[data-zone="conversation"]')?.focus({ preventScroll: true });
    }
  }, [isShown]);
  const name = row === undefined || row.erased ? '' : row.requesterName || row.requesterAddress;
  const subject = row === undefined || row.erased ? '' : row.subject;
  useEffect(() => {
    document.title = [name, subject, props.ticket].filter((part) => part !== '').join(' · ');
  }, [name, subject, props.ticket]);
  return null;
}

/** The window of one ticket: what the desk shows of it, beside the desk. It stays on its ticket until it is closed. */
export function TicketWindow(props: { readonly shell: ShellState; readonly ticket: string }) {
  const words = useWords();
  const { stage } = props.shell;
  if (stage !== 'desk') {
    return (
      <main className="ticket-window-away" data-zone="page" tabIndex={-1}>
        <p role="alert">{words.t('ticket-window.away')}</p>
      </main>
    );
  }
  return (
    <div className="ticket-window">
      <div className="desk-banners">
        <Banners />
      </div>
      <main className="ticket-window-work">
        <Conversation />
        <CasePanel />
      </main>
      <Outcome ticket={props.ticket} />
      <Toasts />
      <TicketDialogs />
      <DropImport />
      <WindowLife ticket={props.ticket} />
    </div>
  );
}
