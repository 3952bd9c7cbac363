import { SportelloError } from '../../../shared/contract/errors';
import { deskClosing } from '../desk-closing';
import type { Clock } from '../outside';
import { isSafeEndpoint } from '../../../shared/contract/mailbox-auth';
import { notReached } from './api-failure';

/** Hotmart itself gives up after 30 s (its 502); a little more, so that its own word arrives. */
export const ANSWER_MS = 40_000;
/** A page of 100 items takes some 200 kB; beyond this it is broken or hostile. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** A whole answer, whatever its status. */
export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly text: string };

export type Request = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * Sends one request and reads its answer to the end: no redirects (they would carry the token on), a deadline and a limit on
 * the answer's size, unpacked. Rejects with `hotmart-connect`, or `engine-gone` once `signal` is aborted.
 */
export async function sendOnce(url: URL, request: Request, clock: Clock, signal: AbortSignal): Promise<RawAnswer> {
  if (!isSafeEndpoint(url.href)) throw new Error(`${url.host} would get a secret without TLS`);
  if (signal.aborted) throw deskClosing();
  const stop = new AbortController();
  let late = false;
  const onClosing = (): void => stop.abort();
  signal.addEventListener('abort', onClosing);
  const cancel = clock.after(ANSWER_MS, () => {
    late = true;
    stop.abort();
  });
  try {
    const { method, headers, body } = request;
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: stop.signal,
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, text: await readText(response, url) };
  } catch (error) {
    if (signal.aborted) throw deskClosing();
    if (late) throw notReached(url.host, 'it does not answer in time', error);
    throw error instanceof SportelloError ? error : notReached(url.host, reasonOf(error), error);
  } finally {
    cancel();
    signal.removeEventListener('abort', onClosing);
  }
}

async function readText(response: Response, url: URL): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // leaving the loop ends the transfer
    if (size > MAX_ANSWER_BYTES) throw notReached(url.host, 'its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** fetch says "fetch failed" and hides the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? `${String(cause.code)} ${cause.message}` : cause.message;
  return error.message;
}

/** Settles after this time; rejects with `engine-gone` once `signal` is aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(deskClosing());
      return;
    }
    const onClosing = (): void => {
      cancel();
      reject(deskClosing());
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', onClosing);
      resolve();
    });
    signal.addEventListener('abort', onClosing, { once: true });
  });
}
