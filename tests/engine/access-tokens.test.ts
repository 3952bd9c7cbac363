import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packError } from '../../shared/contract/errors';
import { startChild } from '../support/child';
import type { IdentityServer } from '../support/identity-server';
import { makeFolder } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { makeIdentityServer, tokensOf } from '../support/tokens';

const MINUTE = 60_000;

/** The refresh token that a request used. */
function usedBy(identity: IdentityServer, request: number): string | undefined {
  return identity.requests[request]?.['refresh_token'];
}

describe('an access token', () => {
  test('is fetched once and kept in memory until five minutes before its end', async () => {
    const identity = await makeIdentityServer();
    const clock = createMovedClock();
    const tokens = tokensOf(identity, { clock });
    const first = await tokens.current();
    clock.advance(54 * MINUTE);
    expect(await tokens.current()).toBe(first);
    expect(identity.requests).toHaveLength(1);
    clock.advance(2 * MINUTE);
    expect(await tokens.current()).not.toBe(first);
    expect(identity.requests).toHaveLength(2);
    expect(identity.userOf(await tokens.current())).toBe('support@corsi.example');
  });

  test('that lives shorter than that is used for half its life', async () => {
    const identity = await makeIdentityServer();
    identity.lifetime = 120;
    const clock = createMovedClock();
    const tokens = tokensOf(identity, { clock });
    const first = await tokens.current();
    clock.advance(59_000);
    expect(await tokens.current()).toBe(first);
    clock.advance(2_000);
    expect(await tokens.current()).not.toBe(first);
  });

  test.each([
    ['nothing', undefined],
    ['nonsense', 'soon'],
    ['a time that has passed', -5],
  ])('whose server says %s about its life is taken for half an hour', async (_what, expires) => {
    const identity = await makeIdentityServer();
    identity.script({ kind: 'fields', fields: { expires_in: expires } });
    const clock = createMovedClock();
    const tokens = tokensOf(identity, { clock });
    const first = await tokens.current();
    clock.advance(24 * MINUTE);
    expect(await tokens.current()).toBe(first);
    clock.advance(2 * MINUTE);
    expect(await tokens.current()).not.toBe(first);
  });

  test('is fetched by one request for all who wait', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    identity.script({ kind: 'wait' });
    const all = Promise.all([tokens.current(), tokens.current(), tokens.current()]);
    await identity.asked(1);
    identity.release();
    expect(new Set(await all).size).toBe(1);
    expect(identity.requests).toHaveLength(1);
  });

  test('that was refused is replaced, but a newer one is left alone', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    const first = await tokens.current();
    tokens.refused(first);
    const second = await tokens.current();
    expect(second).not.toBe(first);
    // the other connection comes late with the same news
    tokens.refused(first);
    expect(await tokens.current()).toBe(second);
    expect(identity.requests).toHaveLength(2);
  });

  test('that could break out of the login is not taken', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    for (const token of ['a\u0001user=chief@corsi.example', 'a b', '', 7, 'x'.repeat(20_001)]) {
      identity.script({ kind: 'fields', fields: { access_token: token } });
      await expect(tokens.current()).rejects.toMatchObject({ code: 'oauth-connect' });
    }
    identity.script({ kind: 'fields', fields: { token_type: 'mac' } });
    await expect(tokens.current()).rejects.toMatchObject({ code: 'oauth-connect' });
  });

  test("is asked for with Google's kind of client secret where there is one", async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock(), clientSecret: 'GOCSPX-test' });
    await tokens.current();
    expect(identity.requests[0]).toMatchObject({ client_id: 'sportello-desk', client_secret: 'GOCSPX-test' });
  });
});

