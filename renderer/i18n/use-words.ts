import { useTranslation } from 'react-i18next';
import type { Sentence } from '../desk/desk-state';
import { useNow } from './use-now';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How the window says things: words of the locale files, ages, dates and sizes in the interface's language. */
export type Words = {
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly say: (sentence: Sentence) => string;
  readonly has: (key: string) => boolean;
  /** Short age: `now`, `5m`, `2h`, `3d`. */
  readonly age: (at: number) => string;
  readonly clock: (at: number) => string;
  readonly day: (at: number) => string;
  readonly moment: (at: number) => string;
  readonly size: (bytes: number) => string;
  readonly language: string;
};

/** Words in the interface's language; ages follow the shared minute tick. */
export function useWords(): Words {
  const { t: translate, i18n } = useTranslation();
  const now = useNow();
  const language = i18n.language;
  const t: Words['t'] = (key, values) => translate(key, { ...values });
  const format = (options: Intl.DateTimeFormatOptions) => (at: number) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options).format(at);
  return {
    t,
    say: ({ key, values }) => t(key, values),
    has: (key) => i18n.exists(key),
    age: (at) => {
      const ms = Math.max(0, now - at);
      if (ms < MINUTE) return t('age.now');
      if (ms < HOUR) return t('age.minutes', { n: Math.floor(ms / MINUTE) });
      if (ms < DAY) return t('age.hours', { n: Math.floor(ms / HOUR) });
      return t('age.days', { n: Math.floor(ms / DAY) });
    },
    clock: format({ hour: '2-digit', minute: '2-digit' }),
    day: format({ day: 'numeric', month: 'short', year: 'numeric' }),
    moment: format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    size: (bytes) => {
      const unit = bytes < 1024 ? 'byte' : bytes < 1024 ** 2 ? 'kilobyte' : 'megabyte';
      const value = bytes / { byte: 1, kilobyte: 1024, megabyte: 1024 ** 2 }[unit];
      const digits = unit === 'megabyte' ? 1 : 0;
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      }).format(value);
    },
    language,
  };
}
