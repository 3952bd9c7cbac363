import { request } from 'node:http';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../electron/engine/outside';
import { judgeGrant } from '../../electron/engine/sign-in/judge-grant';
import { signIn } from '../../electron/engine/sign-in/sign-in';
import type { SignInOptions } from '../../electron/engine/sign-in/sign-in';
import type { SignedIn } from '../../shared/contract/host';
import { providerOf } from '../../shared/domain/oauth-providers';
import type { IdentityServer } from '../support/identity-server';
import { makeIdentityServer } from '../support/tokens';
import { testOutside } from '../support/make-engine';
import { createMovedClock } from '../support/moved-clock';

const WORDS = { done: 'Hai effettuato l’accesso. Puoi chiudere <questa> finestra.', failed: 'Non ha funzionato.' };

type Running = {
  readonly result: Promise<SignedIn>;
  /** The address that the person's browser was asked to show. */
  readonly address: Promise<URL>;
  readonly clock: ReturnType<typeof createMovedClock>;
};

/** Starts a sign-in; `browse` is what the person's browser does with the address. */
function start(
  identity: IdentityServer,
  browse: (address: URL) => void = () => undefined,
  change: Partial<SignInOptions> = {},
): Running {
  const clock = createMovedClock();
  let show: (address: URL) => void = () => undefined;
  const address = new Promise<URL>((resolve) => {
    show = resolve;
  });
  const result = signIn({
    settings: identity.settings,
    user: 'support@corsi.example',
    clientSecret: null,
    inUse: false,
    words: WORDS,
    outside: testOutside(clock),
    openBrowser(text) {
      const url = new URL(text);
      show(url);
      browse(url);
      return Promise.resolve();
    },
    ...change,
  });
  // a test that looks at it later must not count as not looking
  result.catch(() => undefined);
  return { result, address, clock };
}

/** A whole sign-in with a browser that follows where it is sent; answers its page too. */
async function whole(identity: IdentityServer, change: Partial<SignInOptions> = {}) {
  let page: Promise<Response> = Promise.reject(new Error('The browser was not opened'));
  page.catch(() => undefined);
  const { result, address } = start(identity, (url) => void (page = fetch(url)), change);
  const outcome = await result.then(
    (signedIn) => ({ signedIn, error: null }),
    (error: unknown) => ({ signedIn: null, error }),
  );
  const response = await page;
  return { ...outcome, address: await address, response, text: await response.text() };
}

