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
  const date = dateInZone(message.at, language, timeZone);
  const name = message.fromName.replace(/[\p{Cc}<>]+/gu, ' ').trim();
  const who = name === '' ? message.fromAddress : `${name} <${message.fromAddress}>`;
  return ATTRIBUTION[language](date, who);
}

/** A zone that this system does not know must not keep a reply from going out: the date then says UTC. */
function dateInZone(at: number, language: ReplyLanguage, timeZone: string | undefined): string {
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const locale = language === 'en' ? 'en-GB' : language;
  if (timeZone !== undefined) {
    try {
      return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return `${new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at)} UTC`;
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

const FORWARDED: Readonly<
  Record<ReplyLanguage, readonly [title: string, from: string, date: string, subject: string]>
> = {
  it: ['Messaggio inoltrato', 'Da', 'Data', 'Oggetto'],
  pt: ['Mensagem encaminhada', 'De', 'Data', 'Assunto'],
  es: ['Mensaje reenviado', 'De', 'Fecha', 'Asunto'],
  en: ['Forwarded message', 'From', 'Date', 'Subject'],
};

/** A message as the text of a forward begins: room to write, then who wrote what and when. */
export function forwardText(
  message: QuotedMessage & { readonly subject: string },
  language: ReplyLanguage,
  timeZone?: string,
): string {
  const [title, from, date, subject] = FORWARDED[language];
  const name = message.fromName.replace(/[\p{Cc}<>]+/gu, ' ').trim();
  return [
    '',
    '',
    `---------- ${title} ----------`,
    `${from}: ${name === '' ? message.fromAddress : `${name} <${message.fromAddress}>`}`,
    `${date}: ${dateInZone(message.at, language, timeZone)}`,
    `${subject}: ${message.subject.replace(/\p{Cc}+/gu, ' ').trim()}`,
    '',
    ...quotedLines(message.text),
  ].join('\n');
}
