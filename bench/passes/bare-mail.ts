import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { PARSER } from '../../electron/engine/mail/parse-mail';
import type { Dovecot } from '../../tests/support/dovecot';
import { cpuSince, timed } from './own-process';

/** What a pass needs to know of the server: this is sent to its process. */
export type BenchServer = Pick<Dovecot, 'host' | 'port' | 'user' | 'password' | 'caFile'> & {
  readonly messages: number;
};

/** One pass of the yardstick, ms; `cpuMs` is processor time of this process with its threads. */
export type BarePass = { readonly fetchMs: number; readonly parseMs: number; readonly cpuMs: number };

export function benchServer(dovecot: Dovecot, messages: number): BenchServer {
  const { host, port, user, password, caFile } = dovecot;
  return { host, port, user, password, caFile, messages };
}

/** Fetches all messages with imapflow and nothing else, then parses each with mailparser and our options. */
export async function passBare(server: BenchServer): Promise<BarePass> {
  const before = process.cpuUsage();
  const started = performance.now();
  const fetched = await fetchBare(server);
  const fetchMs = Math.round(performance.now() - started);
  const parseMs = await timed(async () => {
    for (const raw of fetched) await simpleParser(raw, PARSER);
  });
  return { fetchMs, parseMs, cpuMs: cpuSince(before) };
}

/** A signed-in imapflow client with its own defaults. */
export async function connectBare(server: BenchServer): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: true,
    auth: { user: server.user, pass: server.password },
    tls: { ca: await readFile(server.caFile, 'utf8') },
    logger: false,
  });
  await client.connect();
  return client;
}

async function fetchBare(server: BenchServer): Promise<readonly Buffer[]> {
  const client = await connectBare(server);
  const lock = await client.getMailboxLock('INBOX', { readOnly: true });
  const raws: Buffer[] = [];
  try {
    for await (const message of client.fetch('1:*', { uid: true, source: true })) {
      if (message.source) raws.push(message.source);
    }
  } finally {
    lock.release();
    await client.logout();
  }
  if (raws.length !== server.messages) throw new Error(`The bare fetch got ${raws.length} messages`);
  return raws;
}
