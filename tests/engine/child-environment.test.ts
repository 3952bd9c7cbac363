import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inCopyThread } from '../../electron/engine/copies/copy-thread';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import { childEnvironment, readVariables, takeOwnVariables } from '../../shared/contract/child-environment';
import { makeFolder, silentLog, stillClock } from '../support/make-store';

const SECRETS = ['SPORTELLO_IMAP_PASSWORD', 'SPORTELLO_STORE_PASSPHRASE', 'SPORTELLO_HOTMART_BASIC', 'PGPASSWORD'];

beforeEach(() => {
  for (const name of SECRETS) process.env[name] = 'geheim';
});
afterEach(() => {
  for (const name of SECRETS) delete process.env[name];
});

/** A thread's file that says what it sees. */
function telling(code: string): string {
  const file = join(makeFolder(), 'telling.cjs');
  writeFileSync(file, `const seen = JSON.stringify(process.env);\n${code}`);
  return file;
}

it('the thread that reads strangers mail sees no secret of a command line', async () => {
  const workerFile = telling(`
    const { parentPort } = require('node:worker_threads');
    const error = { code: 'file-unreadable', message: seen, action: '', retryable: false, detail: {} };
    parentPort.on('message', (jobs) => {
      parentPort.postMessage({ kind: 'answers', answers: jobs.map(({ id }) => ({ kind: 'failed', id, error })) });
    });
    parentPort.postMessage({ kind: 'ready' });`);
  const parser = createMessageParser({ clock: stillClock(), log: silentLog, workerFile });
  const said = await parser.parse(Buffer.from('From: a@x.example\r\n\r\nx'), { authservId: null }).then(
    () => '',
    (error: unknown) => String(error),
  );
  await parser.close();
  expect(said).toContain('PATH');
  expect(said).not.toContain('geheim');
});

it('nor does the thread that reads copies', async () => {
  const code = `require('node:worker_threads').parentPort.postMessage({ kind: 'failed', error: { code: 'bug', message: seen } });`;
  const said = await inCopyThread({ kind: 'read', paths: [], key: null, depth: 'counts' } as never, telling(code)).then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(said).toContain('PATH');
  expect(said).not.toContain('geheim');
});

it('a child keeps what is not ours; what is ours is taken out of the environment for good', () => {
  const environment = {
    PATH: '/bin',
    HOME: '/h',
    NODE_OPTIONS: '--x',
    SPORTELLO_SMTP_PASSWORD: 'geheim',
    EMPTY: undefined,
  };
  expect(childEnvironment(environment)).toEqual({ PATH: '/bin', HOME: '/h' });
  expect(takeOwnVariables(environment)).toEqual({ SPORTELLO_SMTP_PASSWORD: 'geheim' });
  expect(environment).not.toHaveProperty('SPORTELLO_SMTP_PASSWORD');
  expect(environment.PATH).toBe('/bin');
});

it('variables handed over are lines of ours, whatever stands in their values', () => {
  const lines = 'SPORTELLO_IMAP_PASSWORD=a=b "$c" \nPATH=/evil\n\nSPORTELLO_STORE_PASSPHRASE=\nnonsense\n';
  expect(readVariables(lines)).toEqual({ SPORTELLO_IMAP_PASSWORD: 'a=b "$c" ', SPORTELLO_STORE_PASSPHRASE: '' });
});
