import { LetterDialog } from '../composer/letter-dialog';
import { LinkDialog } from '../conversation/link-dialog';
import { AssignDialog } from '../dialogs/assign-dialog';
import { BlockSenderDialog } from '../dialogs/block-sender-dialog';
import { HandOverDialog } from '../dialogs/hand-over-dialog';
import { JoinCaseDialog } from '../dialogs/join-case-dialog';
import { LabelsDialog } from '../dialogs/labels-dialog';
import { LinkPurchaseDialog } from '../dialogs/link-purchase-dialog';
import { MacrosDialog } from '../dialogs/macros-dialog';
import { MentionsDialog } from '../dialogs/mentions-dialog';
import { NoticeDialog } from '../dialogs/notice-dialog';
import { ReviewDialog } from '../dialogs/review-dialog';
import { SnoozeDialog } from '../dialogs/snooze-dialog';
import { TakeOverDialog } from '../dialogs/take-over-dialog';
import { ImportDialog } from '../purchases/import-dialog';
import { SavedMailDialog } from '../saved-mail/saved-mail-dialog';
import { KeySheet } from './key-sheet';
import { Palette } from './palette';

/** Whatever may open over a ticket. */
export function TicketDialogs() {
  return (
    <>
      <Palette />
      <KeySheet />
      <SnoozeDialog />
      <AssignDialog />
      <LabelsDialog />
      <ReviewDialog />
      <BlockSenderDialog />
      <JoinCaseDialog />
      <TakeOverDialog />
      <LinkPurchaseDialog />
      <MacrosDialog />
      <LetterDialog />
      <LinkDialog />
    </>
  );
}

/** Whatever may open over the desk. */
export function Dialogs() {
  return (
    <>
      <TicketDialogs />
      <MentionsDialog />
      <NoticeDialog />
      <HandOverDialog />
      <ImportDialog />
      <SavedMailDialog />
    </>
  );
}
