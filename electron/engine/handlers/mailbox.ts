import { SportelloError, unpackError } from '../../../shared/contract/errors';
import { oauthOf } from '../../../shared/contract/mailbox-auth';
import type { MailboxSettings } from '../../../shared/contract/profile';
import type { Finding, SyncReport } from '../../../shared/contract/views';
import { grantOf } from '../../../shared/domain/oauth-providers';
import { readCertificate } from '../certificate';
import type { EngineContext } from '../context';
import type { HandlersOf } from './handler';
import { asideReason } from '../mail/aside-reasons';
import { checkMailbox } from '../mail/mailbox-check';
import type { MailboxCheckOptions } from '../mail/mailbox-check';
import { onlyThisToken } from '../sign-in/access-tokens';
import type { AccessTokens } from '../sign-in/access-tokens';
import { listQuarantine } from '../store/quarantine-table';

/** The account, its sync, and what could not be stored. */
export const mailboxHandlers = {
  'mailbox.settings': (context) => {
    const { mailboxes } = context.desk();
    return { mailbox: mailboxes[0] ?? null, mailboxes };
  },

  'mailbox.check': async (context, { mailbox, imapPassword, smtpPassword }) => ({
    findings: await checkMailboxOf(context.profileDir, {
      mailbox,
      imapPassword,
      smtpPassword,
      tokens: tokensFor(context, mailbox),
      clock: context.outside.clock,
    }),
  }),

  'mailbox.signOut': ({ mailboxes }, { mailbox }) => {
    const open = mailbox === undefined ? mailboxes.all[0] : mailboxes.of(mailbox);
    if (open?.access.tokens) return open.access.tokens.signOut();
    throw new SportelloError('not-allowed', 'This mailbox is not signed in at a provider.', {
      reason: 'password-mailbox',
      action: '',
    });
  },

  'mailbox.syncNow': (context) => {
    context.mailboxes.nudge();
    return { started: context.mailboxes.canRead() };
  },

  'mailbox.renew': (context) => {
    context.mailboxes.renew();
    return { started: context.mailboxes.canRead() };
  },

  'mailbox.syncOnce': (context) => syncOnce(context),

  'quarantine.list': async (context) => {
    const rows = await listQuarantine(context.store.db);
    return rows.map(({ id, folder, uid, reason, at }) => ({ id, folder, uid, reason, ...asideReason(reason), at }));
  },

  // Its row goes, so that the next pass does not count it as known.
  'quarantine.retry': async (context, { id }) => {
    const row = await context.store.db
      .selectFrom('quarantine')
      .select(['mailbox_id', 'folder', 'uidvalidity', 'uid'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return { stored: false };
    await context.store.db.deleteFrom('quarantine').where('id', '=', id).execute();
    const { failures } = await context.mailboxes.once();
    const own = failures.find(({ mailbox }) => mailbox.id === row.mailbox_id);
    if (own) throw unpackError(own.error);
    const stored = await context.store.db
      .selectFrom('message_location')
      .select('message_id')
      .where('mailbox_id', '=', row.mailbox_id)
      .where('folder', '=', row.folder)
      .where('uidvalidity', '=', row.uidvalidity)
      .where('uid', '=', row.uid)
      .executeTakeFirst();
    return { stored: stored !== undefined };
  },
} satisfies HandlersOf<
  | 'mailbox.settings'
  | 'mailbox.check'
  | 'mailbox.signOut'
  | 'mailbox.syncNow'
  | 'mailbox.renew'
  | 'mailbox.syncOnce'
  | 'quarantine.list'
  | 'quarantine.retry'
>;

/**
 * Tries a mailbox whose certificates lie in a profile folder, with or without that profile being open.
 * @throws SportelloError `profile-incomplete` where a certificate cannot be read.
 */
export async function checkMailboxOf(
  profileDir: string,
  given: Omit<MailboxCheckOptions, 'imapCa' | 'smtpCa'>,
): Promise<readonly Finding[]> {
  const { imap, smtp } = given.mailbox;
  return checkMailbox({
    ...given,
    imapCa: readCertificate(profileDir, imap),
    smtpCa: readCertificate(profileDir, smtp),
  });
}

/** The tokens of an open mailbox, where the settings to be tried mean the same permission. */
function tokensFor(context: EngineContext, mailbox: MailboxSettings): AccessTokens | null {
  const settings = oauthOf(mailbox);
  if (settings === null) return null;
  const open = context.mailboxes.all.find((one) => grantOf(one.settings) === grantOf(mailbox));
  return open?.access.tokens ?? onlyThisToken(settings, mailbox.imap.user, null);
}

/** A desk that reads the mailbox for the team hands over to a server within a pass of its own. */
const HAND_OVER_MS = 40_000;

async function syncOnce(context: EngineContext): Promise<SyncReport> {
  if (!(await context.seats.mailbox.obtain(HAND_OVER_MS))) {
    const reader = context.seats.mailbox.holder() ?? '';
    throw new SportelloError('lease-lost', `${reader} reads this mailbox for the team.`, {
      reason: 'mailbox',
      action: 'Nothing is to be done: what arrives is filed there, and seen here.',
      detail: { reader },
      retryable: true,
    });
  }
  const before = context.ticketsOpened();
  // What a stopped run had stored and not filed belongs to this one.
  await context.goOn();
  const { counts, failures } = await context.mailboxes.once();
  const { seen, stored, known, quarantined } = counts;
  return {
    seen,
    stored,
    known,
    quarantined,
    tickets: context.ticketsOpened() - before,
    errors: counts.errors + failures.length,
    failures: failures.map(({ mailbox, error }) => ({ address: mailbox.address, error })),
  };
}
