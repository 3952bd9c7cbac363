import { describe, expect, test } from 'vitest';
import { createHotmartApi } from '../../electron/engine/hotmart/api-client';
import type { HotmartApi } from '../../electron/engine/hotmart/api-client';
import { ANSWER_MS } from '../../electron/engine/hotmart/api-request';
import type { HotmartSecrets } from '../../shared/contract/hotmart';
import type { HotmartServer } from '../support/hotmart-server';
import { makeHotmartServer, waitingLog } from '../support/hotmart-desk';
import { testOutside } from '../support/make-engine';
import { createMovedClock } from '../support/moved-clock';
import type { MovedClock } from '../support/moved-clock';

const MINUTE = 60_000;
const SALES = { path: '/payments/api/v1/sales/history', params: {}, what: 'the sales' };

type Client = HotmartApi & {
  readonly clock: MovedClock;
  readonly lines: readonly string[];
  readonly waits: readonly number[];
  readonly closing: AbortController;
};

function clientOf(server: HotmartServer, secrets?: Partial<HotmartSecrets>, secret?: () => string): Client {
  const clock = createMovedClock();
  const { log, lines, waits } = waitingLog(clock);
  const closing = new AbortController();
  const api = createHotmartApi({
    settings: server.settings,
    secrets: { clientSecret: secrets?.clientSecret ?? null, basic: secrets?.basic ?? null },
    outside: { ...testOutside(clock, secret), log },
    signal: closing.signal,
  });
  return { ...api, clock, lines, waits, closing };
}

describe('the credentials of the API', () => {
  test.each<[string, (server: HotmartServer) => Partial<HotmartSecrets>]>([
    ['a client secret', ({ secret }) => ({ clientSecret: secret })],
    ['a Basic token', ({ basic }) => ({ basic })],
    ['a Basic token with the word before it', ({ basic }) => ({ basic: `Basic ${basic}` })],
    ['both, pasted with blanks', ({ basic, secret }) => ({ basic: ` basic  ${basic}\n`, clientSecret: ` ${secret} ` })],
  ])('are good as %s, and never stand in an address', async (_what, secrets) => {
    const server = await makeHotmartServer();
    const client = clientOf(server, secrets(server));
    expect(await client.ask(SALES, 'round')).toMatchObject({ kind: 'said', body: { items: [] } });
    expect(server.tokenRequests).toEqual([
      {
        url: '/security/oauth/token',
        authorization: `Basic ${server.basic}`,
        form: { grant_type: 'client_credentials' },
      },
    ]);
  });

  test('are all sent, in the body, where the token alone is refused as incomplete', async () => {
    const server = await makeHotmartServer();
    server.script({ on: '/oauth/token', kind: 'answer', status: 400, body: '{"error":"invalid_request"}' });
    await clientOf(server, { clientSecret: server.secret }).ask(SALES, 'round');
    expect(server.tokenRequests[1]).toMatchObject({
      url: '/security/oauth/token',
      form: { client_id: server.settings.clientId, client_secret: server.secret },
    });
  });

  test('that Hotmart does not know are said once, without what was sent', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: 'wrong-secret' });
    const failure = await client.ask(SALES, 'round').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'hotmart-credentials', retryable: false });
    const wrong = Buffer.from(`${server.settings.clientId}:wrong-secret`).toString('base64');
    expect(JSON.stringify(failure) + String(failure)).toContain('Bad client credentials Basic …');
    for (const secret of ['wrong-secret', wrong]) {
      expect([secret, `${JSON.stringify(failure)}${String(failure)}${client.lines.join()}`.includes(secret)]).toEqual([
        secret,
        false,
      ]);
    }
    expect(server.tokenRequests).toHaveLength(1);
  });

  test('of another client are not sent: they would open another account', async () => {
    const server = await makeHotmartServer();
    const basic = Buffer.from('somebody-else:secret').toString('base64');
    await expect(clientOf(server, { basic }).ask(SALES, 'round')).rejects.toMatchObject({
      code: 'hotmart-credentials',
      message: expect.stringContaining('another client id'),
    });
    expect(server.tokenRequests).toHaveLength(0);
  });

  test('that cannot be a Basic token are not sent anywhere', async () => {
    const server = await makeHotmartServer();
    const failing = clientOf(server, { basic: 'not base64!\r\nx: y' }).ask(SALES, 'round');
    await expect(failing).rejects.toMatchObject({ code: 'hotmart-credentials' });
    expect(server.tokenRequests).toHaveLength(0);
  });
});