/** Where the address lets the browser come back to, with these parameters. */
function comeBack(address: URL, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(address.searchParams.get('redirect_uri') ?? '');
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

describe('signing in', () => {
  test('goes through the browser and comes back with a lasting permission and a name', async () => {
    const identity = await makeIdentityServer();
    const { signedIn, response, text } = await whole(identity);
    expect(signedIn).toMatchObject({ account: 'support@corsi.example' });
    expect(identity.userOf(signedIn?.accessToken ?? '')).toBe('support@corsi.example');
    expect(signedIn?.refreshToken).toMatch(/^refresh-/);
    expect(response.status).toBe(200);
    expect(text).toContain('Puoi chiudere &lt;questa&gt; finestra.');
    expect(text).not.toContain('<questa>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('shows the browser exactly what RFC 6749, 7636 and 8252 ask for', async () => {
    const identity = await makeIdentityServer();
    const { address } = await whole(identity);
    expect(`${address.origin}${address.pathname}`).toBe(identity.settings.authorizationEndpoint);
    const query = Object.fromEntries(address.searchParams);
    expect(query).toEqual({
      response_type: 'code',
      client_id: 'sportello-desk',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      scope: 'mail offline_access',
      state: expect.stringMatching(/^.{32,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      login_hint: 'support@corsi.example',
    });
    const verifier = identity.requests[0]?.['code_verifier'] ?? '';
    expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(query['code_challenge']);
  });

  test('draws everything anew each time', async () => {
    const identity = await makeIdentityServer();
    const one = (await whole(identity)).address.searchParams;
    const other = (await whole(identity)).address.searchParams;
    for (const name of ['state', 'code_challenge']) expect(one.get(name)).not.toBe(other.get(name));
  });

  test('closes its port afterwards', async () => {
    const identity = await makeIdentityServer();
    const { address } = await whole(identity);
    await expect(fetch(comeBack(address, {}))).rejects.toThrow('fetch failed');
  });
});

describe('an answer that is not ours', () => {
  test('with another state changes nothing: the sign-in goes on waiting for its own', async () => {
    const identity = await makeIdentityServer();
    const { result, address } = start(identity);
    const opened = await address;
    const forged = await fetch(comeBack(opened, { code: 'stolen', state: 'guessed' }));
    expect(forged.status).toBe(404);
    expect(await forged.text()).toContain(WORDS.failed);
    expect(identity.requests).toHaveLength(0);
    await fetch(opened);
    expect(await result).toMatchObject({ account: 'support@corsi.example' });
    expect(identity.requests).toHaveLength(1);
  });

  test.each([
    ['two states', (url: URL, state: string) => `${url.href}?state=${state}&state=${state}&code=x`],
    ['another path', (url: URL, state: string) => `${url.href}other?state=${state}&code=x`],
    ['no parameters', (url: URL) => url.href],
  ])('with %s is told "failed" and changes nothing', async (_what, make) => {
    const identity = await makeIdentityServer();
    const { result, address, clock } = start(identity);
    const opened = await address;
    const state = opened.searchParams.get('state') ?? '';
    expect((await fetch(make(comeBack(opened, {}), state))).status).toBe(404);
    clock.advance(5 * 60_000);
    await expect(result).rejects.toMatchObject({ code: 'oauth-cancelled' });
    expect(identity.requests).toHaveLength(0);
  });

  test('by a foreign host name (DNS rebinding) or another method is not looked at', async () => {
    const identity = await makeIdentityServer();
    const { result, address, clock } = start(identity);
    const opened = await address;
    const url = comeBack(opened, { code: 'x', state: opened.searchParams.get('state') ?? '' });
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      const { port, pathname, search } = url;
      request({ host: '127.0.0.1', port, path: pathname + search, headers: { host: `evil.example:${port}` } })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(rebound).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    clock.advance(5 * 60_000);
    await expect(result).rejects.toMatchObject({ code: 'oauth-cancelled' });
  });

  test('by another server (RFC 9207) is not exchanged, and an unsigned one neither', async () => {
    const identity = await makeIdentityServer();
    for (const twist of [
      (answer: URLSearchParams) => answer.set('iss', 'https://evil.example'),
      (answer: URLSearchParams) => answer.delete('iss'),
      (answer: URLSearchParams) => answer.append('code', 'second'),
    ]) {
      identity.twist = twist;
      const { error, response, text } = await whole(identity);
      expect(error).toMatchObject({ code: 'oauth-refused', reason: 'answer' });
      expect(response.status).toBe(400);
      expect(text).toContain(WORDS.failed);
    }
    expect(identity.requests).toHaveLength(0);
  });

  test('whose code belongs to another verifier (PKCE) gives nothing', async () => {
    const identity = await makeIdentityServer();
    const { result, address } = start(identity);
    const opened = await address;
    // somebody else starts a sign-in of his own and slips us his code
    const foreign = new URL(opened);
    foreign.searchParams.set('code_challenge', createHash('sha256').update('his own').digest('base64url'));
    await fetch(foreign);
    await expect(result).rejects.toMatchObject({ code: 'oauth-refused', detail: { reason: 'invalid_grant' } });
  });
});

describe('a sign-in that comes to nothing', () => {
  test('by five minutes of silence closes its port and says so', async () => {
    const identity = await makeIdentityServer();
    const { result, address, clock } = start(identity);
    const opened = await address;
    clock.advance(5 * 60_000 - 1);
    expect((await fetch(comeBack(opened, {}))).status).toBe(404);
    clock.advance(1);
    await expect(result).rejects.toMatchObject({ code: 'oauth-cancelled' });
    await expect(fetch(comeBack(opened, {}))).rejects.toThrow('fetch failed');
  });

  test('by Cancel ends at once', async () => {
    const identity = await makeIdentityServer();
    const given = new AbortController();
    const { result, address } = start(identity, undefined, { signal: given.signal });
    const opened = await address;
    given.abort();
    await expect(result).rejects.toMatchObject({ code: 'oauth-cancelled' });
    await expect(fetch(comeBack(opened, {}))).rejects.toThrow('fetch failed');
  });

  test('by Cancel in the last moment leaves no permission behind', async () => {
    const identity = await makeIdentityServer();
    const given = new AbortController();
    identity.script({ kind: 'wait' });
    const { result } = start(identity, (url) => void fetch(url), { signal: given.signal });
    await identity.asked(1);
    given.abort();
    identity.release();
    await expect(result).rejects.toMatchObject({ code: 'oauth-cancelled' });
    expect(identity.revoked).toHaveLength(1);
  });

  test('while a permission of the same client is in use takes nothing back: that would end the other', async () => {
    const identity = await makeIdentityServer();
    identity.script({ kind: 'fields', fields: { scope: 'openid email' } });
    expect(await whole(identity, { inUse: true })).toMatchObject({ error: { code: 'oauth-refused' } });
    const given = new AbortController();
    identity.script({ kind: 'wait' });
    const { result } = start(identity, (url) => void fetch(url), { signal: given.signal, inUse: true });
    await identity.asked(2);
    given.abort();
    identity.release();
    await expect(result).rejects.toMatchObject({ code: 'oauth-cancelled' });
    expect(identity.revoked).toEqual([]);
  });

  test.each<[string, (abort: () => void) => Partial<SignInOptions>]>([
    [
      'Cancel',
      (abort) => ({
        openBrowser: () => {
          setImmediate(abort);
          return Promise.resolve();
        },
      }),
    ],
    ['a Cancel before it began', (abort) => (abort(), {})],
    ['a browser that does not open', () => ({ openBrowser: () => Promise.reject(new Error('No browser')) })],
  ])('by %s leaves no alarm behind that a command line would wait for', async (_what, change) => {
    const identity = await makeIdentityServer();
    const given = new AbortController();
    const moved = createMovedClock();
    let alarms = 0;
    const clock: Clock = {
      now: () => moved.now(),
      after(delayMs, callback) {
        alarms += 1;
        const cancel = moved.after(delayMs, callback);
        return () => {
          alarms -= 1;
          cancel();
        };
      },
    };
    const { result } = start(identity, undefined, {
      outside: testOutside({ ...moved, ...clock }),
      signal: given.signal,
      ...change(() => given.abort()),
    });
    await expect(result).rejects.toBeInstanceOf(Error);
    expect(alarms).toBe(0);
  });

  test.each<[Readonly<Record<string, string>>, Readonly<Record<string, unknown>>]>([
    [
      { error: 'access_denied' },
      { code: 'oauth-refused', message: expect.stringContaining('permission was not given') },
    ],
    [
      { error: 'access_denied', error_description: 'AADSTS90094: The grant requires admin permission.' },
      {
        code: 'oauth-refused',
        reason: 'admin-consent',
        action: expect.stringContaining('administers your organisation'),
      },
    ],
    [{ error: 'consent_required' }, { code: 'oauth-refused', reason: 'admin-consent' }],
    [
      { error: 'invalid_scope', error_description: 'unknown\u0007 scope' },
      { code: 'oauth-refused', message: expect.stringContaining('unknown scope') },
    ],
    [{ error: 'server_error' }, { code: 'oauth-connect', retryable: true }],
    [{}, { code: 'oauth-refused', reason: 'answer' }],
  ])('by the answer %j says what it means', async (refusal, expected) => {
    const identity = await makeIdentityServer();
    identity.refusal = refusal;
    const { error, text } = await whole(identity);
    expect(error).toMatchObject(expected);
    expect(text).toContain(WORDS.failed);
  });

  test('by a permission without the mail takes it back', async () => {
    const identity = await makeIdentityServer();
    identity.script({ kind: 'fields', fields: { scope: 'openid email' } });
    const { error } = await whole(identity);
    expect(error).toMatchObject({ code: 'oauth-refused', action: expect.stringContaining('leave the permission') });
    expect(identity.revoked).toHaveLength(1);
  });

  test('by a permission that does not last says which scope gives one', async () => {
    const identity = await makeIdentityServer();
    identity.script({ kind: 'fields', fields: { refresh_token: undefined } });
    const { error } = await whole(identity);
    expect(error).toMatchObject({ code: 'oauth-refused', action: expect.stringContaining('offline_access') });
  });
});

describe('who signed in', () => {
  const grant = { accessToken: 'a', expiresAt: 0, refreshToken: 'r', scopes: null };
  const google = providerOf({ kind: 'oauth2', provider: 'google', clientId: 'c' });
  const microsoft = providerOf({ kind: 'oauth2', provider: 'microsoft', clientId: 'c' });

  test('must be the mailbox itself at Google, however it is written', () => {
    expect(() => judgeGrant({ ...grant, account: 'anna@gmail.com' }, google, 'aiuto@gmail.com')).toThrow(
      expect.objectContaining({
        code: 'oauth-account',
        message: 'You signed in as anna@gmail.com, but the mailbox is aiuto@gmail.com.',
        action: expect.stringContaining('choose aiuto@gmail.com'),
      }),
    );
    expect(judgeGrant({ ...grant, account: 'A.iuto@GoogleMail.com' }, google, 'aiuto@gmail.com')).toMatchObject({
      account: 'A.iuto@GoogleMail.com',
    });
  });

  test('may be a colleague at Microsoft, where a shared mailbox is opened with the own account', () => {
    const judged = judgeGrant({ ...grant, account: 'anna@corsi.example' }, microsoft, 'aiuto@corsi.example');
    expect(judged).toMatchObject({ account: 'anna@corsi.example' });
  });

  test('gave what was asked for, in whatever case it is written', () => {
    const scopes = ['https://outlook.office.com/imap.accessasuser.all', 'https://outlook.office.com/SMTP.Send'];
    expect(judgeGrant({ ...grant, account: null, scopes }, microsoft, 'a@b.example')).toMatchObject({ account: null });
    expect(() => judgeGrant({ ...grant, account: null, scopes: scopes.slice(0, 1) }, microsoft, 'a@b.example')).toThrow(
      expect.objectContaining({ code: 'oauth-refused', reason: 'scope' }),
    );
  });
});
