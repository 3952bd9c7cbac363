import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

/** The launcher of the Linux package beside programs that only say how they were started. */
function launch(args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sportello-launcher-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(join(import.meta.dirname, '../../packaging/sportello.sh'), join(folder, 'sportello'));
  mkdirSync(join(folder, 'resources'));
  for (const program of ['sportello-desk', 'resources/node']) {
    writeFileSync(join(folder, program), '#!/bin/sh\necho "$(basename "$0") core=$(ulimit -c) $*"\n');
    chmodSync(join(folder, program), 0o755);
  }
  const { stdout } = spawnSync(
    '/bin/sh',
    ['-c', 'ulimit -c 1024 2>/dev/null; exec sh "$0" "$@"', 'sportello', ...args],
    {
      cwd: folder,
      encoding: 'utf8',
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
