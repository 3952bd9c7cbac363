import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SportelloError } from '../../shared/contract/errors';
import { readMailLink } from '../../shared/domain/mail-link';

/** What the person asked for on the command line (ui.md, last paragraph of Names). */
export type LaunchOptions = {
  readonly demo: boolean;
  /** Absolute; null = the user-data folder. */
  readonly profileDir: string | null;
  readonly language: 'it' | 'pt' | 'es' | 'en' | null;
  /** Content size in pixels. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly debuggingPort: number | null;
  /** Ticket id of a `sportello://ticket/T-…` link, to be selected. */
  readonly ticket: string | null;
  /** A `mailto:` link that was opened with the desk. */
  readonly mailLink: string | null;
};

const LANGUAGES = ['it', 'pt', 'es', 'en'] as const;

/**
 * Reads our own options and leaves Chromium's switches and the app folder alone. A value that makes no sense throws
 * `usage`: a window that opened on another profile than the one meant would be worse than none.
 */
export function readLaunchOptions(args: readonly string[], workingDir: string): LaunchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      demo: { type: 'boolean' },
      profile: { type: 'string' },
      language: { type: 'string' },
      size: { type: 'string' },
      'remote-debugging-port': { type: 'string' },
    },
  });
  const language = LANGUAGES.find((known) => known === values.language) ?? null;
  if (values.language !== undefined && !language) throw unusable('--language takes it, pt, es or en.');
  if (values.profile === true || values.profile === '') throw unusable('--profile takes a folder.');
  return {
    demo: values.demo === true,
    profileDir: typeof values.profile === 'string' ? resolve(workingDir, values.profile) : null,
    language,
    size: readSize(values.size),
    debuggingPort: readPort(values['remote-debugging-port']),
    ticket: positionals.map(readTicketLink).find((ticket) => ticket !== null) ?? null,
    mailLink: positionals.find(isMailLink) ?? null,
  };
}

/** The ticket that a `sportello:` link names; null for everything else, for anybody may write such a link. */
export function readTicketLink(link: string): string | null {
  const [, ticket] = /^sportello:\/\/ticket\/(T-\d{1,12})\/?$/i.exec(link) ?? [];
  return ticket?.toUpperCase() ?? null;
}

/** What a second start on the same profile asks for; its data came from another process. */
export function readLaunchData(data: unknown): Pick<LaunchOptions, 'ticket' | 'mailLink'> {
  const given: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? { ...data } : {};
  const { ticket, mailLink } = given;
  return {
    ticket: typeof ticket === 'string' ? readTicketLink(`sportello://ticket/${ticket}`) : null,
    mailLink: typeof mailLink === 'string' && isMailLink(mailLink) ? mailLink : null,
  };
}

/** Whether it is a `mailto:` link that can be read. */
export function isMailLink(link: string): boolean {
  return readMailLink(link) !== null;
}

function readSize(value: string | boolean | undefined): LaunchOptions['size'] {
  if (value === undefined) return null;
  const [, width, height] = /^(\d{3,4})x(\d{3,4})$/.exec(String(value)) ?? [];
  if (!width || !height) throw unusable('--size takes WIDTHxHEIGHT in pixels, for example 1440x900.');
  return { width: Number(width), height: Number(height) };
}

function readPort(value: string | boolean | undefined): number | null {
  if (value === undefined) return null;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(String(value)) || port > 65_535) throw unusable('--remote-debugging-port takes a port number.');
  return port;
}

function unusable(message: string): SportelloError {
  return new SportelloError('usage', message, { action: 'Correct the command line and start again.' });
}
