import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';

/** `doctor`: what is wrong with a profile and what to do; exit 1 where anything is an error. */
export const doctorCommand: Command = {
  usage: 'doctor --profile DIR [--json]',
  shape: { options: ['profile'], flags: ['json'], words: [] },
  async run(given, line) {
    const profile = await openProfile(given.needed('profile'), line, { network: false });
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
