import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './fixtures';
import { deskPage } from './pages';

test.describe('starting', () => {
  test('a first run asks what to connect', async ({ openDesk }) => {
    const { page } = await openDesk({ untilReady: false });
    const desk = deskPage(page);
    await expect(desk.dialog('Welcome')).toBeVisible();
    await expect(desk.button('Connect a mailbox')).toBeVisible();
    await expect(desk.button('Try the demo inbox')).toBeVisible();
  });

  test('the demo opens on tickets, says ready once and closes in order', async ({ openDesk }) => {
    const { page, output, close } = await openDesk({ args: ['--demo'] });
    await expect(deskPage(page).ticket(/Giulia Ferri/)).toBeVisible({ timeout: 30_000 });
    expect(output().match(/^ready$/gm)).toHaveLength(1);
    await page.screenshot({ path: 'test-results/demo.png' });
    await close();
  });
});

test.describe('the window’s walls', () => {
  test('the page has no Node, no permission and no network', async ({ openDesk }) => {
    const { page } = await openDesk({ untilReady: false });
    const found = await page.evaluate(async () => ({
      node: 'require' in window || 'process' in window,
      permissions: await Promise.all(
        (['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]).map(
          async (name) => (await navigator.permissions.query({ name })).state,
        ),
      ),
      fetched: await fetch('https://example.com/').then(
        () => true,
        () => false,
      ),
    }));
    expect(found).toEqual({ node: false, permissions: Array(4).fill('denied'), fetched: false });
  });

  test('a mail frame runs no script and reaches no network', async ({ openDesk }) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const remote = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { page } = await openDesk({ untilReady: false });
    const text = await page.evaluate(async (outside) => {
      const { sportello } = window as unknown as {
        sportello: { shell: { parkMail(html: string): Promise<string> } };
      };
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-popups');
      frame.id = 'probe';
      frame.src = await sportello.shell.parkMail(
        `<link rel="stylesheet" href="${outside}/style"><style>p { background: url(${outside}/background) }</style>
        <p id="text">still</p><img src="${outside}/pixel" width="1" height="1">
        <script>document.getElementById("text").textContent = "ran"</script>`,
      );
      document.body.append(frame);
      return frame.src;
    }, remote);
    expect(text).toMatch(/^mail:\/\/[0-9a-f]{32}\/$/);
    await expect(page.frameLocator('#probe').locator('#text')).toHaveText('still');
    // Complete is a picture that came, and one that was refused.
    const picture = page.frameLocator('#probe').locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete)).toBe(true);
    expect(asked).toEqual([]);
    server.close();
  });

  test('only web and mail addresses open outside', async ({ openDesk }) => {
    const { page } = await openDesk({ untilReady: false });
    const refused = await page.evaluate(() =>
      (window as unknown as { sportello: { shell: { openLink(url: string): Promise<void> } } }).sportello.shell
        .openLink('file:///etc/passwd')
        .catch((error: { code: string }) => error.code),
    );
    expect(refused).toBe('not-allowed');
  });
});
