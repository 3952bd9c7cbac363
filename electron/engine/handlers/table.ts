import type { Handlers } from './handler';
import { caseLinkHandlers } from './case-links';
import { catalogueHandlers } from './catalogue';
import { claimHandlers } from './claims';
import { clockHandlers } from './clocks';
import { labelHandlers } from './labels';
import { composeHandlers } from './compose';
import { copyHandlers } from './copies';
import { deskHandlers } from './desk';
import { earnedHandlers } from './earned';
import { digestHandlers } from './digest';
import { escalationHandlers } from './escalations';
import { erasureHandlers } from './erasures';
import { evaluationHandlers } from './evaluation';
import { importHandlers } from './imports';
import { hotmartHandlers } from './hotmart';
import { macroHandlers } from './macros';
import { mailboxHandlers } from './mailbox';
import { membershipHandlers } from './membership';
import { messageHandlers } from './messages';
import { outboxHandlers } from './outbox';
import { partingHandlers } from './parting';
import { presenceHandlers } from './presence';
import { noticeHandlers } from './notices';
import { purchaseHandlers } from './purchases';
import { putAwayHandlers } from './put-away';
import { replyHandlers } from './replies';
import { reportHandlers } from './report';
import { serverPartHandlers } from './server-parts';
import { savedMailHandlers } from './saved-mails';
import { shiftHandlers } from './shift';
import { reviewHandlers } from './review';
import { teamHandlers } from './team';
import { ticketHandlers } from './tickets';
import { toldHandlers } from './told';
import { unreadHandlers } from './unread';

/** Every method of the contract, one function each; the files beside this one group them by area. */
export const handlers = {
  ...deskHandlers,
  ...ticketHandlers,
  ...claimHandlers,
  ...labelHandlers,
  ...reviewHandlers,
  ...toldHandlers,
  ...digestHandlers,
  ...putAwayHandlers,
  ...caseLinkHandlers,
  ...noticeHandlers,
  ...reportHandlers,
  ...presenceHandlers,
  ...shiftHandlers,
  ...messageHandlers,
  ...serverPartHandlers,
  ...savedMailHandlers,
  ...replyHandlers,
  ...escalationHandlers,
  ...macroHandlers,
  ...composeHandlers,
  ...outboxHandlers,
  ...partingHandlers,
  ...purchaseHandlers,
  ...importHandlers,
  ...catalogueHandlers,
  ...mailboxHandlers,
  ...teamHandlers,
  ...clockHandlers,
  ...membershipHandlers,
  ...evaluationHandlers,
  ...earnedHandlers,
  ...unreadHandlers,
  ...copyHandlers,
  ...erasureHandlers,
  ...hotmartHandlers,
} satisfies Handlers;
