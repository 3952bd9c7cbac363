import { once } from '../../../shared/once';

/**
 * The libraries that talk to mail servers, read mails and compose them: half of the engine's program, and none of it is needed
 * for the first list. Each is read when it is first used, so that the desk opens that much sooner.
 */
export const imapLibrary = once(() => import('imapflow'));
export const parserLibrary = once(() => import('mailparser'));
export const composerLibrary = once(() => import('nodemailer/lib/mail-composer'));
export const smtpLibrary = once(() => import('nodemailer/lib/smtp-connection'));
