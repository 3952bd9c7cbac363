import type { ClockResults } from '../../../shared/contract/clocks';
import { SportelloError } from '../../../shared/contract/errors';
import { isLead } from '../../../shared/domain/team-roles';
import { clockSettings, refuseClocks, saveClocks } from '../clock/clock-settings';
import { holidayCountries, isHolidayPlace } from '../clock/holidays';
import type { HandlersOf } from './handler';

/** The team's hours and clocks: everybody goes by them, leads set them. */
export const clockHandlers = {
  'clocks.settings': (context) => clockSettings(context),

  'clocks.countries': () => holidayCountries(),

  'clocks.save': async (context, { clocks }) => {
    const { store } = context;
    if (!isLead(store.kind === 'team' ? store.member : null)) {
      throw new SportelloError('not-allowed', 'Only leads set the team’s hours and clocks', {
        reason: 'lead',
        action: 'Ask a lead of the team.',
      });
    }
    if (clocks.holidays !== null && !(await isHolidayPlace(clocks.holidays))) throw refuseClocks('unknown-country');
    await store.transaction((db) => saveClocks(db, clocks));
    context.clocksChanged();
    context.announcer.allTicketsChanged();
    return clockSettings(context);
  },
} satisfies HandlersOf<keyof ClockResults>;
