import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

test('the engine dies: calls are rejected, the window recovers and forgets nothing', async ({
  openDesk,
  profileDir,
  startServers,
}) => {
  const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 0 } });
  await deliver({});
  await deliver({ from: 'Ana Souza <ana@correio.example>', subject: 'Acesso', text: 'Não recebi o e-mail de acesso.' });
  const silent = await startSilentServer();
  const { enginePid, page } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  await expect(desk.conversation).toContainText('giulia@posta.example');
  await page.keyboard.press('r');
  await desk.reply.pressSequentially('Cara Giulia, stavo scriv');

  const pending = page.evaluate(async (port) => {
    const server = { host: '127.0.0.1', port, secure: true, user: 'anna' };
    const mailbox = { imap: server, smtp: server, address: 'anna@corsi.example', name: 'Anna', language: 'it' };
    const { sportello } = window as unknown as {
      sportello: { engine: { call(method: string, params: unknown): Promise<unknown> } };
    };
    return sportello.engine.call('mailbox.check', { mailbox, imapPassword: 'a', smtpPassword: 'b' }).then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );
  }, silent.port);
  await silent.asked;
  const killed = await enginePid();
  process.kill(killed, 'SIGKILL');

  expect(await pending).toBe('engine-gone');
  await expect(desk.alert.filter({ hasText: 'The engine stopped and is starting again.' })).toBeVisible();
  await desk.reply.pressSequentially('endo.');
  await expect(desk.alert).toHaveCount(0);
  await expect(deskPage(page).listening).toBeVisible();
  expect(await enginePid()).not.toBe(killed);
  await expect(desk.ticket(/^Giulia Ferri/)).toHaveAttribute('aria-selected', 'true');
  await expect(desk.reply).toHaveValue('Cara Giulia, stavo scrivendo.');
  await expect(desk.reply).toBeFocused();

  await deliver({ from: 'Marco Riva <marco@posta.example>', subject: 'Credenziali' });
  await expect(desk.ticket(/^Marco Riva/)).toBeVisible();
  await desk.reply.press('Control+Enter');
  await expect.poll(() => smtp.accepted.map(({ to }) => to[0])).toEqual(['giulia@posta.example']);

  await desk.queue('Settings').click();
  await expect(page.locator('[data-line="engine"]')).toContainText('started again since: 1');
  expect(await readFile(join(profileDir, 'logs/main.log'), 'utf8')).toContain('The engine ended with code');
  await silent.close();
});

/** Takes a connection and says nothing, so that whoever asks it waits. */
async function startSilentServer(): Promise<{ port: number; asked: Promise<void>; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  const asked = new Promise<void>((resolve) => {
    server.once('connection', () => resolve());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
