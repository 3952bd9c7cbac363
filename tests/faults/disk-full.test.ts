import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { makeFolder } from '../support/make-store';
import { seededRandom } from '../support/seeded-random';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';
import { writeProfile } from './killed-sync';
import { leftStore } from './left-store';
import { expectMadeMails } from './made-mails';

const CLI = resolve(import.meta.dirname, '../../out/cli/index.cjs');
/** Mails of 6 kB: their store takes a few MB more than the disk has. */
const MAILS = 900;

/**
 * A namespace of its own, with a disk of its own that is as small as told, where a sync runs until the disk is full; then
 * the disk grows, a second sync runs, and what it left is taken out. What each sync said and its code is printed.
 */
const SCRIPT = `
set -e
disk="$1/disk"
mount -t tmpfs -o size="$2"k tmpfs "$disk"
cp "$1/profile.json" "$disk/"
run() { code=0; "$3" "$4" sync --profile "$disk" --once --json || code=$?; echo "code $code"; }
run "$@"
mount -o remount,size=400m "$disk"
run "$@"
cp "$disk"/store.db* "$1/"
`;

test(
  `a disk that fills up in the middle of a sync: said so, nothing torn, all there once there is room (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    await dovecot.deliver(Array.from({ length: MAILS }, (_, index) => makeMail(index)));
    const random = seededRandom(FAULTS.seed);
    for (let round = 0; round < Math.ceil(FAULTS.restarts / 2); round += 1) {
      const folder = makeFolder();
      mkdirSync(join(folder, 'disk'));
      writeProfile(folder, dovecot);
      const kilobytes = 1000 + Math.floor(random() * 6000);
      const { out, err } = await inNamespace([folder, String(kilobytes), process.execPath, CLI], dovecot.password);
      const [first, second, ...rest] = out.filter((line) => line.startsWith('code'));
      expect({ first, second, rest, err }).toEqual({
        first: 'code 1',
        second: 'code 0',
        rest: [],
        err: expect.stringMatching(/The disk of the store .* is full/),
      });
      const left = await leftStore(folder).look(async ({ db }) => ({
        messages: await db.selectFrom('message').select(['message_id', 'parse_state', 'ticket_id']).execute(),
        undecided: await db.selectFrom('ticket').select('id').where('undecided', '=', 1).execute(),
      }));
      expectMadeMails(
        left.messages.map((row) => row.message_id),
        MAILS,
      );
      expect(left.messages.filter((row) => row.parse_state === 'pending' || row.ticket_id === null)).toEqual([]);
      expect(left.undecided).toEqual([]);
    }
  },
);

/** Runs the script where mounting is allowed and nobody else sees it: `unshare` of util-linux, as root or as a plain user. */
function inNamespace(args: readonly string[], password: string): Promise<{ out: readonly string[]; err: string }> {
  const options = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
  const child = spawn('unshare', [...options, 'sh', '-c', SCRIPT, 'sh', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], SPORTELLO_IMAP_PASSWORD: password },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => {
      if (code === 0) done({ out: out.split('\n'), err });
      else failed(new Error(`The namespace ended with ${String(code)}: ${err}`));
    });
  });
}
