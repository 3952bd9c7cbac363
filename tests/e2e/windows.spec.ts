import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

/** In its first moment a ticket's window hears no single key, counted from when it has the focus. */
async function settled(page: Page): Promise<void> {
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((at) => performance.now() - at > 700, since);
}

/** Presses this in the window that has it, and gives the window that opens, once its ticket is on screen. */
async function ticketWindow(app: ElectronApplication, open: () => Promise<void>): Promise<Page> {
  const opened = app.waitForEvent('window');
  await open();
  const page = await opened;
  await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
  await settled(page);
  return page;
}

/** The key ends the page that it is pressed in, so nothing is left to answer. */
async function closeByKey(page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  await page.keyboard.press('Control+w').catch(() => undefined);
  await closed;
}

const titles = (app: ElectronApplication): Promise<readonly string[]> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));

test('a ticket is answered in a window of its own while the desk goes on; undo works in either', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 60 } });
  await deliver({});
  await deliver({ from: 'Marco Riva <marco@posta.example>', subject: 'Credenziali', text: 'Non riesco a entrare.' });
  const { app, page } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  const ticket = deskPage(own);
  await expect(ticket.conversation).toContainText('giulia@posta.example');
  await expect(ticket.suggested).toBeVisible();
  await expect(ticket.tickets).toHaveCount(0);
  await expect(ticket.queues).toHaveCount(0);
  await expect.poll(() => titles(app)).toContainEqual(expect.stringMatching(/^Giulia Ferri · .* · T-\d+$/));

  // The desk goes on with another ticket; the window stays on its own.
  await desk.open('Marco Riva', 'marco@posta.example');
  await own.keyboard.press('j');
  await own.keyboard.press('Escape');
  await expect(ticket.conversation).toContainText('giulia@posta.example');

  await own.keyboard.press('r');
  await ticket.reply.pressSequentially('Cara Giulia, ecco.');
  await ticket.reply.press('Control+Enter');
  await expect(ticket.toast(/Reply to Giulia Ferri sends in/)).toBeVisible();
  await expect(desk.toast(/Reply to Giulia Ferri sends in/)).toBeVisible();
  await expect(desk.ticket(/^Giulia Ferri/)).toHaveCount(0);
  await expect(own.getByRole('contentinfo')).toContainText('waiting mail to giulia@posta.example');

  await desk.undo.click();
  await expect(ticket.reply).toHaveValue('Cara Giulia, ecco.');
  await expect(ticket.toast(/Reply to Giulia Ferri sends in/)).toHaveCount(0);
  await expect(desk.ticket(/^Giulia Ferri/)).toBeVisible();
  await expect(desk.reply).toHaveValue('Cara Giulia, ecco.');

  await ticket.reply.focus();
  await ticket.reply.press('Control+Enter');
  await expect(desk.toast(/Reply to Giulia Ferri sends in/)).toBeVisible();
  await expect(desk.reply).toHaveValue('');
  // The keys are the window's again, not the empty reply's.
  await own.keyboard.press('z');
  await expect(ticket.reply).toHaveValue('Cara Giulia, ecco.');
  await expect(desk.toast(/Reply to Giulia Ferri sends in/)).toHaveCount(0);
  expect(smtp.mailCommands()).toBe(0);
});

test('what is typed in one window stands in the other, and the one that is typed in wins', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment } = await startServers();
  await deliver({});
  const { app, page } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  await page.keyboard.press('r');
  await desk.reply.pressSequentially('Cara ');
  await page.keyboard.press('Escape');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  const ticket = deskPage(own);
  await expect(ticket.reply).toHaveValue('Cara ');
  await own.keyboard.press('r');
  await own.keyboard.press('End');
  await own.keyboard.type('Giulia, ');
  await expect(desk.reply).toHaveValue('Cara Giulia, ');
  await desk.reply.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('ecco');
  await expect(ticket.reply).toHaveValue('Cara Giulia, ecco');
  await ticket.reply.focus();
  await own.keyboard.press('End');
  await own.keyboard.type('.');
  await expect(desk.reply).toHaveValue('Cara Giulia, ecco.');

  // A note is no row of the store: the desk keeps it when the window goes.
  await own.keyboard.press('Escape');
  await own.keyboard.press('n');
  await own.keyboard.type('chiamata alle 15');
  await closeByKey(own);
  await expect.poll(() => titles(app)).toHaveLength(1);
  await expect(desk.reply).toHaveValue('Cara Giulia, ecco.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('chiamata alle 15');
});