describe('an access token of the API', () => {
  test('is fetched once for all who ask, and again five minutes before its end', async () => {
    const server = await makeHotmartServer();
    server.lifetime = 3600;
    const client = clientOf(server, { clientSecret: server.secret });
    await Promise.all([client.ask(SALES, 'round'), client.ask(SALES, 'person'), client.ask(SALES, 'round')]);
    client.clock.advance(54 * MINUTE);
    await client.ask(SALES, 'round');
    expect(server.tokenRequests).toHaveLength(1);
    client.clock.advance(2 * MINUTE);
    await client.ask(SALES, 'round');
    expect(server.tokenRequests).toHaveLength(2);
  });

  test('that the API calls expired is replaced, and the question answered', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret });
    await client.ask(SALES, 'round');
    server.expireTokens();
    expect(await client.ask(SALES, 'round')).toMatchObject({ kind: 'said' });
    expect(server.tokenRequests).toHaveLength(2);
  });

  test('is replaced once for one question: a fresh one that is refused says that the credentials are wrong', async () => {
    const server = await makeHotmartServer();
    const body = '{"error":"invalid_token","error_description":"Access token is missing or invalid"}';
    server.script({ on: 'sales/history', times: 9, kind: 'answer', status: 400, body });
    const client = clientOf(server, { clientSecret: server.secret });
    await expect(client.ask(SALES, 'round')).rejects.toMatchObject({ code: 'hotmart-credentials' });
    expect(server.requests).toHaveLength(2);
  });
});

describe("the server's limits", () => {
  test('are kept: where few calls are left, a round waits until the window is over, a person does not', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret }, () => '000000');
    server.headers = () => ({ 'RateLimit-Limit': '500', 'RateLimit-Remaining': '20', 'RateLimit-Reset': '37' });
    await client.ask(SALES, 'round');
    await client.ask(SALES, 'person');
    expect(client.waits).toEqual([]);
    server.headers = () => ({ 'RateLimit-Remaining': '499', 'RateLimit-Reset': '60' });
    await client.ask(SALES, 'round');
    expect(client.waits).toEqual([37_000]);
    await client.ask(SALES, 'round');
    expect(client.waits).toEqual([37_000]);
  });

  test('that are over make a person hear of it instead of waiting for a minute', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret });
    server.headers = () => ({ 'X-RateLimit-Remaining-Minute': '0' });
    await client.ask(SALES, 'round');
    await expect(client.ask(SALES, 'person')).rejects.toMatchObject({ code: 'hotmart-connect', retryable: true });
    expect(server.requests).toHaveLength(1);
  });

  test('of a 429 are waited for as long as it says, and no longer than five minutes', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret }, () => '000000');
    const tooMany = { on: 'sales', kind: 'answer', status: 429, body: '{"error":"too_many_requests"}' } as const;
    server.script(
      { ...tooMany, headers: { 'RateLimit-Reset': '12' } },
      { ...tooMany, headers: { 'Retry-After': '604800' } },
    );
    expect(await client.ask(SALES, 'round')).toMatchObject({ kind: 'said' });
    // after trouble comes the pause of the attempt, and then what is left of the server's own time
    expect(client.waits).toEqual([1_000, 11_000, 2_000, 298_000]);
  });
});

