import { SportelloError } from '../../shared/contract/errors';
import { maskText } from '../../shared/domain/mask-text';
import { appendRotating } from '../log/rotating-file';
import type { Clock, Log, LogFields } from './outside';

/** Where finished lines go. */
export type LogSink = (line: string) => void;

/** A log of JSON lines `{at, level, area, event, …}`: what names a customer is masked in any value, line breaks cannot occur. */
export function createLog(clock: Pick<Clock, 'now'>, sink: LogSink): Log {
  const write = (level: string) => (area: string, event: string, fields?: LogFields) =>
    sink(logLine(new Date(clock.now()).toISOString(), level, area, event, fields ?? {}));
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** One line without its end. The five names of the line itself cannot be overwritten by a field. */
export function logLine(at: string, level: string, area: string, event: string, fields: LogFields): string {
  const masked = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? maskText(value) : value]),
  );
  return JSON.stringify({ ...masked, at, level, area, event });
}

/**
 * What went wrong with a mail, without the words of the error: a reader may quote the mail in them. The code, or the kind of error and the
 * place in our program.
 */
export function faultOf(error: unknown): string {
  if (error instanceof SportelloError) return error.code;
  if (!(error instanceof Error)) return 'no error';
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}${place === undefined ? '' : ` ${place.trim()}`}`;
}

/** Standard error: standard output carries results only. */
export function stderrSink(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A fault for which no log is open yet, on standard error, masked like a line of the log. */
export function complain(error: unknown): void {
  stderrSink(maskText(error instanceof Error ? (error.stack ?? error.message) : String(error)));
}

/**
 * Appends to a file that is put aside at 5 MB, readable only by its owner. A line that cannot be written goes to
 * standard error instead: a full disk must not stop the desk, and must not go unseen.
 */
export function fileSink(path: string): LogSink {
  return (line) => {
    try {
      appendRotating(path, line);
    } catch (error) {
      stderrSink(line);
      stderrSink(JSON.stringify({ level: 'error', area: 'log', event: 'log.unwritable', reason: String(error) }));
    }
  };
}
