import type { TeamSettings } from '../../../shared/contract/profile';

/** Answers by what was asked and TZ, by which alone a running Node hears of another zone: every ticket that is opened asks, and Intl takes 0.3 ms. */
const known = new Map<string, string>();

/** Whose days a report has and whose hours a clock counts: the team's zone (IANA), or this machine's where none is set or the set one is no zone. */
export function teamTimeZone(team: TeamSettings | undefined): string {
  const asked = `${team?.timeZone ?? ''} ${process.env['TZ'] ?? ''}`;
  const zone = known.get(asked) ?? zoneNamed(team?.timeZone);
  known.set(asked, zone);
  return zone;
}

function zoneNamed(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  }
}
