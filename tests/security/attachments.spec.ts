import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '../e2e/fixtures';
import { report } from './scoreboard';
import { ATTACHMENT_NAMES } from './vectors/attachment-names';

test('T6: an attachment is written into the folder that the person chose, whatever its name, and opened by nothing', async ({
  openDesk,
  profileDir,
}) => {
  const chosen = join(profileDir, 'a', 'b', 'chosen');
  await mkdir(chosen, { recursive: true });
  const { app, page } = await openDesk({ args: ['--demo'], profileDir: join(profileDir, 'desk') });
  await app.evaluate(({ app, dialog, shell }, folder) => {
    const paths: string[] = [];
    const opened: string[] = [];
    Reflect.set(globalThis, 'written', { paths, opened });
    app.setPath('downloads', folder);
    // The person presses Enter in the dialog.
    Reflect.set(dialog, 'showSaveDialog', (_window: unknown, { defaultPath }: { defaultPath: string }) => {
      paths.push(defaultPath);
      return Promise.resolve({ canceled: false, filePath: defaultPath });
    });
    for (const name of ['openExternal', 'openPath', 'showItemInFolder'])
      Reflect.set(shell, name, () => opened.push(name));
  }, chosen);
  const failed = await page.evaluate(async (names) => {
    const failed: string[] = [];
    for (const name of names) {
      const saved = await window.sportello.shell
        .saveFile({ fileName: name.slice(0, 500), base64: 'eA==' })
        .catch(() => false);
      if (!saved) failed.push(name);
    }
    return failed;
  }, ATTACHMENT_NAMES);
  const { paths, opened } = await app.evaluate(
    () => Reflect.get(globalThis, 'written') as { paths: string[]; opened: string[] },
  );
  const outside = paths.filter((path) => dirname(path) !== chosen);
  const hidden = (await readdir(chosen)).filter(
    (name) =>
      // oxlint-disable-next-line no-control-regex -- these must be gone
      /[\u0000-\u001f\u202a-\u202e\u2066-\u2069/\\:]|^\.|[. ]$/.test(name) || Buffer.byteLength(name) > 255,
  );
  const beside = [...(await readdir(join(profileDir, 'a'))), ...(await readdir(join(profileDir, 'a', 'b')))];
  report(
    `T6 attachment names: ${ATTACHMENT_NAMES.length} names · ${outside.length} outside of the chosen folder · ${opened.length} opened`,
  );
  expect(outside).toEqual([]);
  expect(hidden).toEqual([]);
  expect(opened).toEqual([]);
  expect(beside).toEqual(['b', 'chosen']);
  // An empty name is no name; main takes none.
  expect(failed).toEqual(['']);
});
