import { SportelloError } from '../../shared/contract/errors';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';

/** `doctor`: what is wrong with a profile and what to do; exit 1 where anything is an error. */
export const doctorCommand: Command = {
  usage: 'doctor --profile DIR [--json]',
  shape: { options: ['profile'], flags: ['json'], words: [] },
  async run(given, line) {
    const dir = given.needed('profile');
    const profile = await openProfile(dir, line, { network: false }).catch((error: unknown) => {
      // A profile that does not even open is a finding; standard error says it too, as for every command.
      if (error instanceof SportelloError && given.has('json')) line.print(unopened(error));
      throw error;
    });
    try {
      const { ok, findings } = await profile.client.call('doctor.run', {});
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

function unopened(error: SportelloError): string {
  const finding = { id: error.code, severity: 'error', text: error.message, do: error.action };
  return JSON.stringify({ ok: false, findings: [finding] });
}
