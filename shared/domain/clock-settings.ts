import type { WorkingWeek } from './working-time';

/** Whose public holidays: ISO 3166-1 in two letters, and '' or a region of that country. */
export type HolidayPlace = { readonly country: string; readonly region: string };

/** The team's hours and the limits of its clocks (casework.md, "Second mails", "Producers"). */
export type ClockSettings = {
  /** IANA name. */
  readonly timeZone: string;
  readonly week: WorkingWeek;
  /** Whose public holidays are days off; null: nobody's. */
  readonly holidays: HolidayPlace | null;
  /** The first answer is due so many working hours after the customer's first mail. */
  readonly firstAnswerHours: number;
  /** A case is to be over so many working days after its first mail. */
  readonly resolutionDays: number;
  /** A producer is reminded so many working days after the escalation went out, by its own calendar; ascending. */
  readonly producerReminderDays: readonly number[];
  /** A reminder to a silent customer is drafted after so many working days. */
  readonly customerReminderDays: number;
  /** The ticket of a customer who stays silent closes as "no answer" after so many working days. */
  readonly customerCloseDays: number;
  /** A producer counts as silent after so many working days. */
  readonly producerSilentDays: number;
};

/** What may be wrong with clocks that a person wants to save, by the locale keys `clocks.problem.…`. */
export const CLOCK_PROBLEMS = [
  'empty-week',
  'unknown-time-zone',
  'bad-hours',
  'out-of-range',
  'reminders-out-of-order',
  'closes-before-reminder',
  'unknown-country',
] as const;
export type ClockProblem = (typeof CLOCK_PROBLEMS)[number];

const MORNING_AND_AFTERNOON = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
] as const;

/** Monday to Friday, eight hours. */
export const DEFAULT_WEEK: WorkingWeek = {
  mon: MORNING_AND_AFTERNOON,
  tue: MORNING_AND_AFTERNOON,
  wed: MORNING_AND_AFTERNOON,
  thu: MORNING_AND_AFTERNOON,
  fri: MORNING_AND_AFTERNOON,
  sat: [],
  sun: [],
};

/** What holds where the team set nothing; its time zone is another question. */
export const DEFAULT_CLOCKS: Omit<ClockSettings, 'timeZone'> = {
  week: DEFAULT_WEEK,
  holidays: null,
  firstAnswerHours: 8,
  resolutionDays: 5,
  producerReminderDays: [1, 3, 5],
  customerReminderDays: 3,
  customerCloseDays: 10,
  producerSilentDays: 3,
};

/** Smallest and largest value of each limit, and how many reminders there may be. */
export const CLOCK_LIMITS = {
  firstAnswerHours: { least: 1, most: 200 },
  resolutionDays: { least: 1, most: 90 },
  producerReminderDays: { least: 1, most: 60, count: 10 },
  customerReminderDays: { least: 1, most: 60 },
  customerCloseDays: { least: 2, most: 120 },
  producerSilentDays: { least: 1, most: 60 },
} as const;
