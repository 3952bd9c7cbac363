import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** "Now" of the written dates (resources/demo/README.md). */
const WRITTEN_NOW = Date.parse('2026-11-20T12:00:00Z');

/** One mail of the demo: its bytes, one character each, with its dates moved. */
export type DemoMail = { readonly raw: string; readonly at: Date };

/** Mails of a folder of `resources/demo`, in the order of their names, moved so that "now" is `now` (epoch ms). */
export async function readDemoMails(folder: string, now: number): Promise<DemoMail[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  const mails: DemoMail[] = [];
  for (const name of names) {
    const raw = moveMailDates(
      (await readFile(join(folder, name), 'latin1')).replace(/\r?\n/g, '\r\n'),
      now - WRITTEN_NOW,
    );
    const [, date] = /^Date: (.+)$/m.exec(raw) ?? [];
    const at = Date.parse(date ?? '');
    mails.push({ raw, at: new Date(Number.isNaN(at) ? now : at) });
  }
  return mails;
}

/** Moves the dates of a mail's header by `shiftMs`; the body stays as it is. */
export function moveMailDates(raw: string, shiftMs: number): string {
  const end = raw.indexOf('\r\n\r\n');
  const header = raw
    .slice(0, end)
    .replace(/[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, (date) => moveDate(date, shiftMs));
  return header + raw.slice(end);
}

function moveDate(date: string, shiftMs: number): string {
  const at = Date.parse(date);
  // toUTCString ends in "GMT"; RFC 5322 wants a numeric zone.
  return Number.isNaN(at) ? date : new Date(at + shiftMs).toUTCString().replace('GMT', '+0000');
}

/** Moves the order and approval dates of the demo's purchases by the same amount. */
export function moveCsvDates(csv: string, now: number): string {
  return csv.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, (date) =>
    new Date(Date.parse(`${date}Z`) + now - WRITTEN_NOW).toISOString().slice(0, 19),
  );
}
