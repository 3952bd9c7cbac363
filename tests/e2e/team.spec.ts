import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { deskPage } from './pages';
import { SALES } from './servers';
import { startTestTeam } from './team-servers';

test('two desks of a team work on one server and see each other', async ({ openDesk, startServers, profileDir }) => {
  test.setTimeout(180_000);
  const servers = await startServers();
  const team = await startTestTeam(servers);
  const { environment } = team;
  try {
    const [annas, brunos] = [join(profileDir, 'anna'), join(profileDir, 'bruno')];
    await team.join('Anna', annas, profileDir);
    await team.join('Bruno', brunos, profileDir);
    await team.importSales(annas, profileDir);
    const annasWindow = (await openDesk({ environment, profileDir: annas })).page;
    const brunosWindow = (await openDesk({ environment, profileDir: brunos })).page;
    const [anna, bruno] = [deskPage(annasWindow), deskPage(brunosWindow)];

    await test.step('one reads the mailbox, the other one says whose desk does', async () => {
      await expect(annasWindow.getByText(/^listening|Anna's desk|Bruno's desk/).first()).toBeVisible();
      await expect(brunosWindow.getByText(/Anna's desk reads the mailbox/)).toBeVisible({ timeout: 20_000 });
    });

    await test.step('a mail comes to both', async () => {
      await servers.deliver({
        id: 'giulia@posta.example',
        subject: 'Non trovo l’email di accesso',
        text: `Buongiorno, non mi è arrivata l'email con i dati di accesso. Transazione ${SALES.giulia.transaction}`,
      });
      await expect(anna.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 20_000 });
      await expect(bruno.ticket(/^Giulia Ferri/)).toBeVisible({ timeout: 20_000 });
    });

    await test.step('each sees who looks at the ticket, and who writes', async () => {
      await anna.open('Giulia Ferri', 'giulia@posta.example');
      await bruno.open('Giulia Ferri', 'giulia@posta.example');
      await expect(anna.conversation.getByText('Bruno is looking at this ticket')).toBeVisible({ timeout: 10_000 });
      await brunosWindow.keyboard.press('r');
      await bruno.reply.fill('Gentile Giulia, le scrivo subito come entrare.');
      await expect(anna.conversation.getByText('Bruno is writing a reply')).toBeVisible({ timeout: 10_000 });
    });

    await test.step('a claim is seen at the other desk', async () => {
      await annasWindow.keyboard.press('c');
      await expect(anna.toast('Yours for half an hour')).toBeVisible();
      await expect(bruno.conversation.getByText(/Anna/).first()).toBeVisible({ timeout: 10_000 });
    });

    await test.step('the first reply goes, the second is stopped and keeps its text', async () => {
      await anna.pressUntil('1', anna.toast(/Reply to Giulia Ferri sends in \d+\ss/));
      await brunosWindow.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(
        bruno
          .toast(/Anna/)
          .or(bruno.alert.filter({ hasText: /Anna/ }))
          .first(),
      ).toBeVisible();
      await expect(bruno.reply).toHaveValue('Gentile Giulia, le scrivo subito come entrare.');
      await expect.poll(() => servers.smtp.accepted.length, { timeout: 40_000, intervals: [200] }).toBe(1);
    });

    await test.step('the server goes away: it is said, what is typed is kept, and all is back by itself', async () => {
      await team.postgres.stop();
      await expect(bruno.alert.filter({ hasText: 'server is away' })).toBeVisible({ timeout: 20_000 });
      await bruno.reply.fill('Gentile Giulia, ancora un momento.');
      await team.postgres.start();
      await expect(bruno.alert.filter({ hasText: 'server is away' })).toHaveCount(0, { timeout: 20_000 });
      await expect(bruno.reply).toHaveValue('Gentile Giulia, ancora un momento.');
      expect(servers.smtp.accepted).toHaveLength(1);
    });

    await test.step('a new agent joins by the invitation that `team invite` printed', async () => {
      const { invitation, password } = await team.invite('Carla');
      const carlas = join(profileDir, 'carla');
      await mkdir(carlas);
      const { page } = await openDesk({ profileDir: carlas, untilReady: false });
      const carla = deskPage(page);
      const welcome = carla.dialog('Welcome');
      await welcome.getByRole('button', { name: 'Join a team' }).click();
      await carla.field('Invitation').fill(invitation);
      await expect(carla.field('Login')).toHaveValue('carla');
      await expect(welcome.getByText(/no keychain: the password is forgotten/)).toBeVisible();
      await carla.field('Password').fill('una parola sbagliata');
      await carla.button('Check').click();
      await expect(carla.alert).toContainText('does not let carla in', { timeout: 20_000 });
      await carla.field('Password').fill(password);
      await carla.button('Join the team').click();
      await expect(welcome.getByText(/^You have joined the team .* as carla\./)).toBeVisible({ timeout: 20_000 });

      // A colleague's desk reads it: how a mailbox is connected in full is told by first-run.spec.ts.
      await carla.field('Address').fill(servers.dovecot.user);
      await carla.field('IMAP server').fill(servers.dovecot.host);
      await carla.field('IMAP password').fill(servers.dovecot.password);
      await carla.field('SMTP server').fill('127.0.0.1');
      await carla.button('Save and connect').click();
      await carla.queue('Settings').click({ timeout: 30_000 });
      const members = page.getByRole('region', { name: 'Team members' });
      await expect(members.getByRole('row', { name: /^Carla .*agent$/ })).toBeVisible();
      await expect(members.getByText(/^(?:Anna|Bruno)$/).first()).toBeVisible();
    });
  } finally {
    await team.stop();
  }
});
