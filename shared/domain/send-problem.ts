import { failureCause, statusIn } from './delivery-report';
import type { FailureCause } from './delivery-report';
import type { OutboxState } from './outbox';

/** Why a mail is not out, or no copy of it filed, as far as an agent needs it told apart: each has its words and what to do. */
export const SEND_PROBLEMS = [
  'refused-address',
  'refused-full',
  'refused-size',
  'refused-refused',
  'refused-other',
  'unreachable',
  'certificate',
  'not-now',
  'sign-in-away',
  'keychain',
  'login',
  'unknown',
  'not-filed',
  'other',
] as const;
export type SendProblem = (typeof SEND_PROBLEMS)[number];

/** A problem, and the server's own words: '' where the text is not the server's but ours or a library's. */
export type SendProblemSaid = {
  readonly problem: SendProblem;
  readonly serverSaid: string;
  readonly technical: string;
};

/** What a failure before the end of a mail was, by the code that the transport gave (`SendOutcome`). */
const BY_CODE: Readonly<Record<string, SendProblem>> = {
  'smtp-connect': 'unreachable',
  'smtp-certificate': 'certificate',
  'smtp-refused': 'not-now',
  'smtp-auth': 'login',
  'oauth-connect': 'sign-in-away',
  'oauth-refused': 'login',
  'oauth-account': 'login',
  'secret-unavailable': 'keychain',
  'outcome-unknown': 'unknown',
  'file-failed': 'not-filed',
};
const SERVER_SPOKE: readonly SendProblem[] = ['not-now', 'login'];

/** Reads what the outbox keeps of a failure: `code` an SMTP code of the server (`550`) or one of ours, `text` whatever was said. */
export function sendProblemOf(
  state: OutboxState,
  error: { readonly code: string; readonly text: string },
): SendProblemSaid {
  const { code } = error;
  const text = error.text.trim();
  if (/^\d{3}$/.test(code)) {
    const said = failureCause(statusIn(text), text);
    // Where its words say nothing: "exceeded storage allocation" (RFC 5321 §4.2.2), which also our own reading of SIZE gives.
    const cause: FailureCause = said === 'other' && code === '552' ? 'size' : said;
    return { problem: `refused-${cause}`, serverSaid: text === '' ? code : text, technical: '' };
  }
  const problem = BY_CODE[code] ?? (state === 'file_failed' ? 'not-filed' : 'other');
  return SERVER_SPOKE.includes(problem)
    ? { problem, serverSaid: text, technical: '' }
    : { problem, serverSaid: '', technical: problem === 'other' ? `${code} ${text}`.trim() : text };
}
