import type { TeamSettings } from '../../../shared/contract/profile';

/** Whose days a report has: the team's zone (IANA), or this machine's where none is set or the set one is no zone. */
export function teamTimeZone(team: TeamSettings | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: team?.timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  }
}
