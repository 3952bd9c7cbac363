import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

/** Says its name, its limit and its words, then the variables that it inherits, then those that it is handed. */
const PROGRAM = `#!/bin/sh
echo "$(basename "$0") core=$(ulimit -c) $*"
env | grep SPORTELLO_ | sed 's/^/inherits /'
if [ -e /proc/self/fd/3 ]; then sed 's/^/is handed /' <&3; fi
`;

/** The launcher of the Linux package beside programs that only say how they were started. */
function launch(args: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'sportello-launcher-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(join(import.meta.dirname, '../../packaging/sportello.sh'), join(folder, 'sportello'));
  mkdirSync(join(folder, 'resources'));
  for (const program of ['sportello-desk', 'resources/node']) {
    writeFileSync(join(folder, program), PROGRAM);
    chmodSync(join(folder, program), 0o755);
  }
  const { stdout } = spawnSync(
    '/bin/sh',
    ['-c', 'ulimit -c 1024 2>/dev/null; exec sh "$0" "$@"', 'sportello', ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...variables },
    },
  );
  return stdout.trim();
}

it('a saved mail, a link and no word at all open the desk; a word is a command', () => {
  expect(launch(['in/mail.eml'])).toMatch(/^sportello-desk .* in\/mail\.eml$/);
  expect(launch(['mail.eml'])).toMatch(/^sportello-desk .* mail\.eml$/);
  expect(launch(['file:///m/a.eml'])).toMatch(/^sportello-desk /);
  expect(launch(['sportello://ticket/T-1'])).toMatch(/^sportello-desk /);
  expect(launch([])).toMatch(/^sportello-desk /);
  expect(launch(['tickets', '--json'])).toMatch(/^node .*cli\/index\.cjs tickets --json$/);
});

it('whatever it starts leaves no core file', () => {
  expect(launch([])).toContain('core=0 ');
  expect(launch(['doctor'])).toContain('core=0 ');
});

it('a desk is handed its passwords beside its environment; a command, which starts nothing of Chromium, inherits them', () => {
  const variables = { SPORTELLO_IMAP_PASSWORD: 'a "$(b)` \\=c', SPORTELLO_STORE_PASSPHRASE: 'ein Satz' };
  const [first, ...rest] = launch(['--profile', 'd'], variables).split('\n');
  expect(first).toMatch(/^sportello-desk .* --variables-on-3 --profile d$/);
  expect(rest.toSorted()).toEqual([
    'is handed SPORTELLO_IMAP_PASSWORD=a "$(b)` \\=c',
    'is handed SPORTELLO_STORE_PASSPHRASE=ein Satz',
  ]);
  expect(launch(['doctor'], variables).split('\n').slice(1).toSorted()).toEqual([
    'inherits SPORTELLO_IMAP_PASSWORD=a "$(b)` \\=c',
    'inherits SPORTELLO_STORE_PASSPHRASE=ein Satz',
  ]);
});
