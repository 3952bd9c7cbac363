import { walkThrough, WALKS } from '../gallery/walks';
import { expectNoViolations } from './axe';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

test.describe('assistive technology', () => {
  for (const walk of WALKS) {
    test(`finds nothing to complain about on any screen of the gallery: ${walk.name}`, async ({ profileDir }) => {
      test.slow();
      await walkThrough(walk, { profileDir, language: 'en' }, ({ page }, screen) =>
        expectNoViolations(page, screen.name),
      );
    });
  }

  test('finds nothing to complain about at the desk', async ({ openDesk }) => {
    const { page } = await openDesk({ args: ['--demo'] });
    const desk = deskPage(page);
    await desk.ticket(/^Giulia Ferri/).click();
    await expect(desk.suggestions.first()).toBeVisible();
    await page.keyboard.press('l');
    await expect(desk.dialog('Label')).toBeVisible();
    await page.keyboard.type('rimborso');
    await expectNoViolations(page, 'labels');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(desk.ticket(/^Giulia Ferri/)).toContainText('rimborso');
    await expectNoViolations(page, 'ticket with a label');
    await page.keyboard.press('r');
    await page.keyboard.type('Gentile Giulia');
    await page.keyboard.press('Control+Shift+C');
    await desk.field('Cc').fill('bruno@ ');
    await expect(page.getByText('bruno@ is not an e-mail address.')).toBeVisible();
    await expectNoViolations(page, 'composer with copies');
    await desk.field('Cc').fill('');
    await desk.reply.fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await expect(desk.dialog('Forward').getByLabel('To')).toBeVisible();
    await expectNoViolations(page, 'forward');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('hand over');
    await page.keyboard.press('Enter');
    await expect(desk.dialog('Hand over my shift')).toBeVisible();
    await expectNoViolations(page, 'hand over');
  });

  test('finds nothing to complain about in what a lead does with tickets', async ({ openDesk }) => {
    const { page } = await openDesk({ args: ['--demo'] });
    const desk = deskPage(page);
    await desk.ticket(/^Giulia Ferri/).click();
    await expect(desk.suggestions.first()).toBeVisible();
    await page.keyboard.press('a');
    await expect(desk.dialog('Assign').getByText('You work here alone so far')).toBeVisible();
    await expectNoViolations(page, 'assign, alone');
    await page.keyboard.type('Bruno');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Ticket now with Bruno')).toBeVisible();

    await page.keyboard.press('n');
    await page.keyboard.type('Guarda, @br');
    await expect(page.getByRole('listbox', { name: 'People' })).toBeVisible();
    await expectNoViolations(page, 'a name in a note');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('.mention')).toHaveText('@Bruno');
    await expectNoViolations(page, 'a note that mentions somebody');

    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.type('mark reviewed');
    await page.keyboard.press('Enter');
    await expect(desk.dialog('Mark reviewed')).toBeVisible();
    await expectNoViolations(page, 'review');
    await page.keyboard.type('va bene');
    await page.keyboard.press('Enter');
    await expect(desk.ticket(/^Giulia Ferri/)).toContainText('Reviewed');
    await expectNoViolations(page, 'a reviewed ticket');

    await desk.queue('Team lead').click();
    const owed = page.locator('[data-line="owed"]');
    await owed.getByRole('button').last().click();
    await page.getByRole('checkbox', { name: 'All on this page' }).check();
    await expectNoViolations(page, 'the tickets of a figure');
    await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
    await expect(desk.dialog('Assign').getByRole('table', { name: 'What changes hands' })).toBeVisible();
    await expectNoViolations(page, 'assign many');
  });

  test('finds nothing to complain about in the window of a ticket', async ({ openDesk }) => {
    const { app, page } = await openDesk({ args: ['--demo'] });
    const desk = deskPage(page);
    await desk.ticket(/^Giulia Ferri/).click();
    await expect(desk.suggestions.first()).toBeVisible();
    const opened = app.waitForEvent('window');
    await page.keyboard.press('Shift+O');
    const own = await opened;
    await expect(deskPage(own).suggestions.first()).toBeVisible();
    await expectNoViolations(own, 'window of a ticket');
    await own.keyboard.press('r');
    await own.keyboard.type('Gentile Giulia');
    await own.keyboard.press('Control+Enter');
    await expect(own.getByRole('contentinfo')).toContainText('mail to');
    await expectNoViolations(own, 'window of a ticket with a reply that waits');
    await own.keyboard.press('?');
    await expect(deskPage(own).dialog('All keys')).toBeVisible();
    await expectNoViolations(own, 'keys of a ticket’s window');
  });

  test('finds nothing to complain about in the settings and in a search', async ({ openDesk }) => {
    const { page } = await openDesk({ args: ['--demo'] });
    const desk = deskPage(page);
    await desk.queue('Settings').click();
    await page.getByRole('button', { name: 'Snooze: H. Another key' }).click();
    await page.keyboard.press('e');
    await expect(page.getByRole('alert').filter({ hasText: 'E is “Done”.' })).toBeVisible();
    await expectNoViolations(page, 'a key that is taken');
    await page.keyboard.press('Escape');
    await desk.button('Copy diagnostics…').click();
    await expect(desk.dialog('Diagnostics as text').getByRole('textbox')).toHaveValue(/^Sportello diagnostics/);
    await expectNoViolations(page, 'diagnostics');
    await page.keyboard.press('Escape');
    await desk.queue('Inbox').click();
    await desk.search.pressSequentially('colour:red is:un');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('option', { name: 'unread', exact: true, selected: true })).toBeVisible();
    await expectNoViolations(page, 'search with proposals');
    await page.keyboard.press('Escape');
    await expect(page.getByText('There is no filter “colour:”')).toBeVisible();
    await expectNoViolations(page, 'search with notes');
  });
});
