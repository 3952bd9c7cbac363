import type { DigestResults } from '../../../shared/contract/digest';
import { digestOf, digestRange, dueDigest } from '../../../shared/domain/daily-digest';
import type { DigestAsk } from '../../../shared/domain/daily-digest';
import { rangeOfDays } from '../../../shared/domain/report-periods';
import { teamTime } from '../clock/calendars';
import { clockSettings } from '../clock/clock-settings';
import type { EngineContext } from '../context';
import { readSetting, writeSetting } from '../store/settings-table';
import type { HandlersOf } from './handler';
import { mayLead } from './may-lead';
import { readFigures } from './report';

/** The daily digest of a lead's desk. */
export const digestHandlers = {
  'digest.take': async (context, { at }) => {
    const { store } = context;
    if (!mayLead(store)) return { digest: null };
    const ask = await askOf(context);
    const setting = `digest.${store.place}`;
    if (dueDigest(ask, at, (await readSetting(store.db, setting)) ?? '') === null) return { digest: null };
    const digest = digestOf(await readFigures(context, digestRange(ask)));
    // A day of which there is nothing to say is told, too: what comes in later is tomorrow's.
    const isMine = await store.transaction(async (db) => {
      const day = dueDigest(ask, at, (await readSetting(db, setting)) ?? '');
      if (day === null) return false;
      await writeSetting(db, setting, day);
      return true;
    });
    return { digest: isMine ? digest : null };
  },
} satisfies HandlersOf<keyof DigestResults>;

async function askOf(context: EngineContext): Promise<DigestAsk> {
  const now = context.outside.clock.now();
  const clocks = await clockSettings(context);
  const working = await teamTime(clocks, now);
  const { timeZone } = clocks;
  const worksOn = (day: string): boolean => {
    const range = rangeOfDays(day, day, timeZone);
    return range !== null && working.between(range.from, range.to) > 0;
  };
  return { now, timeZone, worksOn };
}
