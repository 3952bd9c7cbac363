import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OAuthSettings } from '../../shared/contract/mailbox-auth';

/** What the token endpoint does wrong, once for each time it is scripted. */
export type TokenFault =
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | { readonly kind: 'error'; readonly error: string; readonly description?: string }
  | { readonly kind: 'drop' }
  /** Answers only when `release` is called. */
  | { readonly kind: 'wait' }
  /** A good answer with other fields; undefined takes a field away. */
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, unknown>> };

/** A small identity server on loopback: authorization, token and revocation endpoint, and introspection for Dovecot. */
export type IdentityServer = {
  readonly issuer: string;
  readonly settings: Extract<OAuthSettings, { provider: 'custom' }>;
  /** Who is "at the browser"; the authorization endpoint agrees at once in their name. */
  account: string;
  /** Parameters that the next authorization answers carry instead of a code; null: agree. */
  refusal: Readonly<Record<string, string>> | null;
  /** Changes every answer of the authorization endpoint before it is sent back. */
  twist: (answer: URLSearchParams) => void;
  /** Seconds that an access token lives. */
  lifetime: number;
  /** Every refresh gives a new refresh token, and the old one is dead. */
  rotates: boolean;
  script(...faults: readonly TokenFault[]): void;
  /** Lets waiting answers go. */
  release(): void;
  /** Settles when this many requests reached the token endpoint. */
  asked(count: number): Promise<void>;
  /** Requests to the token endpoint so far, as sent. */
  readonly requests: readonly Readonly<Record<string, string>>[];
  /** Tokens given to the revocation endpoint. */
  readonly revoked: readonly string[];
  /** A refresh token as if somebody had signed in before. */
  grant(account?: string): string;
  /** Takes an access token out of use: the mail server refuses it from now on. */
  expire(accessToken: string): void;
  /** Takes all permissions away, as the person can at the provider's page. */
  withdraw(): void;
  /** Who may use this access token now; null for nobody. */
  userOf(accessToken: string): string | null;
  close(): Promise<void>;
};

type Code = { readonly account: string; readonly challenge: string; readonly redirectUri: string };

export async function startIdentityServer(options: { readonly account?: string } = {}): Promise<IdentityServer> {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, string>();
  const accessTokens = new Map<string, string>();
  const faults: TokenFault[] = [];
  const requests: Readonly<Record<string, string>>[] = [];
  const revoked: string[] = [];
  let held: (() => void)[] = [];
  let counters: { readonly count: number; readonly resolve: () => void }[] = [];
  const draw = (kind: string): string => `${kind}-${randomBytes(18).toString('hex')}`;

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const redirect = new URL(query.get('redirect_uri') ?? '');
    const answer = new URLSearchParams({ state: query.get('state') ?? '', iss: server.issuer });
    if (server.refusal === null) {
      const code = draw('code');
      const challenge = query.get('code_challenge_method') === 'S256' ? (query.get('code_challenge') ?? '') : '';
      codes.set(code, { account: server.account, challenge, redirectUri: query.get('redirect_uri') ?? '' });
      answer.set('code', code);
    } else {
      for (const [name, value] of Object.entries(server.refusal)) answer.set(name, value);
    }
    server.twist(answer);
    redirect.search = answer.toString();
    response.writeHead(302, { location: redirect.href }).end();
  }

  function token(form: Readonly<Record<string, string>>, response: ServerResponse): void {
    const fault = faults.shift();
    if (fault?.kind === 'drop') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body ?? '<h1>Oops</h1>');
      return;
    }
    if (fault?.kind === 'error') {
      sendJson(response, 400, { error: fault.error, error_description: fault.description ?? fault.error });
      return;
    }
    const answer = (): void => {
      const { status, body } = give(form);
      sendJson(response, status, { ...body, ...(fault?.kind === 'fields' ? fault.fields : {}) });
    };
    if (fault?.kind === 'wait') held.push(answer);
    else answer();
  }

  function give(form: Readonly<Record<string, string>>): { status: number; body: Record<string, unknown> } {
    const refuse = (error: string) => ({ status: 400, body: { error, error_description: `AADSTS0: ${error}` } });
    if (form['client_id'] !== server.settings.clientId) return refuse('invalid_client');
    let account: string | undefined;
    let refreshToken: string | undefined;
    if (form['grant_type'] === 'authorization_code') {
      const code = codes.get(form['code'] ?? '');
      codes.delete(form['code'] ?? '');
      const challenge = createHash('sha256')
        .update(form['code_verifier'] ?? '')
        .digest('base64url');
      if (code === undefined || code.challenge !== challenge) return refuse('invalid_grant');
      if (code.redirectUri !== form['redirect_uri']) return refuse('invalid_grant');
      ({ account } = code);
      refreshToken = draw('refresh');
      refreshTokens.set(refreshToken, account);
    } else {
      const used = form['refresh_token'] ?? '';
      account = refreshTokens.get(used);
      if (account === undefined) return refuse('invalid_grant');
      if (server.rotates) {
        refreshTokens.delete(used);
        refreshToken = draw('refresh');
        refreshTokens.set(refreshToken, account);
      }
    }
    const accessToken = draw('access');
    accessTokens.set(accessToken, account);
    return {
      status: 200,
      body: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: server.lifetime,
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
        id_token: idToken({ aud: server.settings.clientId, iss: server.issuer, email: account }),
      },
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', server.issuer);
    const form = Object.fromEntries(new URLSearchParams(await textOf(request)));
    switch (url.pathname) {
      case '/authorize':
        authorize(url.searchParams, response);
        return;
      case '/token':
        requests.push(form);
        for (const one of counters) if (requests.length >= one.count) one.resolve();
        counters = counters.filter((one) => requests.length < one.count);
        token(form, response);
        return;
      case '/revoke':
        revoked.push(form['token'] ?? '');
        refreshTokens.delete(form['token'] ?? '');
        response.writeHead(200).end();
        return;
      case '/introspect': {
        const user = server.userOf(form['token'] ?? '');
        sendJson(response, 200, user === null ? { active: false } : { active: true, username: user });
        return;
      }
      default:
        response.writeHead(404).end();
    }
  }

  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  const server: IdentityServer = {
    issuer,
    settings: {
      kind: 'oauth2',
      provider: 'custom',
      clientId: 'sportello-desk',
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      revocationEndpoint: `${issuer}/revoke`,
      scopes: ['mail', 'offline_access'],
    },
    account: options.account ?? 'support@corsi.example',
    refusal: null,
    twist: () => undefined,
    lifetime: 3600,
    rotates: false,
    script: (...more) => void faults.push(...more),
    release() {
      for (const answer of held) answer();
      held = [];
    },
    asked: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            counters.push({ count, resolve });
          }),
    requests,
    revoked,
    grant(account = server.account) {
      const refreshToken = draw('refresh');
      refreshTokens.set(refreshToken, account);
      return refreshToken;
    },
    expire: (accessToken) => void accessTokens.delete(accessToken),
    withdraw() {
      refreshTokens.clear();
      accessTokens.clear();
    },
    userOf: (accessToken) => accessTokens.get(accessToken) ?? null,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

/** An ID token with these claims; nobody checks its signature (OpenID Connect Core §3.1.3.7, 6). */
export function idToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString('utf8');
  return text;
}
