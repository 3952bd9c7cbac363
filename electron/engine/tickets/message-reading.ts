import type { Clues } from '../../../shared/domain/clues';
import { readClues } from '../../../shared/domain/clues';
import type { IntentReading } from '../../../shared/domain/intent';
import { detectLanguage, languageText } from '../../../shared/domain/language';
import type { NgramGuess } from '../../../shared/domain/language';
import type { BodyParts, Message } from '../../../shared/domain/message';
import { readIntent } from '../../../shared/domain/read-intent';

/** What one message says by itself, whoever wrote it and whatever came before: the costly part of a decision. */
export type MessageReading = {
  readonly clues: Clues;
  /** ISO 639-1; null where it has no words. */
  readonly language: string | null;
  /** As from an unknown sender. */
  readonly intent: IntentReading;
};

/**
 * Reads a message in the parser's thread, beside the decisions on those before it. Null where its few words leave the
 * language to the n-gram detector, which that thread has not loaded.
 */
export async function readAhead(message: Message, parts: BodyParts): Promise<MessageReading | null> {
  const clues = readClues(message, parts);
  let isClear = true;
  const language = await languageOf(clues, [], async () => {
    isClear = false;
    return { language: '', scores: {} };
  });
  if (!isClear) return null;
  return {
    clues,
    language,
    intent: readIntentOf(message, clues, false, language),
  };
}

/** What a message asks for, read with the lexicon of `language`. */
export function readIntentOf(
  message: Message,
  clues: Clues,
  trustedSender: boolean,
  language: string | null,
): IntentReading {
  return readIntent({
    subject: clues.subject,
    newText: clues.newText,
    language,
    marks: message.marks,
    fromAddress: message.from?.address ?? null,
    trustedSender,
    isReport: message.report !== undefined,
  });
}

/** The language of a message; `earlier` are texts of the same writer, for an answer too short to tell. */
export async function languageOf(
  own: Clues,
  earlier: readonly string[],
  ngrams: (text: string) => Promise<NgramGuess>,
): Promise<string | null> {
  for (const text of [own.newText, own.subject, ...earlier]) {
    const words = languageText(text);
    // Two words of an answer are too few where a longer text of the same writer is at hand.
    if (earlier.length > 0 && (words.match(/\p{L}{2,}/gu) ?? []).length < 3) continue;
    const language = await detectLanguage(text, ngrams);
    if (language !== null) return language;
  }
  return detectLanguage(`${own.subject}\n${own.newText}`, ngrams);
}
