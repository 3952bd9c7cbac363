import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Finding } from '../../../shared/contract/views';
import type { StoreTables } from './schema';

const RESTORE =
  'Close the desk and put the newest backup in the place of the store; mail is then read again by itself.';

/** What is wrong with the store's file and its tables, for `doctor`. One `ok` finding where nothing is. */
export async function checkStore(db: Kysely<StoreTables>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const pages = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(db);
  const broken = pages.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  if (broken.length > 0) {
    findings.push({
      id: 'store.integrity',
      severity: 'error',
      text: `The store's file is damaged: ${broken[0]} (${broken.length} places).`,
      do: RESTORE,
    });
  }
  return findings.length > 0
    ? findings
    : [{ id: 'store.integrity', severity: 'ok', text: 'The store is sound.', do: '' }];
}
