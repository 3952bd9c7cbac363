import { useEffect } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import { CasePanel } from '../case/case-panel';
import { Conversation } from '../conversation/conversation';
import { LinkDialog } from '../conversation/link-dialog';
import { AssignDialog } from '../dialogs/assign-dialog';
import { BlockSenderDialog } from '../dialogs/block-sender-dialog';
import { LabelsDialog } from '../dialogs/labels-dialog';
import { HandOverDialog } from '../dialogs/hand-over-dialog';
import { LetterDialog } from '../composer/letter-dialog';
import { LinkPurchaseDialog } from '../dialogs/link-purchase-dialog';
import { MacrosDialog } from '../dialogs/macros-dialog';
import { NoticeDialog } from '../dialogs/notice-dialog';
import { MentionsDialog } from '../dialogs/mentions-dialog';
import { ReviewDialog } from '../dialogs/review-dialog';
import { SnoozeDialog } from '../dialogs/snooze-dialog';
import { TakeOverDialog } from '../dialogs/take-over-dialog';
import { followEngine } from '../engine-client';
import { MacrosPage } from '../macros/macros-page';
import { OutboxPage } from '../outbox/outbox-page';
import { DropImport } from '../purchases/drop-import';
import { ImportDialog } from '../purchases/import-dialog';
import { Queues } from '../queues/queues';
import { SavedMailDialog } from '../saved-mail/saved-mail-dialog';
import { useSavedMails } from '../saved-mail/use-saved-mails';
import { SettingsPage } from '../settings/settings-page';
import { TeamLeadPage } from '../team-lead/team-lead-page';
import { TicketList } from '../tickets/ticket-list';
import { FirstSteps } from '../first-run/first-steps';
import { Banners } from './banners';
import { useDesk, useDeskState } from './desk-context';
import type { Page } from './desk-state';
import { KeySheet } from './key-sheet';
import { Palette } from './palette';
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
import { useReadAhead } from './use-read-ahead';
import { useTold } from './use-told';
import './desk-frame.css';

function Middle(props: { readonly page: Page; readonly shell: ShellState }) {
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
  switch (page) {
    case 'outbox':
      return <OutboxPage />;
    case 'team-lead':
      return <TeamLeadPage />;
    case 'macros':
      return <MacrosPage />;
    case 'settings':
      return <SettingsPage shell={props.shell} />;
  }
}

/** What goes on as long as the desk is open. It shows nothing, so that what it hears draws no part of the desk again. */
function DeskLife(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  useKeys(desk);
  useFocusHome();
  useEffect(() => followEngine(desk.queries, desk.engine, (link) => desk.store.set({ link })), [desk]);
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

/** The desk: queues, list, conversation, case; banners above, status below. */
export function DeskFrame(props: { readonly shell: ShellState }) {
  const page = useDeskState((state) => state.page);
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
      <Palette />
      <KeySheet />
      <SnoozeDialog />
      <AssignDialog />
      <LabelsDialog />
      <ReviewDialog />
      <MentionsDialog />
      <BlockSenderDialog />
      <NoticeDialog />
      <TakeOverDialog />
      <HandOverDialog />
      <LinkPurchaseDialog />
      <MacrosDialog />
      <LetterDialog />
      <LinkDialog />
      <ImportDialog />
      <SavedMailDialog />
      <DropImport />
      <DeskLife shell={props.shell} />
    </div>
  );
}
