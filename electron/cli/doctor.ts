import { version } from '../../package.json';
import { packError, SportelloError } from '../../shared/contract/errors';
import type { ErrorCode } from '../../shared/contract/errors';
import type { Finding } from '../../shared/contract/views';
import { diagnosticsText } from '../../shared/domain/diagnostics-text';
import { restoreAdvice } from '../engine/copies/advice';
import { newestSoundCopy } from '../engine/copies/list-copies';
import { storePath, storeProtection } from '../engine/profile';
import { EXIT } from './command';
import type { Command, CommandLine } from './command';
import { findProfile, openProfile } from './open-profile';

/**
 * `doctor`: what is wrong with a profile and what to do; exit 1 where anything is an error. `--diagnostics` prints what Settings copies
 * instead: figures, states and codes for somebody who helps; it asks no server.
 */
export const doctorCommand: Command = {
  usage: 'doctor --profile DIR [--thorough] [--diagnostics] [--json]',
  shape: { options: ['profile'], flags: ['thorough', 'diagnostics', 'json'], words: [] },
  async run(given, line) {
    const dir = given.needed('profile');
    const profile = await openProfile(dir, line, { network: false }).catch(async (error: unknown) => {
      // A profile that does not even open is a finding; standard error says it too, as for every command.
      if (!(error instanceof SportelloError)) throw error;
      const finding = await unopened(error, dir, line);
      const json = JSON.stringify({ ok: false, findings: [finding] });
      line.print(given.has('json') ? json : `${finding.severity.padEnd(7)} ${finding.text} ${finding.do}`);
      throw error;
    });
    try {
      if (given.has('diagnostics')) {
        const health = await profile.client.call('desk.health', {});
        const host = { version, electron: null, fallback: false, restarts: null };
        line.print(given.has('json') ? JSON.stringify({ health, host }) : diagnosticsText(health, host).trimEnd());
        return EXIT.done;
      }
      const { ok, findings } = await profile.client.call('doctor.run', { thorough: given.has('thorough') });
      if (given.has('json')) {
        line.print(
          JSON.stringify({
            ok,
            findings: findings.map((finding) => ({
              id: finding.id,
              severity: finding.severity,
              text: finding.text,
              do: finding.do,
            })),
          }),
        );
      } else {
        for (const finding of findings) {
          line.print(`${finding.severity.padEnd(7)} ${finding.text}${finding.do === '' ? '' : ` ${finding.do}`}`);
        }
      }
      return ok ? EXIT.done : EXIT.failed;
    } finally {
      await profile.close();
    }
  },
};

/** Failures of the store's file itself, for which a copy is the way out. */
const MENDED_BY_COPY: readonly ErrorCode[] = ['store-corrupt', 'store-passphrase-wrong', 'store-locked'];

async function unopened(error: SportelloError, dir: string, line: CommandLine): Promise<Finding> {
  const finding = {
    id: error.code,
    severity: 'error',
    text: error.message,
    do: error.action,
    failure: packError(error),
  } as const;
  if (!MENDED_BY_COPY.includes(error.code)) return finding;
  const { profileDir, profile, secrets } = await findProfile(dir, line);
  const copy = await newestSoundCopy(storePath(profileDir, profile), storeProtection(profile, secrets.storeKey).key);
  // A wrong passphrase opens no copy either: then only the passphrase is said.
  if (copy === null && error.code !== 'store-corrupt') return finding;
  return { ...finding, do: restoreAdvice(profileDir, copy) };
}