test('words typed in a window that is closed at once are kept', async ({ openDesk, startServers }) => {
  const { deliver, environment } = await startServers();
  await deliver({});
  const { app, page } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  const own = await ticketWindow(app, () => desk.ticket(/^Giulia Ferri/).dblclick());
  await own.keyboard.press('r');
  await own.keyboard.type('Cara Giulia');
  await closeByKey(own);
  await expect.poll(() => titles(app)).toHaveLength(1);
  const ended = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
  const again = await openDesk({ environment });
  await deskPage(again.page).open('Giulia Ferri', 'giulia@posta.example');
  await expect(deskPage(again.page).reply).toHaveValue('Cara Giulia');
});

test('words typed in a window that closes while the engine is away are saved by the desk', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment } = await startServers();
  await deliver({});
  await deliver({ from: 'Marco Riva <marco@posta.example>', subject: 'Credenziali', text: 'Non riesco a entrare.' });
  const { app, page, enginePid } = await openDesk({ environment });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  await desk.open('Marco Riva', 'marco@posta.example');
  await own.keyboard.press('r');
  process.kill(await enginePid(), 'SIGKILL');
  await expect(deskPage(own).alert.filter({ hasText: 'The engine stopped' })).toBeVisible();
  await own.keyboard.type('Cara Giulia');
  await closeByKey(own);
  await expect(desk.alert).toHaveCount(0);
  // Read anew from the store, in a window that knows nothing of what was typed.
  await desk.open('Giulia Ferri', 'giulia@posta.example');
  await expect(desk.reply).toHaveValue('Cara Giulia');
  const ended = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
  const again = await openDesk({ environment });
  await deskPage(again.page).open('Giulia Ferri', 'giulia@posta.example');
  await expect(deskPage(again.page).reply).toHaveValue('Cara Giulia');
});

test('a window closes though its place cannot be written, and its ticket opens again while it closes', async ({
  openDesk,
  profileDir,
}) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  await expect(deskPage(page).suggestions.first()).toBeVisible();
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  rmSync(join(profileDir, 'settings.json'), { force: true });
  mkdirSync(join(profileDir, 'settings.json'));
  const closed = own.waitForEvent('close');
  await ticketWindow(app, async () => {
    await app.evaluate(async ({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      const isDesk = (window: { getTitle(): string }): boolean => window.getTitle().startsWith('Sportello');
      windows.find((window) => !isDesk(window))?.close();
      windows.find(isDesk)?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'O', modifiers: ['shift'] });
    });
  });
  await closed;
  await expect.poll(() => titles(app)).toHaveLength(2);
  const ended = app.waitForEvent('close');
  await app.evaluate(({ app: electron }) => electron.quit());
  await ended;
});

test('one window a ticket, six windows at most, and all of them close with the desk', async ({ openDesk }) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  const desk = deskPage(page);
  await expect(desk.suggestions.first()).toBeVisible();
  for (let windows = 1; windows <= 6; windows += 1) {
    await ticketWindow(app, () => page.keyboard.press('Shift+O'));
    await page.keyboard.press('Shift+O');
    await page.keyboard.press('j');
  }
  await expect.poll(() => titles(app)).toHaveLength(7);
  const corners = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.getPosition().join()),
  );
  expect(new Set(corners).size).toBe(7);
  await page.keyboard.press('Shift+O');
  await expect(desk.toast('6 tickets have windows of their own already.')).toBeVisible();
  expect(await titles(app)).toHaveLength(7);

  const ended = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle().startsWith('Sportello'))
      ?.close();
  });
  await ended;
});

