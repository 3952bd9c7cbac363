import '../electron/engine/hosts/node-compat';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startDovecot } from '../tests/support/dovecot';
import { startSmtpSink } from '../tests/support/smtp-sink';
import { median, print, round2, runBench } from './passes/own-process';
import { fillProfile } from './ui/fill-profile';
import { coldStart } from './ui/windows';
import type { Program } from './ui/windows';

/**
 * `npm run bench -- start [PAIRS]`: what packing costs the start. Fresh process and user data, files in the cache, an inbox of 1,000 open
 * tickets, to `data-ready`: the packaged desk (`dist/linux-unpacked`, by its launcher) beside the checkout on the same Electron, in
 * turn. The bar: the median of the ratios of the pairs is at most 1.2.
 */
const PAIRS = 21;
const TICKETS = 1_000;
const BAR_RATIO = 1.2;

async function main(): Promise<void> {
  const pairs = Number(process.argv[2] ?? PAIRS);
  const folder = await mkdtemp(join(tmpdir(), 'sportello-bench-start-'));
  const dovecot = await startDovecot();
  const smtp = await startSmtpSink({ password: dovecot.password });
  try {
    const root = resolve(dirname(process.argv[1] ?? ''), '../..');
    const profileDir = join(folder, 'profile');
    await fillProfile(profileDir, { dovecot, smtp }, TICKETS);
    const environment = { SPORTELLO_IMAP_PASSWORD: dovecot.password, SPORTELLO_SMTP_PASSWORD: smtp.password };
    const checkout: Program = { app: root, profileDir, environment };
    const packaged: Program = { ...checkout, app: join(root, 'dist/linux-unpacked/sportello'), isPackaged: true };
    // Once each without a watch: the files come into the cache.
    await coldStart(checkout);
    await coldStart(packaged);
    const times: { readonly checkout: number; readonly packaged: number }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      // Who comes first changes, as a shared machine changes its pace.
      const first = pair % 2 === 0 ? await coldStart(checkout) : 0;
      const second = await coldStart(packaged);
      times.push({ checkout: first || (await coldStart(checkout)), packaged: second });
    }
    const ratio = round2(median(times.map((time) => time.packaged / time.checkout)));
    print({
      pairs,
      checkoutMs: Math.round(median(times.map((time) => time.checkout))),
      packagedMs: Math.round(median(times.map((time) => time.packaged))),
      ratio,
      bar: BAR_RATIO,
      holds: ratio <= BAR_RATIO,
    });
    process.exitCode = ratio <= BAR_RATIO ? 0 : 1;
  } finally {
    await smtp.close();
    await dovecot.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

runBench(main);
