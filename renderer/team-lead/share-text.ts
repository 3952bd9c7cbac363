import { wilson } from '../../shared/domain/evaluation';
import type { Share } from '../../shared/domain/evaluation';
import type { Words } from '../i18n/use-words';

/** "97.1 % (34 of 35)"; a dash where nothing was counted. */
export function shareText(words: Words, { right, all }: Share): string {
  if (all === 0) return '–';
  return words.t('share', { percent: percent(words, right / all), right, all });
}

/** "85.5–99.5 %": where the true share lies with 95 % certainty. */
export function intervalText(words: Words, share: Share): string {
  if (share.all === 0) return '';
  const [low, high] = wilson(share);
  return words.t('share.interval', { low: digits(words, low), high: percent(words, high) });
}

function percent(words: Words, value: number): string {
  return words.t('share.percent', { value: digits(words, value) });
}

function digits(words: Words, value: number): string {
  return new Intl.NumberFormat(words.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    100 * value,
  );
}