describe('a rotated refresh token', () => {
  test('is kept before the access token that came with it is used', async () => {
    const identity = await makeIdentityServer();
    identity.rotates = true;
    let letGo: () => void = () => undefined;
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const tokens = tokensOf(identity, {
      clock: createMovedClock(),
      keep: () =>
        new Promise<void>((resolve) => {
          letGo = resolve;
          asked();
        }),
    });
    let isGiven = false;
    const given = tokens.current().then((token) => {
      isGiven = true;
      return token;
    });
    await isAsked;
    expect(isGiven).toBe(false);
    letGo();
    expect(identity.userOf(await given)).toBe('support@corsi.example');
  });

  test('is used from then on', async () => {
    const identity = await makeIdentityServer();
    identity.rotates = true;
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    for (const _round of [1, 2, 3]) tokens.refused(await tokens.current());
    expect([1, 2].map((request) => usedBy(identity, request))).toEqual(tokens.kept.slice(0, 2));
    expect(new Set(identity.requests.map((request) => request['refresh_token'])).size).toBe(3);
  });

  test('that cannot be written is not lost and not used up: it is written first, then used', async () => {
    const identity = await makeIdentityServer();
    identity.rotates = true;
    let isFull = true;
    const tokens = tokensOf(identity, {
      clock: createMovedClock(),
      keep: () => (isFull ? Promise.reject(new Error('ENOSPC')) : Promise.resolve()),
    });
    await expect(tokens.current()).rejects.toThrow('ENOSPC');
    await expect(tokens.current()).rejects.toThrow('ENOSPC');
    expect(identity.requests).toHaveLength(1);
    isFull = false;
    await tokens.current();
    expect(usedBy(identity, 1)).toBe(tokens.kept[0]);
  });

  test('survives a kill right after it came', async () => {
    const identity = await makeIdentityServer();
    identity.rotates = true;
    const file = join(makeFolder(), 'refresh-token');
    writeFileSync(file, identity.grant());
    const child = await startChild('tests/engine/children/refresh-and-hang.ts', [
      JSON.stringify(identity.settings),
      file,
    ]);
    await child.said('refreshed');
    child.process.kill('SIGKILL');
    await child.ended;
    const refreshToken = readFileSync(file, 'utf8').trim();
    expect(refreshToken).not.toBe(usedBy(identity, 0));
    const tokens = tokensOf(identity, { clock: createMovedClock(), refreshToken });
    expect(identity.userOf(await tokens.current())).toBe('support@corsi.example');
  });
});

describe('the end of a permission', () => {
  test.each(['invalid_grant', 'interaction_required'])('by %s is loud, and asked about once', async (error) => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    identity.script({ kind: 'error', error, description: 'AADSTS700082: The refresh token has expired' });
    const signedOut = {
      code: 'oauth-signed-out',
      retryable: false,
      message: expect.stringContaining('support@corsi.example is not signed in'),
      action: expect.stringContaining('Sign in again'),
    };
    await expect(tokens.current()).rejects.toMatchObject(signedOut);
    await expect(tokens.current()).rejects.toMatchObject(signedOut);
    expect(identity.requests).toHaveLength(1);
  });

  test('is there from the start where nobody signed in', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock(), refreshToken: null });
    await expect(tokens.current()).rejects.toMatchObject({ code: 'oauth-signed-out' });
    expect(identity.requests).toHaveLength(0);
  });

  test('is not what trouble of the server means: it is asked again', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    identity.script(
      { kind: 'status', status: 500 },
      { kind: 'status', status: 429 },
      { kind: 'status', status: 200, body: '<h1>Hotel Wi-Fi: please accept our terms</h1>' },
      { kind: 'status', status: 302 },
      { kind: 'error', error: 'temporarily_unavailable' },
      { kind: 'status', status: 200, body: 'x'.repeat(300_000) },
      { kind: 'drop' },
    );
    for (const _fault of [1, 2, 3, 4, 5, 6, 7]) {
      await expect(tokens.current()).rejects.toMatchObject({ code: 'oauth-connect', retryable: true });
    }
    expect(identity.userOf(await tokens.current())).toBe('support@corsi.example');
  });

  test('nor is a server that does not answer', async () => {
    const identity = await makeIdentityServer();
    const clock = createMovedClock();
    const tokens = tokensOf(identity, { clock });
    identity.script({ kind: 'wait' });
    const answer = tokens.current();
    await identity.asked(1);
    clock.advance(30_000);
    await expect(answer).rejects.toMatchObject({
      code: 'oauth-connect',
      message: expect.stringContaining('does not answer in time'),
    });
  });

  test('by a server that repeats the client secret shows it nowhere', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock(), clientSecret: 'GOCSPX-test' });
    identity.script({ kind: 'error', error: 'bad GOCSPX-test', description: 'client_secret=GOCSPX-test is wrong' });
    const error = await tokens.current().catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({
      code: 'oauth-refused',
      message: expect.stringContaining('client_secret=… is wrong'),
    });
    expect(JSON.stringify(packError(error))).not.toContain('GOCSPX');
  });

  test('by a client that is not welcome any more says what to check', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    identity.script({ kind: 'error', error: 'invalid_client', description: 'no\u001b[31m such\r\nclient' });
    await expect(tokens.current()).rejects.toMatchObject({
      code: 'oauth-refused',
      message: expect.stringMatching(/no \[31m such client$/),
      action: expect.stringContaining('client id'),
    });
  });

  test('never shows the refresh token, even where the server repeats it', async () => {
    const identity = await makeIdentityServer();
    const refreshToken = identity.grant();
    const tokens = tokensOf(identity, { clock: createMovedClock(), refreshToken });
    identity.script({ kind: 'error', error: 'invalid_request', description: `bad token ${refreshToken}` });
    await expect(tokens.current()).rejects.toSatisfy(
      (error: Error) => !JSON.stringify([error.message, error]).includes(refreshToken),
    );
  });
});