test('who quits and stays keeps all windows; where the last one was closed, the next one opens', async ({
  openDesk,
  startServers,
}) => {
  const { deliver, environment } = await startServers({ team: { undoSeconds: 60 } });
  await deliver({});
  const { app, page } = await openDesk({ environment });
  await deskPage(page).open('Giulia Ferri', 'giulia@posta.example');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  await deskPage(own).pressUntil('1', deskPage(own).toast(/Reply to Giulia Ferri sends in/));
  await app.evaluate(({ app: electron, dialog }) => {
    Reflect.set(dialog, 'asked', 0);
    Reflect.set(dialog, 'showMessageBox', () => {
      Reflect.set(dialog, 'asked', Number(Reflect.get(dialog, 'asked')) + 1);
      return Promise.resolve({ response: 2, checkboxChecked: false });
    });
    electron.quit();
  });
  await expect.poll(() => app.evaluate(({ dialog }) => Reflect.get(dialog, 'asked') as number)).toBe(1);
  expect(await titles(app)).toHaveLength(2);

  const place = () =>
    app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((one) => !one.getTitle().startsWith('Sportello'));
      return [...(window?.getPosition() ?? []), ...(window?.getContentSize() ?? [])];
    });
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) => !one.getTitle().startsWith('Sportello'));
    window?.setContentSize(800, 600);
    window?.setPosition(120, 90);
  });
  await expect.poll(place).toEqual([120, 90, 800, 600]);
  // After "Stay" a window closes as before, and asks nothing.
  await closeByKey(own);
  await expect.poll(() => titles(app)).toHaveLength(1);
  expect(await app.evaluate(({ dialog }) => Reflect.get(dialog, 'asked') as number)).toBe(1);
  await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  expect(await place()).toEqual([120, 90, 800, 600]);
  await app.evaluate(({ dialog }) =>
    Reflect.set(dialog, 'showMessageBox', () => Promise.resolve({ response: 1, checkboxChecked: false })),
  );
});

test('a link to a ticket leads to its window, to another one to the desk', async ({ openDesk }) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  const desk = deskPage(page);
  await desk.open('Giulia Ferri', 'giulia');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  const here = await own.getByRole('region', { name: 'Conversation' }).getAttribute('data-ticket');
  await page.keyboard.press('j');
  await expect(desk.conversation).not.toHaveAttribute('data-ticket', here ?? '');
  const elsewhere = await desk.conversation.getAttribute('data-ticket');
  const follow = (ticket: string | null) =>
    app.evaluate(({ app: electron }, link) => electron.emit('open-url', {}, link), `sportello://ticket/${ticket}`);
  await follow(here);
  await follow(elsewhere);
  await expect(desk.conversation).toHaveAttribute('data-ticket', elsewhere ?? '');
  await expect(own.getByRole('region', { name: 'Conversation' })).toHaveAttribute('data-ticket', here ?? '');
});

test('the engine dies: both windows recover', async ({ openDesk, startServers }) => {
  const { deliver, environment, smtp } = await startServers({ team: { undoSeconds: 0 } });
  await deliver({});
  const { app, page, enginePid } = await openDesk({ environment });
  await deskPage(page).open('Giulia Ferri', 'giulia@posta.example');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  const ticket = deskPage(own);
  await own.keyboard.press('r');
  await own.keyboard.type('Cara Giulia, stavo scriv');
  process.kill(await enginePid(), 'SIGKILL');
  for (const one of [page, own]) {
    await expect(deskPage(one).alert.filter({ hasText: 'The engine stopped and is starting again.' })).toBeVisible();
  }
  await ticket.reply.pressSequentially('endo.');
  for (const one of [page, own]) await expect(deskPage(one).alert).toHaveCount(0);
  await ticket.reply.press('Control+Enter');
  await expect.poll(() => smtp.accepted.map(({ to }) => to[0])).toEqual(['giulia@posta.example']);
  await expect(own.getByRole('contentinfo')).toContainText(/^sent/);
});

test('theme, zoom and the switch of single keys count in all windows', async ({ openDesk }) => {
  const { app, page } = await openDesk({ args: ['--demo'] });
  await deskPage(page).open('Giulia Ferri', 'giulia');
  const own = await ticketWindow(app, () => page.keyboard.press('Shift+O'));
  await page.evaluate(() => {
    const { sportello } = window as unknown as {
      sportello: { shell: { setAppearance(choice: object): Promise<void> } };
    };
    return sportello.shell.setAppearance({ theme: 'dark' });
  });
  for (const one of [page, own]) await expect(one.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const widths = () => Promise.all([page, own].map((one) => one.evaluate(() => window.devicePixelRatio)));
  const [before = 0] = await widths();
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle().startsWith('Sportello'))
      ?.webContents.setZoomLevel(1),
  );
  await expect.poll(async () => (await widths()).every((ratio) => ratio > before)).toBe(true);
  const done = own.getByRole('button', { name: 'Done', exact: true });
  await expect(done.locator('kbd')).toHaveText('E');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('single keys');
  await page.keyboard.press('Enter');
  await expect(done.locator('kbd')).toHaveCount(0);
});
