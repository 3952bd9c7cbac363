import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectImap } from '../../electron/engine/mail/imap-connection';
import { makeCertificate } from '../support/certificate';
import { stillClock } from '../support/make-store';

test('a refused login ends the link at once: it would keep a command line alive for 90 s', async () => {
  const { cert, key } = makeCertificate({});
  let ended: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    ended = resolve;
  });
  // It answers every command but never hangs up by itself.
  const server = createServer({ cert, key }, (link) => {
    link.on('error', () => undefined);
    link.once('close', () => ended());
    link.write('* OK ready\r\n');
    link.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        const [tag = '', command = ''] = line.split(' ');
        if (/^capability$/i.test(command)) link.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`);
        else if (/^(login|authenticate)$/i.test(command)) link.write(`${tag} NO [AUTHENTICATIONFAILED] wrong\r\n`);
        else if (!/^logout$/i.test(command)) link.write(`${tag} OK done\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const access = {
    server: { host: '127.0.0.1', port, secure: true, user: 'support@corsi.example' },
    password: 'wrong',
    ca: cert,
    clock: stillClock(),
  };
  await expect(connectImap(access)).rejects.toMatchObject({ code: 'imap-auth' });
  await closed;
});
