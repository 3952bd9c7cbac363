import type { Kysely } from 'kysely';
import type { StoreTables } from './schema';
import { readSetting, writeSetting } from './settings-table';

const REVISION = 'catalogue.revision';

/** Changes with every change of the catalogue; 0 before the first. Cheap: one row. */
export async function catalogueRevision(db: Kysely<StoreTables>): Promise<number> {
  return Number((await readSetting(db, REVISION)) ?? 0);
}

/** Says that the catalogue is not what it was: whoever keeps a copy of it reads it again. */
export async function bumpCatalogue(db: Kysely<StoreTables>): Promise<void> {
  await writeSetting(db, REVISION, String((await catalogueRevision(db)) + 1));
}
