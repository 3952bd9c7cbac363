import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { Words } from '../i18n/use-words';

/** The interface's language as one that texts are written in. */
export function replyLanguage(words: Words): ReplyLanguage {
  return REPLY_LANGUAGES.find((each) => each === words.language) ?? 'en';
}