describe('trouble of the server', () => {
  test('is asked about again, ever later with a spread, and given up after six times', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret }, () => 'ffffff');
    server.script({ on: 'sales', times: 99, kind: 'answer', status: 502 });
    await expect(client.ask(SALES, 'round')).rejects.toMatchObject({ code: 'hotmart-connect', retryable: true });
    expect(client.waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000]);
    expect(server.requests).toHaveLength(6);
  });

  test('that is over soon costs nothing but the wait', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret });
    server.script({ on: 'sales', kind: 'drop' }, { on: 'sales', kind: 'answer', status: 500, body: 'Oops' });
    expect(await client.ask(SALES, 'round')).toMatchObject({ kind: 'said' });
    expect(server.requests).toHaveLength(3);
  });

  test('ends a request that is not answered in time', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret });
    server.script({ on: 'sales', times: 2, kind: 'wait' });
    const asking = client.ask(SALES, 'person');
    await server.reached(1);
    client.clock.advance(ANSWER_MS);
    await server.reached(2);
    client.clock.advance(ANSWER_MS);
    await expect(asking).rejects.toMatchObject({
      code: 'hotmart-connect',
      message: expect.stringContaining('in time'),
    });
  });

  test('is an answer that never ends, or a page instead of data', async () => {
    const server = await makeHotmartServer();
    const client = clientOf(server, { clientSecret: server.secret });
    server.script({ on: 'sales', times: 2, kind: 'answer', status: 200, body: `"${'x'.repeat(9 * 1024 * 1024)}"` });
    await expect(client.ask(SALES, 'person')).rejects.toMatchObject({
      code: 'hotmart-connect',
      message: expect.stringContaining('too long'),
    });
    await expect(client.ask({ ...SALES, path: '/definitely/not/a/path' }, 'person')).rejects.toMatchObject({
      code: 'hotmart-connect',
    });
  });
});

describe('what Hotmart answers', () => {
  test('with an empty 200 is nothing at all, and not an empty list', async () => {
    const server = await makeHotmartServer();
    server.script({ on: 'sales', kind: 'answer', status: 200, body: '\n' });
    expect(await clientOf(server, { clientSecret: server.secret }).ask(SALES, 'round')).toEqual({ kind: 'nothing' });
  });

  test.each([
    [400, '{"error":"invalid_parameter","error_description":"Invalid period"}', 'Invalid period'],
    [403, '{"error":"unauthorized_client"}', 'unauthorized_client'],
    [404, '', 'without a reason'],
  ])('with %i is a refusal that is told, never asked again', async (status, body, words) => {
    const server = await makeHotmartServer();
    server.script({ on: 'sales', kind: 'answer', status, body });
    await expect(clientOf(server, { clientSecret: server.secret }).ask(SALES, 'round')).rejects.toMatchObject({
      code: 'hotmart-refused',
      message: expect.stringContaining(words),
      detail: { what: 'the sales', status },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('is told without the customer whom it names', async () => {
    const server = await makeHotmartServer();
    const body = '{"error":"invalid_parameter","error_description":"No HP0967750879 of giulia@posta.example"}';
    server.script({ on: 'sales', kind: 'answer', status: 400, body });
    await expect(clientOf(server, { clientSecret: server.secret }).ask(SALES, 'round')).rejects.toMatchObject({
      detail: { reason: 'No HP… of g***@posta.example' },
    });
  });

  test('with a redirect is a refusal, and the token does not follow it', async () => {
    const server = await makeHotmartServer();
    const elsewhere = await makeHotmartServer();
    server.script({ on: 'club', kind: 'answer', status: 302, headers: { location: `${elsewhere.base}/docs` } });
    const club = { path: '/club/api/v1/users', params: { subdomain: 'x' }, what: 'the members' };
    await expect(clientOf(server, { clientSecret: server.secret }).ask(club, 'round')).rejects.toMatchObject({
      code: 'hotmart-refused',
    });
    expect(elsewhere.requests).toHaveLength(0);
  });
});

test('closing the desk ends a request and a wait at once', async () => {
  const server = await makeHotmartServer();
  const waiting = clientOf(server, { clientSecret: server.secret });
  server.script({ on: 'sales', kind: 'wait' });
  const asking = waiting.ask(SALES, 'round');
  await server.reached(1);
  waiting.closing.abort();
  await expect(asking).rejects.toMatchObject({ code: 'engine-gone' });
  await expect(waiting.ask(SALES, 'round')).rejects.toMatchObject({ code: 'engine-gone' });
});

test('a host without TLS beyond this machine is never asked', async () => {
  const server = await makeHotmartServer();
  const client = clientOf(
    { ...server, settings: { ...server.settings, apiBase: 'http://api.example' } },
    { clientSecret: server.secret },
  );
  await expect(client.ask(SALES, 'round')).rejects.toThrow('without TLS');
});
