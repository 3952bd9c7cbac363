import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import { packError, SportelloError } from '../../../shared/contract/errors';
import type { Finding } from '../../../shared/contract/views';
import { SCARCE_BYTES } from '../../../shared/domain/health';
import type { StoreTables } from './schema';

/** `doctor` names the copy and the command instead, where it finds a sound one. */
export const RESTORE_A_COPY =
  'Restore the newest copy (Settings › Copies, or `restore`); mail that came since is read again from the server.';
/** `quick` reads every page and row; `thorough` also compares every index with its table, which takes some longer. */
export type CheckDepth = 'quick' | 'thorough';

/**
 * What is wrong with the store's file and its tables, for `doctor`: one `ok` finding where nothing is. Reads the whole
 * file, so it takes seconds on a large store. Texts hold counts and tables, never what is in a row.
 */
export async function checkStore(
  db: Kysely<StoreTables>,
  path: string,
  depth: CheckDepth,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    findings.push(...(await checkPages(db, depth)));
    if (findings.length === 0) findings.push(...(await checkLinks(db)));
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    findings.push({
      id: 'store.integrity',
      severity: 'error',
      text: error.message,
      do: error.action,
      failure: packError(error),
    });
  }
  findings.push(...checkAccess(path), ...(await checkSpace(path)));
  const isSound = findings.every((finding) => finding.severity !== 'error');
  const ok: Finding = {
    id: 'store.integrity',
    severity: 'ok',
    text: 'The store is sound.',
    do: '',
    said: { word: 'store' },
  };
  return isSound ? [ok, ...findings] : findings;
}

async function checkPages(db: Kysely<StoreTables>, depth: CheckDepth): Promise<readonly Finding[]> {
  const pragma = depth === 'quick' ? sql`pragma quick_check(20)` : sql`pragma integrity_check(20)`;
  const { rows } = await (pragma as RawBuilder<Readonly<Record<string, string>>>).execute(db);
  const broken = rows.flatMap((row) => Object.values(row)).filter((line) => line !== 'ok');
  if (broken.length === 0) return [];
  // SQLite checks the full-text index too, by the name of its table.
  if (broken.every((line) => line.includes('ticket_search'))) {
    const text = 'The search index does not fit its tickets: searching may miss some.';
    return [{ id: 'store.search', severity: 'error', text, do: RESTORE_A_COPY, said: { word: 'store.search' } }];
  }
  const text = `The store's file is damaged in ${broken.length === 20 ? '20 or more' : broken.length} places.`;
  return [{ id: 'store.integrity', severity: 'error', text, do: RESTORE_A_COPY, said: { word: 'store.damaged' } }];
}

/** Rows that point at nothing. The schema forbids some; the rest would be a fault of ours, so each is named. */
async function checkLinks(db: Kysely<StoreTables>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { rows } = await sql<{ table: string }>`pragma foreign_key_check`.execute(db);
  for (const table of new Set(rows.map((row) => row.table))) {
    const lost = rows.filter((row) => row.table === table).length;
    findings.push(lostRows(table, lost, `${lost} rows of ${table} belong to a message that is not there.`));
  }
  for (const table of ['message', 'ticket_event', 'note', 'draft', 'draft_file', 'outbox'] as const) {
    const lost = await countOf(
      db,
      sql`select count(*) as count from ${sql.table(table)} as row where row.ticket_id is not null
        and row.ticket_id <> 'new' and row.ticket_id not like 'forward:%' and not exists (select 1 from ticket where ticket.id = row.ticket_id)`,
    );
    if (lost > 0)
      findings.push(lostRows(table, lost, `${lost} rows of ${table} belong to a ticket that is not there.`));
  }
  return findings;
}

function lostRows(table: string, n: number, text: string): Finding {
  const todo = 'Nothing is lost by going on; report it with the diagnostics, it is a fault of Sportello.';
  return {
    id: `store.links.${table}`,
    severity: 'warning',
    text,
    do: todo,
    said: { word: 'store.links', values: { n, table } },
  };
}

async function countOf(db: Kysely<StoreTables>, query: RawBuilder<unknown>): Promise<number> {
  const { rows } = await (query as RawBuilder<{ count: number }>).execute(db);
  return rows[0]?.count ?? 0;
}

/** Other users of the computer must not read customers' data. Windows keeps that by the folder's owner. */
function checkAccess(path: string): readonly Finding[] {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return [];
  const text = `Other users of this computer may read ${path}.`;
  return [
    {
      id: 'store.access',
      severity: 'error',
      text,
      do: `Run: chmod 600 "${path}"`,
      said: { word: 'store.access', values: { path } },
    },
  ];
}

async function checkSpace(path: string): Promise<readonly Finding[]> {
  const { bavail, bsize } = await statfs(dirname(path));
  const free = bavail * bsize;
  if (free >= SCARCE_BYTES) return [];
  const mb = Math.floor(free / 1024 / 1024);
  const text = `Only ${mb} MB are free on the disk of the store.`;
  return [
    {
      id: 'store.space',
      severity: 'warning',
      text,
      do: 'Free some space: on a full disk nothing is stored or sent.',
      said: { word: 'store.space', values: { mb } },
    },
  ];
}
