import type { OpenHours } from '../../shared/domain/working-time';

/** Hours of a day as a person writes them: `09:00–13:00, 14:00–18:00`; '' is a day off. */
export function hoursText(hours: readonly OpenHours[]): string {
  return hours.map(({ from, to }) => `${from}–${to}`).join(', ');
}

/** Reads what a person wrote: `9-13 14:30-18` too. null where it is no hours. */
export function readHours(text: string): readonly OpenHours[] | null {
  const rest = text.replaceAll(/(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?/g, '');
  if (/[^\s,;]/.test(rest)) return null;
  return [...text.matchAll(/(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?/g)].map(
    ([, from = '', fromMinute = '00', to = '', toMinute = '00']) => ({
      from: `${from.padStart(2, '0')}:${fromMinute}`,
      to: `${to.padStart(2, '0')}:${toMinute}`,
    }),
  );
}
