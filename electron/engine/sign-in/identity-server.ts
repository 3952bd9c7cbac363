import type { IncomingMessage } from 'node:http';
import { isSafeEndpoint } from '../../../shared/contract/mailbox-auth';
import { SportelloError } from '../../../shared/contract/errors';
import type { Clock } from '../outside';

/** Name, TCP, TLS and the whole answer together: a person may be waiting at the browser. */
const ANSWER_MS = 30_000;
/** Microsoft's answers with two long tokens reach 10 kB; more is broken or hostile. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** Longest words of a server that are shown, in characters. */
const MAX_TEXT = 300;

/** A complete answer in JSON below 500. */
export type IdentityAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/**
 * Sends one form to an endpoint of an identity server: TLS 1.2 or later with the certificate checked, no redirects (they
 * would carry the secret on), a deadline and a limit on the answer. Rejects with `oauth-connect` where there is no usable
 * answer: that says nothing about whether somebody is signed in.
 */
export async function askIdentityServer(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<IdentityAnswer> {
  const url = new URL(endpoint);
  if (!isSafeEndpoint(endpoint)) throw new Error(`${url.host} would get a secret without TLS`);
  let answer: { readonly status: number; readonly text: string };
  try {
    answer = await post(url, new URLSearchParams(form).toString(), clock);
  } catch (error) {
    throw unreachable(url, error instanceof Error ? error.message : String(error), error);
  }
  const { status, text } = answer;
  if (status >= 500 || status === 429 || status === 408) throw unreachable(url, `it answers ${String(status)}`);
  return { status, body: parseObject(text) ?? refuseOther(url, status) };
}

/** No answer, or none that can be used. */
export function unreachable(url: URL, why: string, cause?: unknown): SportelloError {
  return new SportelloError('oauth-connect', `The sign-in server ${url.host} cannot be used now: ${shorten(why)}.`, {
    action: 'Check the network. Sportello tries again by itself; you are still signed in.',
    retryable: true,
    detail: { host: url.host },
    cause,
  });
}

/** A server's words in one line of bearable length. */
export function shorten(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a hostile server's words end up on a terminal
  const line = text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}

async function post(url: URL, body: string, clock: Clock): Promise<{ readonly status: number; readonly text: string }> {
  // Read when somebody signs in: the engine's start needs neither, and the first list would wait for both.
  const http = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: 'POST',
      agent: false,
      minVersion: 'TLSv1.2',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
      },
    });
    const cancel = clock.after(ANSWER_MS, () => request.destroy(new Error('it does not answer in time')));
    request.once('close', cancel);
    request.on('error', reject);
    request.on('response', (response) => {
      readText(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    request.end(body);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new Error('its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): Record<string, unknown> | null {
  // RFC 7009 §2.2: a revocation is answered by 200 and any text
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A page instead of an answer: the Wi-Fi of a hotel, a proxy, a wrong address. */
function refuseOther(url: URL, status: number): never {
  throw unreachable(url, `it answers ${String(status)} with something else than JSON`);
}
