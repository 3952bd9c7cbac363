import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HotmartSettings } from '../../shared/contract/hotmart';
import { participantsOf, saleItem, salesOf, subscriptionsOf } from './hotmart-shop';
import type { Item, Query, ServerSale } from './hotmart-shop';

/** One answer instead of the true one; used up by the next request whose path (and query) contains `on`. */
export type ApiFault = {
  readonly on: string;
  /** How many requests it meets; default 1. */
  readonly times?: number;
} & (
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Closes the connection without an answer. */
  | { readonly kind: 'drop' }
  /** Answers only when `release` is called. */
  | { readonly kind: 'wait' }
);

/** One request as it came. */
export type ApiRequest = {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
};

/**
 * Hotmart's API on loopback, as documented and with what is known of its oddities (reference/hotmart.md §2): only APPROVED and
 * COMPLETE unless asked, no window beyond 360 days, cursors, empty 200s, a redirect for an unknown members area.
 */
export type HotmartServer = {
  readonly base: string;
  readonly settings: HotmartSettings;
  readonly secret: string;
  readonly basic: string;
  readonly sales: ServerSale[];
  readonly subscriptions: Item[];
  readonly products: Item[];
  /** Members by slug; an area that is missing here redirects. */
  readonly clubs: Record<string, Item[]>;
  /** Address of every producer. */
  producerEmail: string;
  /** Items of a page, whatever is asked for. */
  pageItems: number;
  /** Seconds that a token lives. */
  lifetime: number;
  /** Headers of every answer of the API: rate limits. */
  headers: () => Readonly<Record<string, string>>;
  /** Items in place of a sale, to break a page. */
  twist: (item: Item) => unknown;
  /** The same cursor for ever. */
  repeatsCursor: boolean;
  readonly requests: ApiRequest[];
  readonly tokenRequests: {
    readonly form: Readonly<Record<string, string>>;
    readonly url: string;
    readonly authorization: string;
  }[];
  /** Requests to paths with this in them. */
  asked(part: string): readonly ApiRequest[];
  script(...faults: readonly ApiFault[]): void;
  /** Takes every token out of use. */
  expireTokens(): void;
  /** Settles when this many requests have reached the API. */
  reached(count: number): Promise<void>;
  release(): void;
  close(): Promise<void>;
};

const MAX_WINDOW_MS = 360 * 24 * 3_600_000 + 1000;

