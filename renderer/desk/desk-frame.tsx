import { useEffect } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import { CasePanel } from '../case/case-panel';
import { Conversation } from '../conversation/conversation';
import { useWords } from '../i18n/use-words';
import { DropImport } from '../purchases/drop-import';
import { Queues } from '../queues/queues';
import { useSavedMails } from '../saved-mail/use-saved-mails';
import { TicketList } from '../tickets/ticket-list';
import { FirstSteps } from '../first-run/first-steps';
import { Banners } from './banners';
import type { Desk } from './desk';
import { useDesk, useDeskState } from './desk-context';
import type { Page } from './desk-state';
import { Dialogs } from './dialogs';
import { Later, partOf } from './later';
import { writeTo } from './sending';
import { isQueue, showTicket } from './show-ticket';
import { StatusBar } from './status-bar';
import { Toasts } from './toasts';
import { useDesktop } from './use-desktop';
import { useDigest } from './use-digest';
import { useEarnedNotice } from './use-earned-notice';
import { useFocusHome } from './use-focus-home';
import { useKeys } from './use-keys';
import { useMailNotices } from './use-mail-notices';
import { useTellPresence } from './use-presence';
import { useNetwork } from './use-network';
import { useOtherWindows } from './use-other-windows';
import { useReadAhead } from './use-read-ahead';
import { useReadTold, useTold } from './use-told';
import './desk-frame.css';

/** What a page asks the engine for first, once its file was read: the answer is made while the page is drawn. */
const askAtOnce = new Map<Page, (desk: Desk) => void>();

// An agent's day needs none of them to begin.
const outboxPage = partOf(async () => (await import('../outbox/outbox-page')).OutboxPage);
const teamLeadPage = partOf(async () => {
  const { TeamLeadPage, askForFigures } = await import('../team-lead/team-lead-page');
  askAtOnce.set('team-lead', askForFigures);
  return TeamLeadPage;
});
const macrosPage = partOf(async () => (await import('../macros/macros-page')).MacrosPage);
const settingsPage = partOf(async () => (await import('../settings/settings-page')).SettingsPage);

/** Reads the pages one by one while nobody presses anything, so that the first look at one is as quick as the next. */
function readPages(parts: readonly { readonly read: () => Promise<void> }[]): () => void {
  let idle = 0;
  const next = (at: number): void => {
    const part = parts[at];
    if (part === undefined || !('requestIdleCallback' in window)) return;
    idle = requestIdleCallback(() => {
      // One that cannot be read says so when it is opened.
      part.read().then(
        () => next(at + 1),
        () => undefined,
      );
    });
  };
  next(0);
  return () => window.cancelIdleCallback?.(idle);
}

function Middle(props: { readonly page: Page; readonly shell: ShellState }) {
  const words = useWords();
  const { page } = props;
  if (isQueue(page)) {
    return (
      <main className="desk-work">
        <TicketList key={page} queue={page} />
        <Conversation />
        <CasePanel />
      </main>
    );
  }
  const title = words.t(`queue.${page}`);
  switch (page) {
    case 'outbox':
      return <Later key={page} part={outboxPage} of={{}} title={title} />;
    case 'team-lead':
      return <Later key={page} part={teamLeadPage} of={{}} title={title} />;
    case 'macros':
      return <Later key={page} part={macrosPage} of={{}} title={title} />;
    case 'settings':
      return <Later key={page} part={settingsPage} of={{ shell: props.shell }} title={title} />;
  }
}

/** Asks in the moment of the key, before anything of the page is drawn. */
function useAskedAtOnce(desk: Desk): void {
  useEffect(() => {
    let { page } = desk.store.get();
    return desk.store.subscribe(() => {
      const before = page;
      page = desk.store.get().page;
      if (page !== before) askAtOnce.get(page)?.(desk);
    });
  }, [desk]);
}

/** What goes on as long as the desk is open. It shows nothing, so that what it hears draws no part of the desk again. */
function DeskLife(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  const { keys } = useWords();
  useKeys(desk, keys);
  useFocusHome();
  useAskedAtOnce(desk);
  useOtherWindows(desk);
  useDesktop(desk, props.shell);
  useEarnedNotice(desk);
  useMailNotices(desk);
  useTold(desk, props.shell.notifications);
  useDigest(desk, props.shell.notifications.digest);
  useNetwork(desk);
  useTellPresence(desk);
  useReadAhead(desk);
  useSavedMails(desk);
  useEffect(() => desk.shell.onSelectTicket((ticket) => showTicket(desk, ticket)), [desk]);
  useEffect(() => desk.shell.onWrite((link) => void writeTo(desk, link)), [desk]);
  return null;
}

/** Apart from what else goes on: it is drawn with every ticket that is opened. */
function ReadTold() {
  useReadTold(useDesk());
  return null;
}

/** The desk: queues, list, conversation, case; banners above, status below. */
export function DeskFrame(props: { readonly shell: ShellState }) {
  const page = useDeskState((state) => state.page);
  // Closed dialogs are not drawn before the first list is there.
  const listed = useDeskState((state) => state.listed);
  useEffect(() => (listed ? readPages([teamLeadPage, outboxPage, settingsPage, macrosPage]) : undefined), [listed]);
  return (
    <div className="desk">
      <div className="desk-banners">
        <Banners />
        <FirstSteps />
      </div>
      <div className="desk-columns">
        <Queues />
        <Middle page={page} shell={props.shell} />
      </div>
      <StatusBar />
      <Toasts />
      {listed && <Dialogs />}
      <DropImport />
      <DeskLife shell={props.shell} />
      <ReadTold />
    </div>
  );
}