describe('signing out', () => {
  test('takes the permission back at the provider and forgets it here', async () => {
    const identity = await makeIdentityServer();
    const refreshToken = identity.grant();
    const tokens = tokensOf(identity, { clock: createMovedClock(), refreshToken });
    await tokens.current();
    expect(await tokens.signOut()).toEqual({ revoked: true });
    expect(identity.revoked).toEqual([refreshToken]);
    expect(tokens.kept).toEqual([null]);
    await expect(tokens.current()).rejects.toMatchObject({ code: 'oauth-signed-out' });
    expect(identity.requests).toHaveLength(1);
  });

  test('forgets it here although the provider cannot be told, and says so', async () => {
    const identity = await makeIdentityServer();
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    await identity.close();
    expect(await tokens.signOut()).toEqual({ revoked: false });
    expect(tokens.kept).toEqual([null]);
  });

  test('that cannot be written down leaves everything as it was, and can be asked for again', async () => {
    const identity = await makeIdentityServer();
    let isFull = true;
    const tokens = tokensOf(identity, {
      clock: createMovedClock(),
      keep: () => (isFull ? Promise.reject(new Error('ENOSPC')) : Promise.resolve()),
    });
    await expect(tokens.signOut()).rejects.toThrow('ENOSPC');
    expect(identity.revoked).toEqual([]);
    expect(identity.userOf(await tokens.current())).toBe('support@corsi.example');
    isFull = false;
    expect(await tokens.signOut()).toEqual({ revoked: true });
    expect(identity.revoked).toHaveLength(1);
  });

  test('while a token is being fetched takes back the newest permission', async () => {
    const identity = await makeIdentityServer();
    identity.rotates = true;
    const tokens = tokensOf(identity, { clock: createMovedClock() });
    identity.script({ kind: 'wait' });
    const fetched = tokens.current();
    await identity.asked(1);
    const out = tokens.signOut();
    identity.release();
    await fetched;
    expect(await out).toEqual({ revoked: true });
    expect(identity.revoked).toEqual([tokens.kept[0]]);
    expect(tokens.kept.at(-1)).toBeNull();
    await expect(tokens.current()).rejects.toMatchObject({ code: 'oauth-signed-out' });
  });
});
