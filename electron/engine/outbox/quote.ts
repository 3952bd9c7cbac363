import type { ReplyLanguage } from '../../../shared/domain/intent';
import { escapeHtml } from '../../../shared/domain/reply-html';

/** What is quoted below a reply. */
export type QuotedMessage = {
  readonly fromName: string;
  readonly fromAddress: string;
  /** Epoch ms. */
  readonly at: number;
  /** The sender's own words, without what they quoted. */
  readonly text: string;
};

/** Longest quote: enough to know what is answered, never a mail bomb sent back. */
const MAX_QUOTE_CHARS = 8_000;
const MAX_QUOTE_LINES = 200;

const ATTRIBUTION: Readonly<Record<ReplyLanguage, (date: string, who: string) => string>> = {
  it: (date, who) => `Il giorno ${date}, ${who} ha scritto:`,
  pt: (date, who) => `Em ${date}, ${who} escreveu:`,
  es: (date, who) => `El ${date}, ${who} escribió:`,
  en: (date, who) => `On ${date}, ${who} wrote:`,
};

/** The line above a quote in the language of the reply, e.g. `Il giorno 14 gen 2026, 10:05, Marta ha scritto:`. */
function attribution(message: QuotedMessage, language: ReplyLanguage, timeZone: string | undefined): string {
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timeZone ?? 'UTC',
  }).format(message.at);
  const name = message.fromName.replace(/[\p{Cc}<>]+/gu, ' ').trim();
  const who = name === '' ? message.fromAddress : `${name} <${message.fromAddress}>`;
  return ATTRIBUTION[language](timeZone === undefined ? `${date} UTC` : date, who);
}

function quotedLines(text: string): readonly string[] {
  const lines = text.slice(0, MAX_QUOTE_CHARS).replace(/\r\n?/g, '\n').trim().split('\n');
  const isCut = text.length > MAX_QUOTE_CHARS || lines.length > MAX_QUOTE_LINES;
  const kept = lines.slice(0, MAX_QUOTE_LINES).map((line) => line.replace(/[^\P{Cc}\t]/gu, '').trimEnd());
  return isCut ? [...kept, '[…]'] : kept;
}

/** The quote of the text part: each line with `>`. */
export function quoteText(message: QuotedMessage, language: ReplyLanguage, timeZone: string | undefined): string {
  const lines = quotedLines(message.text).map((line) =>
    line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`,
  );
  return [attribution(message, language, timeZone), ...lines].join('\n');
}

/** The same quote for the HTML part: escaped words only, nothing of the sender's own HTML. */
export function quoteHtml(message: QuotedMessage, language: ReplyLanguage, timeZone: string | undefined): string {
  const lines = quotedLines(message.text).map(escapeHtml).join('<br>');
  const style = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex';
  return `<p>${escapeHtml(attribution(message, language, timeZone))}</p><blockquote type="cite" style="${style}">${lines}</blockquote>`;
}
