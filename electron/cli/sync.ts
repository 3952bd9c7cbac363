import type { EngineClient } from '../../shared/contract/engine-api';
import { SportelloError } from '../../shared/contract/errors';
import type { SyncReport } from '../../shared/contract/views';
import { EXIT } from './command';
import type { Command, CommandLine } from './command';
import { openProfile } from './open-profile';

/** A first sync may bring hours of pictures: the rest of them is read by the next command or the desk. */
const PICTURES_MS = 120_000;

/** `sync`: keeps the store in step with its mailbox; `--once` returns when it is caught up. */
export const syncCommand: Command = {
  usage: 'sync --profile DIR [--once] [--json]',
  shape: { options: ['profile'], flags: ['once', 'json'], words: [] },
  async run(given, line) {
    const isOnce = given.has('once');
    const profile = await openProfile(given.needed('profile'), line, {
      network: true,
      share: !isOnce,
      isPreferred: true,
    });
    try {
      const report = await firstSync(profile.client, isOnce, line);
      if (report !== null) print(report, given.has('json'), line);
      if (isOnce) await profile.engine?.picturesRead(PICTURES_MS);
      const isWhole = report === null || report.failures.length === 0;
      if (isOnce || !profile.engine) return isWhole ? EXIT.done : EXIT.failed;
      profile.engine.start();
      await line.untilStopped();
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};

/** One pass; null where another desk of the team reads the mailbox and this one stays to take over from it. */
async function firstSync(client: EngineClient, isOnce: boolean, line: CommandLine): Promise<SyncReport | null> {
  try {
    return await client.call('mailbox.syncOnce', {});
  } catch (error) {
    if (isOnce || !(error instanceof SportelloError) || error.code !== 'lease-lost') throw error;
    line.complain(`${error.message} This process stands by.`);
    return null;
  }
}

/** The result goes to standard output; a mailbox that could not be read is said beside it. */
function print(report: SyncReport, isJson: boolean, line: CommandLine): void {
  for (const { address, error } of report.failures) line.complain(`${address}: ${error.message} ${error.action}`);
  const { seen, stored, known, quarantined, tickets, errors } = report;
  line.print(
    isJson
      ? JSON.stringify({ seen, stored, known, quarantined, tickets, errors })
      : `${seen} seen, ${stored} stored, ${known} known, ${quarantined} put aside, ${tickets} new tickets, ${errors} errors`,
  );
}
