import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SportelloError } from '../../shared/contract/errors';
import { MAX_OPENED_MAILS, isMailFileName } from '../../shared/contract/limits';
import { VARIABLES_HANDED_OVER } from '../../shared/contract/child-environment';
import { readMailLink } from '../../shared/domain/mail-link';
import { readAddress } from './read-address';

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
  /** Saved mails to be opened, absolute. */
  readonly mailFiles: readonly string[];
};

/** What a start asks of a desk that is open already. */
export type LaunchData = Pick<LaunchOptions, 'ticket' | 'mailLink' | 'mailFiles'>;

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
    mailFiles: mailFilesOf(positionals.flatMap((given) => readMailFile(given, workingDir) ?? [])),
  };
}

/** Options whose value may be the next word. */
const WITH_VALUE: readonly string[] = ['--profile', '--language', '--size', '--remote-debugging-port'];
/** Given by the launcher at each start (packaging/sportello.sh), for that start alone. */
const BY_LAUNCHER: readonly string[] = ['--ozone-platform-hint=auto', VARIABLES_HANDED_OVER];

/** What a desk that starts itself again is given: the options of this start, and none of what was opened with it. */
export function optionsAgain(args: readonly string[]): readonly string[] {
  const own = args.filter((word) => !BY_LAUNCHER.includes(word));
  return own.filter((word, at) => word.startsWith('-') || WITH_VALUE.includes(own[at - 1] ?? ''));
}

/** The path of a saved mail, given as a path or (by desktops) as a `file:` address of this machine; null for all else. */
function readMailFile(given: string, workingDir: string): string | null {
  if (!isMailFileName(given)) return null;
  if (!/^[a-z][a-z\d+.-]+:/i.test(given)) return resolve(workingDir, given);
  const address = readAddress(given);
  if (address?.protocol !== 'file:' || address.host !== '') return null;
  try {
    return fileURLToPath(address);
  } catch {
    // an escaped slash in a name: no desktop writes that
    return null;
  }
}

function mailFilesOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].slice(0, MAX_OPENED_MAILS);
}

/** The ticket that a `sportello:` link names; null for everything else, for anybody may write such a link. */
export function readTicketLink(link: string): string | null {
  const [, ticket] = /^sportello:\/\/ticket\/(T-\d{1,12})\/?$/i.exec(link) ?? [];
  return ticket?.toUpperCase() ?? null;
}

/** What a second start on the same profile asks for; its data came from another process. */
export function readLaunchData(data: unknown): LaunchData {
  const given: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? { ...data } : {};
  const { ticket, mailLink, mailFiles } = given;
  const named: readonly unknown[] = Array.isArray(mailFiles) ? mailFiles : [];
  return {
    mailFiles: mailFilesOf(
      named.filter((path): path is string => typeof path === 'string' && isAbsolute(path) && isMailFileName(path)),
    ),
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
