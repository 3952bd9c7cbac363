import { REPLY_LANGUAGES } from './intent';
import { ruledReading } from './read-intent';

/** A thanks of more words may say something beside it. */
const MOST_WORDS = 12;

/**
 * Whether a mail says thanks and nothing else (casework.md, "Second mails": "grazie, ma…" is not thanks): no question, no number, no link,
 * no address, few words. Never throws.
 *
 * @param language ISO 639-1; null where it could not be told: then thanks count in any that we write
 */
export function isOnlyThanks(text: string, language: string | null): boolean {
  if (/[\d@?¿]|https?:/i.test(text)) return false;
  if ((text.match(/\p{L}+/gu)?.length ?? 0) > MOST_WORDS) return false;
  const languages = language === null ? REPLY_LANGUAGES : [language];
  return languages.some((one) => ruledReading({ subject: '', newText: text, language: one }).thanks);
}