/** Starts one on a port of its own. */
export async function startHotmartServer(): Promise<HotmartServer> {
  const tokens = new Set<string>();
  const faults: { fault: ApiFault; left: number }[] = [];
  let held: (() => void)[] = [];
  let counters: { readonly count: number; readonly resolve: () => void }[] = [];
  const cursors = new Map<string, number>();

  function token(form: Readonly<Record<string, string>>, request: IncomingMessage, response: ServerResponse): void {
    const authorization = request.headers.authorization ?? '';
    server.tokenRequests.push({ form, url: request.url ?? '', authorization });
    if (scripted('/security/oauth/token', response, () => token(form, request, response))) return;
    if (authorization !== `Basic ${server.basic}`) {
      json(response, 401, { error: 'invalid_client', error_description: `Bad client credentials ${authorization}` });
      return;
    }
    if (form['grant_type'] !== 'client_credentials') {
      json(response, 400, { error: 'unsupported_grant_type' });
      return;
    }
    const given = `H4sI${randomBytes(24).toString('base64')}`;
    tokens.add(given);
    json(response, 200, { access_token: given, token_type: 'bearer', expires_in: server.lifetime, scope: 'read' });
  }

  /** Plays a fault; false where none is scripted for this request. */
  function scripted(target: string, response: ServerResponse, again: () => void): boolean {
    const found = faults.find(({ fault, left }) => left > 0 && target.includes(fault.on));
    if (!found) return false;
    found.left -= 1;
    const { fault } = found;
    if (fault.kind === 'drop') response.destroy();
    else if (fault.kind === 'wait') held.push(again);
    else response.writeHead(fault.status, { ...server.headers(), ...fault.headers }).end(fault.body ?? '');
    return true;
  }

  function api(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const bearer = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    if (!tokens.has(bearer)) {
      json(response, 401, { error: 'token_expired', error_description: `Access token ${bearer} is over` });
      return;
    }
    const query = Object.fromEntries(url.searchParams);
    switch (url.pathname) {
      case '/payments/api/v1/sales/history':
        sales(query, response);
        return;
      case '/payments/api/v1/sales/users':
        page(response, query, participantsOf(server.sales, query, server.producerEmail));
        return;
      case '/payments/api/v1/subscriptions':
        windowed(response, query, ['accession_date', 'end_accession_date'], () =>
          subscriptionsOf(server.subscriptions, query),
        );
        return;
      case '/products/api/v1/products':
        page(response, query, server.products);
        return;
      case '/club/api/v1/users': {
        const members = server.clubs[query['subdomain'] ?? ''];
        if (members === undefined) response.writeHead(302, { location: '/docs/en/404' }).end();
        else
          page(
            response,
            query,
            members.filter((one) => !query['email'] || one['email'] === query['email']),
          );
        return;
      }
      default:
        // its documentation answers for every other path
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Hotmart</title>');
    }
  }

  function sales(query: Query, response: ServerResponse): void {
    windowed(response, query, ['start_date', 'end_date'], () =>
      salesOf(server.sales, query).map((sale) => server.twist(saleItem(sale))),
    );
  }

  function windowed(
    response: ServerResponse,
    query: Query,
    [start, end]: readonly [string, string],
    items: () => readonly unknown[],
  ): void {
    const isLong = query[start] && query[end] && Number(query[end]) - Number(query[start]) > MAX_WINDOW_MS;
    if (isLong) json(response, 400, { error: 'invalid_parameter', error_description: 'Invalid period' });
    else page(response, query, items());
  }

  function page(response: ServerResponse, query: Query, items: readonly unknown[]): void {
    const from = query['page_token'] === undefined ? 0 : cursors.get(query['page_token']);
    if (from === undefined) {
      json(response, 400, { error: 'invalid_parameter', error_description: 'page_token' });
      return;
    }
    const to = from + Math.min(server.pageItems, Number(query['max_results'] ?? 50));
    const next = server.repeatsCursor
      ? 'same'
      : to < items.length
        ? `cursor-${String(to)}-${randomBytes(4).toString('hex')}`
        : null;
    if (next !== null) cursors.set(next, server.repeatsCursor ? 0 : to);
    json(response, 200, {
      items: items.slice(from, to),
      page_info: { results_per_page: server.pageItems, ...(next === null ? {} : { next_page_token: next }) },
    });
  }

  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...server.headers() }).end(JSON.stringify(body));
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', server.base);
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString('utf8');
    if (url.pathname === '/security/oauth/token') {
      token(Object.fromEntries(new URLSearchParams(text)), request, response);
      return;
    }
    server.requests.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers });
    for (const one of counters) if (server.requests.length >= one.count) one.resolve();
    counters = counters.filter(({ count }) => server.requests.length < count);
    const again = (): void => api(url, request, response);
    if (!scripted(`${url.pathname}${decodeURIComponent(url.search)}`, response, again)) again();
  }

  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  const clientId = '6410c2b2-sportello-desk';
  const secret = 's3cret-0123456789';
  const server: HotmartServer = {
    base,
    settings: { clientId, apiBase: base, tokenUrl: `${base}/security/oauth/token`, monthsBack: 24 },
    secret,
    basic: Buffer.from(`${clientId}:${secret}`).toString('base64'),
    sales: [],
    subscriptions: [],
    products: [],
    clubs: {},
    producerEmail: 'nonna@cucina.example',
    pageItems: 50,
    lifetime: 86_400,
    headers: () => ({}),
    twist: (item) => item,
    repeatsCursor: false,
    requests: [],
    tokenRequests: [],
    asked: (part) => server.requests.filter(({ path }) => path.includes(part)),
    script: (...more) => faults.push(...more.map((fault) => ({ fault, left: fault.times ?? 1 }))),
    expireTokens: () => tokens.clear(),
    reached: (count) =>
      server.requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            counters.push({ count, resolve });
          }),
    release() {
      for (const answer of held) answer();
      held = [];
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}
