const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** First two or three letters of the days in the four languages, Sunday first. */
const DAYS: readonly (readonly string[])[] = [
  ['sun', 'dom'],
  ['mon', 'lun', 'seg'],
  ['tue', 'mar', 'ter'],
  ['wed', 'mer', 'mie', 'mié', 'qua'],
  ['thu', 'gio', 'jue', 'qui'],
  ['fri', 'ven', 'vie', 'sex'],
  ['sat', 'sab', 'sáb', 'sáb'],
];
const TOMORROW = ['tomorrow', 'domani', 'mañana', 'manana', 'amanhã', 'amanha'];
/** A day without an hour means the start of the working day. */
const MORNING = 8;

/**
 * Reads when a ticket shall come back: `3d`, `2h`, `30m`, `1w` (`3g`, `1s` in Italian and so on), `mon 9`,
 * `lun 14:30`, `tomorrow`, `17:00`. Answers epoch ms in the machine's time zone, or null for anything else.
 */
export function readSnooze(written: string, now: number): number | null {
  const text = written.trim().toLowerCase();
  const span = /^(\d{1,3})\s*(m|min|h|o|d|g|w|s)[a-zìàã]*$/u.exec(text);
  if (span) {
    const unit = { m: MINUTE, h: HOUR, o: HOUR, d: DAY, g: DAY, w: 7 * DAY, s: 7 * DAY }[span[2]?.[0] ?? 'd'] ?? DAY;
    return Number(span[1]) === 0 ? null : now + Number(span[1]) * unit;
  }
  const parts = /^(\p{L}+)?\.?\s*(?:(\d{1,2})(?:[:.h](\d{2}))?)?$/u.exec(text);
  if (parts === null || text === '') return null;
  const [, word, hour, minute] = parts;
  const hours = hour === undefined ? MORNING : Number(hour);
  if (hours > 23 || Number(minute ?? 0) > 59) return null;
  const at = new Date(now);
  at.setHours(hours, Number(minute ?? 0), 0, 0);
  if (word === undefined) {
    if (at.getTime() <= now) at.setDate(at.getDate() + 1);
    return at.getTime();
  }
  if (TOMORROW.includes(word)) {
    at.setDate(at.getDate() + 1);
    return at.getTime();
  }
  const day = DAYS.findIndex((names) => names.some((name) => word.startsWith(name)));
  if (day < 0) return null;
  at.setDate(at.getDate() + ((day - at.getDay() + 7) % 7));
  if (at.getTime() <= now) at.setDate(at.getDate() + 7);
  return at.getTime();
}
