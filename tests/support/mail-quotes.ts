import type { ReplyLanguage } from '../../shared/domain/intent';

/** Words that a mail program of a language puts around what it quotes. */
type QuoteWords = {
  readonly gmail: string;
  readonly apple: string;
  readonly thunderbird: string;
  readonly yahoo: string;
  readonly original: string;
  readonly heads: readonly [from: string, sent: string, to: string, subject: string];
};

const WORDS: Readonly<Record<ReplyLanguage, QuoteWords>> = {
  it: {
    gmail: 'Il giorno lun 12 gen 2026 alle ore 09:00 Anna <support@corsi.example> ha scritto:',
    apple: 'Il giorno 12 gen 2026, alle ore 09:00, Anna <support@corsi.example> ha scritto:',
    thunderbird: 'Il 12/01/26 09:00, Anna ha scritto:',
    yahoo: 'Il lunedì 12 gennaio 2026 alle ore 09:00:00 CET, Anna <support@corsi.example> ha scritto:',
    original: 'Messaggio originale',
    heads: ['Da', 'Inviato', 'A', 'Oggetto'],
  },
  pt: {
    gmail: 'Em seg., 12 de jan. de 2026 às 09:00, Anna <support@corsi.example> escreveu:',
    apple: 'Em 12 de jan. de 2026, à(s) 09:00, Anna <support@corsi.example> escreveu:',
    thunderbird: 'Em 12/01/2026 09:00, Anna escreveu:',
    yahoo: 'Em segunda-feira, 12 de janeiro de 2026 09:00:00 BRT, Anna <support@corsi.example> escreveu:',
    original: 'Mensagem original',
    heads: ['De', 'Enviado', 'Para', 'Assunto'],
  },
  es: {
    gmail: 'El lun, 12 ene 2026 a las 9:00, Anna (<support@corsi.example>) escribió:',
    apple: 'El 12 ene 2026, a las 09:00, Anna <support@corsi.example> escribió:',
    thunderbird: 'El 12/1/26 a las 9:00, Anna escribió:',
    yahoo: 'El lunes, 12 de enero de 2026, 09:00:00 CET, Anna <support@corsi.example> escribió:',
    original: 'Mensaje original',
    heads: ['De', 'Enviado', 'Para', 'Asunto'],
  },
  en: {
    gmail: 'On Mon, Jan 12, 2026 at 9:00 AM Anna <support@corsi.example> wrote:',
    apple: 'On 12 Jan 2026, at 09:00, Anna <support@corsi.example> wrote:',
    thunderbird: 'On 12/01/2026 09:00, Anna wrote:',
    yahoo: 'On Monday, January 12, 2026 at 09:00:00 AM GMT, Anna <support@corsi.example> wrote:',
    original: 'Original Message',
    heads: ['From', 'Sent', 'To', 'Subject'],
  },
};

/** Mail programs, by how their plain text quotes the mail that is answered. */
export const QUOTING_PROGRAMS = ['gmail', 'apple', 'thunderbird', 'yahoo', 'outlook', 'outlook-old', 'lotus'] as const;
export type QuotingProgram = (typeof QUOTING_PROGRAMS)[number];

/** The lines below an answer: what the program writes above the quote, and the quoted lines in its way. */
export function quoteOf(program: QuotingProgram, language: ReplyLanguage, lines: readonly string[]): readonly string[] {
  const words = WORDS[language];
  const [from, sent, to, subject] = words.heads;
  const heads = [
    `${from}: Anna <support@corsi.example>`,
    `${sent}: 12/01/2026 09:00`,
    `${to}: ciao@verde.example`,
    `${subject}: Accesso [#00ff00ff00ff00ff]`,
  ];
  const marked = lines.map((line) => `> ${line}`);
  switch (program) {
    case 'gmail':
      return ['', words.gmail, '', ...marked];
    case 'apple':
      return ['', words.apple, '', ...marked];
    case 'thunderbird':
      return ['', words.thunderbird, ...marked];
    case 'yahoo':
      // Yahoo marks nothing.
      return ['', words.yahoo, '', ...lines];
    case 'outlook':
      return ['', '________________________________', ...heads, '', ...lines];
    case 'outlook-old':
      return ['', `-----${words.original}-----`, ...heads, '', ...lines];
    case 'lotus':
      return ['', ...heads, '', ...lines.map((line) => `| ${line}`)];
  }
}
