import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Log, LogFields } from './outside';
import { maskAddress } from './outside';

/** Where finished lines go. */
export type LogSink = (line: string) => void;

/** Size at which a log file is put aside as `.1`, bytes. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** A log of JSON lines `{at, level, area, event, …}`: addresses in any value are masked, line breaks cannot occur. */
export function createLog(clock: Pick<Clock, 'now'>, sink: LogSink): Log {
  const write = (level: string) => (area: string, event: string, fields?: LogFields) =>
    sink(logLine(new Date(clock.now()).toISOString(), level, area, event, fields ?? {}));
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** One line without its end. The five names of the line itself cannot be overwritten by a field. */
export function logLine(at: string, level: string, area: string, event: string, fields: LogFields): string {
  const masked = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? maskAddresses(value) : value]),
  );
  return JSON.stringify({ ...masked, at, level, area, event });
}

/** Masks every e-mail address inside a text. */
export function maskAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:=]+@[^\s<>"'(),;:=]+/g, maskAddress);
}

/** Standard error: standard output carries results only. */
export function stderrSink(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Appends to a file that is put aside at 5 MB, readable only by its owner. A line that cannot be written goes to
 * standard error instead: a full disk must not stop the desk, and must not go unseen.
 */
export function fileSink(path: string): LogSink {
  return (line) => {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      stderrSink(line);
      stderrSink(JSON.stringify({ level: 'error', area: 'log', event: 'log.unwritable', reason: String(error) }));
    }
  };
}
