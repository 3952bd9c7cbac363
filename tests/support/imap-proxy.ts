import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { Dovecot } from './dovecot';

/** A man in the middle of IMAP over TLS, with the server's own certificate. */
export type ImapProxy = {
  readonly port: number;
  /** Commands of all clients so far, without their tags. */
  commands(): readonly string[];
  close(): Promise<void>;
};

/** Starts one on loopback. `rewrite` changes each line that the server says, '' takes it away; mail in literals passes as lines, too. */
export async function startImapProxy(
  dovecot: Dovecot,
  rewrite: (line: string, lastCommand: string) => string = (line) => line,
): Promise<ImapProxy> {
  const commands: string[] = [];
  const sockets = new Set<TLSSocket>();
  const cert = readFileSync(dovecot.caFile);
  const server = createServer({ cert, key: readFileSync(join(dovecot.dir, 'key.pem')) }, (client) => {
    const upstream = connect({ host: dovecot.host, port: dovecot.port, ca: cert });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Both ends hear of it; that is all a proxy can do.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    onLines(client, (line) => {
      commands.push(line.replace(/^\S+ /, '').trimEnd());
      upstream.write(line, 'latin1');
    });
    onLines(upstream, (line) => void client.write(rewrite(line, commands.at(-1) ?? ''), 'latin1'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    commands: () => commands,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Whole lines with their ends, bytes as latin1. */
function onLines(socket: TLSSocket, onLine: (line: string) => void): void {
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    rest += chunk.toString('latin1');
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      onLine(rest.slice(0, end + 1));
      rest = rest.slice(end + 1);
    }
  });
}
