import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { deskPage } from './pages';
import { startTestTeam } from './team-servers';

test('a new agent joins a team by the invitation that `team invite` printed', async ({
  openDesk,
  startServers,
  profileDir,
}) => {
  test.setTimeout(90_000);
  const { dovecot, smtp, ...servers } = await startServers({ firstRun: true });
  const team = await startTestTeam({ dovecot, smtp, ...servers });
  try {
    const { invitation, password } = await team.invite('Carla');
    const carlas = join(profileDir, 'carla');
    await mkdir(carlas);
    await servers.deliver({ subject: 'Non trovo l’email di accesso' });
    const first = await openDesk({ profileDir: carlas, untilReady: false });
    const desk = deskPage(first.page);
    const welcome = desk.dialog('Welcome');

    await test.step('pastes it, is told of a wrong password, joins with the right one', async () => {
      await welcome.getByRole('button', { name: 'Join a team' }).click();
      await desk.field('Invitation').fill(invitation);
      await expect(desk.field('Login')).toHaveValue('carla');
      await desk.field('Password').fill('una parola sbagliata');
      await desk.button('Check').click();
      await expect(desk.alert).toContainText('server does not let you in', { timeout: 10_000 });
      await desk.field('Password').fill(password);
      await desk.button('Check').click();
      await expect(welcome.getByText(/you are Carla, agent, of the team Corsi/)).toBeVisible({ timeout: 10_000 });
      await expect(welcome.getByText(/no keychain: the password is forgotten/)).toBeVisible();
      await desk.button('Join the team').click();
      await expect(welcome.getByText('You have joined the team on 127.0.0.1 as carla.')).toBeVisible({
        timeout: 10_000,
      });
    });

    await test.step('connects the team’s mailbox, and works', async () => {
      await desk.field('Address').fill(dovecot.user);
      await desk.field('IMAP server').fill(dovecot.host);
      await desk.field('IMAP port').fill(String(dovecot.port));
      await desk.field('IMAP password').fill(dovecot.password);
      await desk.field('IMAP certificate').fill(join(profileDir, 'imap.pem'));
      await desk.field('SMTP server').fill('127.0.0.1');
      await desk.field('SMTP port').fill(String(smtp.port));
      await desk.field('SMTP certificate').fill(join(profileDir, 'smtp.pem'));
      await desk.button('Save and connect').click();
      await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 20_000 });
      await desk.queue('Settings').click();
      const members = first.page.getByRole('table', { name: 'Members' });
      await expect(members.getByRole('row', { name: /^Carla .*agent$/ })).toBeVisible();
      await expect(members.getByRole('row', { name: /^Ada .*admin$/ })).toBeVisible();
    });

    await test.step('is asked for the password at the next start, where no keychain kept it', async () => {
      await first.close();
      const next = await openDesk({ profileDir: carlas, untilReady: false });
      const again = deskPage(next.page);
      await again.field('Password').fill(password);
      await again.button('Open').click();
      await expect(again.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 20_000 });
    });
  } finally {
    await team.stop();
  }
});
