import { z } from 'zod';
import { CLOCK_LIMITS } from '../domain/clock-settings';
import type { ClockProblem, ClockSettings } from '../domain/clock-settings';
import { calendarProblem } from '../domain/working-time';

/** The team's hours and clocks as they are kept and saved. */

const hours = z
  .array(z.strictObject({ from: z.string().max(5), to: z.string().max(5) }))
  .max(6)
  .readonly();

const limit = (name: Exclude<keyof typeof CLOCK_LIMITS, 'producerReminderDays'>) =>
  z.number().int().min(CLOCK_LIMITS[name].least).max(CLOCK_LIMITS[name].most);

const { least, most, count } = CLOCK_LIMITS.producerReminderDays;

export const clockSettingsSchema = z.object({
  timeZone: z.string().max(64),
  week: z.strictObject({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours }),
  holidays: z
    .strictObject({ country: z.string().regex(/^[A-Z]{2}$/), region: z.string().regex(/^[A-Za-z0-9]{0,10}$/) })
    .nullable(),
  firstAnswerHours: limit('firstAnswerHours'),
  resolutionDays: limit('resolutionDays'),
  producerReminderDays: z.array(z.number().int().min(least).max(most)).min(1).max(count).readonly(),
  customerReminderDays: limit('customerReminderDays'),
  customerCloseDays: limit('customerCloseDays'),
  producerSilentDays: limit('producerSilentDays'),
});

/** Looks clocks through before they are saved: the form says it, and the engine refuses by it; null where nothing is wrong. */
export function clockProblem(clocks: ClockSettings): ClockProblem | null {
  const calendar = calendarProblem(clocks);
  if (calendar !== null) return calendar;
  if (!clockSettingsSchema.safeParse(clocks).success) return 'out-of-range';
  const reminders = clocks.producerReminderDays;
  if (reminders.some((day, index) => index > 0 && day <= (reminders[index - 1] ?? 0))) return 'reminders-out-of-order';
  return clocks.customerCloseDays <= clocks.customerReminderDays ? 'closes-before-reminder' : null;
}

/** A country whose public holidays are known, by its two letters; regions with their names in the country's own words. */
export type HolidayCountry = {
  readonly code: string;
  readonly regions: readonly { readonly code: string; readonly name: string }[];
};

export const clockParams = {
  'clocks.settings': z.strictObject({}),
  /** Whose holidays can be chosen. */
  'clocks.countries': z.strictObject({}),
  'clocks.save': z.strictObject({ clocks: clockSettingsSchema.strict() }),
} as const;

export type ClockResults = {
  'clocks.settings': ClockSettings;
  'clocks.countries': readonly HolidayCountry[];
  'clocks.save': ClockSettings;
};
