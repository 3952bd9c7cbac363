import { clockProblem, clockSettingsSchema } from '../../../shared/contract/clocks';
import { SportelloError } from '../../../shared/contract/errors';
import { DEFAULT_CLOCKS } from '../../../shared/domain/clock-settings';
import type { ClockProblem, ClockSettings } from '../../../shared/domain/clock-settings';
import type { EngineContext } from '../context';
import { teamTimeZone } from '../report/team-time-zone';
import { TEAM_SETTING_PREFIX } from '../store/postgres/table-rights';
import { readSetting, writeSetting } from '../store/settings-table';
import type { Db } from '../store/tickets-table';

/** The team's hours and clocks: a choice of the team in its store, so every desk goes by the same ones from the next look on. */

const SETTING = `${TEAM_SETTING_PREFIX}clocks`;

/** The hours and clocks that hold now. Where the team chose no time zone: the profile's, else this machine's. */
export async function clockSettings({
  store,
  profile,
}: Pick<EngineContext, 'store' | 'profile'>): Promise<ClockSettings> {
  const kept = await readSetting(store.db, SETTING);
  const timeZone = teamTimeZone(profile().team);
  const chosen = kept === null ? {} : clockSettingsSchema.partial().parse(JSON.parse(kept));
  return { ...DEFAULT_CLOCKS, timeZone, ...withoutHoles(chosen) };
}

/** Keeps them. @throws SportelloError `bad-params` with what is wrong */
export async function saveClocks(db: Db, clocks: ClockSettings): Promise<void> {
  const problem = clockProblem(clocks);
  if (problem !== null) throw refuseClocks(problem);
  await writeSetting(db, SETTING, JSON.stringify(clocks));
}

/** Says why hours and clocks are not kept. */
export function refuseClocks(problem: ClockProblem): SportelloError {
  return new SportelloError('bad-params', `These hours and clocks cannot be kept: ${problem}`, {
    reason: 'clocks',
    action: 'Mend them and save again.',
    detail: { problem },
  });
}

/** Without the keys that hold nothing: they would hide a default. */
function withoutHoles<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}
