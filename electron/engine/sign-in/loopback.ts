import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignInWords } from '../../../shared/contract/host';

/** Waits on this machine for the browser to come back with an answer (RFC 8252 §7.3). */
export type Loopback = {
  readonly port: number;
  /**
   * The parameters of the first request that carries `state` (RFC 6749 §10.12). Every other request, whoever sent it, is
   * told "failed" and changes nothing: a page in the browser can reach this port too.
   */
  answer(): Promise<URLSearchParams>;
  /** Tells the browser how it ended; the port is closed after that. */
  finish(how: keyof SignInWords): Promise<void>;
  /** Closes the port without a word; safe to call twice. */
  close(): void;
};

/** Codes of Microsoft reach 2 kB; a whole request of a browser stays below this. */
const MAX_HEADER_BYTES = 32 * 1024;
/** A browser sends its request at once. */
const REQUEST_MS = 10_000;
/** Browsers open a few connections ahead of need. */
const MAX_CONNECTIONS = 16;

/** Opens a free port of 127.0.0.1 for one answer with this `state`. */
export async function openLoopback(state: string, words: SignInWords): Promise<Loopback> {
  let waiting: ServerResponse | null = null;
  let take: (parameters: URLSearchParams) => void = () => undefined;
  const answered = new Promise<URLSearchParams>((resolve) => {
    take = resolve;
  });
  // Read here alone: no start waits for it.
  const { createServer } = await import('node:http');
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS },
    (request, response) => {
      const parameters = answerIn(request, port, state);
      if (parameters === null || waiting !== null) {
        sendPage(response, parameters === null ? 404 : 400, words.failed);
        return;
      }
      waiting = response;
      take(parameters);
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return {
    port,
    answer: () => answered,
    close,
    async finish(how) {
      const response = waiting;
      if (response !== null && !response.destroyed) {
        await new Promise<void>((resolve) => {
          // a browser that was closed in the meantime needs no page
          response.once('close', resolve);
          sendPage(response, how === 'done' ? 200 : 400, words[how]);
        });
      }
      close();
    },
  };
}

/** The answer of the identity server in a request; null for everything else that may knock at the port. */
function answerIn(request: IncomingMessage, port: number, state: string): URLSearchParams | null {
  const { host } = request.headers;
  // A name that a hostile page lets point to 127.0.0.1 is not ours (DNS rebinding).
  if (host !== `127.0.0.1:${String(port)}` && host !== `localhost:${String(port)}`) return null;
  if (request.method !== 'GET' || request.url === undefined || !request.url.startsWith('/?')) return null;
  const parameters = new URLSearchParams(request.url.slice(2));
  // RFC 6749 §3.1: no parameter comes twice; two states would leave open which was meant
  const states = parameters.getAll('state');
  return states.length === 1 && states[0] === state ? parameters : null;
}

function sendPage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    // the address holds the code
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(`<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Sportello</title>
<style>body{font:17px/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;margin:0 1.5rem;max-width:none}main{max-width:32rem}</style>
<main><h1>Sportello</h1><p>${escapeHtml(text)}</p></main>
`);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
