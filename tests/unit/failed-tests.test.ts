import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

type Failures = readonly { readonly name: string; readonly message: string }[];
const { failedInVitest, failedInPlaywright } = (await import(
  pathToFileURL(join(ROOT, 'scripts/failed-tests.mjs')).href
)) as { failedInVitest: (report: string) => Failures; failedInPlaywright: (report: string) => Failures };

describe('what failed is named again at the end of npm test', () => {
  let folder: string;
  const report = () => join(folder, 'report.json');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sportello-failed-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('by Vitest: failed and skipped tests, and a file that could not be loaded', async () => {
    writeFileSync(
      join(folder, 'sums.test.ts'),
      'it("adds", () => expect(1 + 1).toBe(3)); it("holds", () => {}); it.skip("waits", () => {});',
    );
    writeFileSync(join(folder, 'broken.test.ts'), 'throw new Error("no such table");');
    const options = ['--globals', '--reporter=json', `--outputFile=${report()}`, '--root', folder];
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...options], {
      cwd: folder,
    }).catch(() => undefined);
    expect(failedInVitest(report()).toSorted((one, other) => one.name.localeCompare(other.name))).toEqual([
      { name: join(folder, 'broken.test.ts'), message: expect.stringContaining('no such table') as string },
      {
        name: `${join(folder, 'sums.test.ts')} › adds`,
        message: expect.stringContaining('expected 2 to be 3') as string,
      },
      { name: `${join(folder, 'sums.test.ts')} › waits`, message: 'skipped' },
    ]);
  });

  it('by Playwright: what did not pass at once, and what went wrong around the tests', () => {
    const spec = (title: string, status: string, results: readonly object[]) => ({
      title,
      file: 'desk.spec.ts',
      line: 7,
      tests: [{ status, results }],
    });
    const failure = { error: { message: '\u001b[31mThe mail is not in its frame\u001b[39m' } };
    writeFileSync(
      report(),
      JSON.stringify({
        suites: [
          {
            specs: [spec('opens', 'expected', [{}])],
            suites: [{ specs: [spec('reads', 'unexpected', [failure]), spec('waits', 'skipped', [{}])] }],
          },
        ],
        errors: [{ message: 'No display' }],
      }),
    );
    expect(failedInPlaywright(report())).toEqual([
      { name: 'desk.spec.ts:7 › reads', message: 'The mail is not in its frame' },
      { name: 'desk.spec.ts:7 › waits', message: 'skipped' },
      { name: 'outside of any test', message: 'No display' },
    ]);
  });
});
