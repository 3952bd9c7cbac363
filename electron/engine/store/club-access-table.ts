import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { areaKey } from '../../../shared/domain/club-access';
import type { ClubAccess, ClubArea } from '../../../shared/domain/club-access';
import { readErased } from './erased-people-table';
import { WORTH_RENEWING_MS } from './purchases-table';
import type { WrittenBy } from './purchases-table';
import type { ClubAccessTable, StoreTables } from './schema';

/** What Club knows of a member, with the time of which that is told, epoch ms. */
export type KnownClubAccess = ClubAccess & { readonly asOf: number; readonly importId: string | null };

/**
 * Adds and changes what Club knows of its members. The first access stays the earliest and the last the latest that any
 * source told; the status is the newest source's. Answers how many rows are not what they were.
 */
export async function saveClubAccess(
  db: Kysely<StoreTables>,
  members: readonly ClubAccess[],
  by: WrittenBy,
): Promise<number> {
  const erased = await readErased(db);
  let changed = 0;
  for (const member of members) {
    // Who was erased is no member here, unless a first access came later.
    if ((member.firstAccessAt ?? 0) <= (erased?.upTo(member.memberFolded) ?? -1)) continue;
    const area = areaKey(member.area);
    const row = await db
      .selectFrom('club_access')
      .selectAll()
      .where('area', '=', area)
      .where('member_folded', '=', member.memberFolded)
      .executeTakeFirst();
    const isOlder = row !== undefined && by.asOf < row.as_of;
    const next = {
      status_word: (isOlder ? row.status_word : member.statusWord) || (row?.status_word ?? ''),
      first_access_at: least(row?.first_access_at ?? null, member.firstAccessAt),
      last_access_at: most(row?.last_access_at ?? null, member.lastAccessAt ?? member.firstAccessAt),
    };
    const isSame =
      row !== undefined && (Object.keys(next) as (keyof typeof next)[]).every((name) => row[name] === next[name]);
    if (isSame && by.asOf - row.as_of < WORTH_RENEWING_MS) continue;
    if (!isSame) changed += 1;
    const written: ClubAccessTable = {
      area,
      member_folded: member.memberFolded,
      ...next,
      as_of: isOlder ? row.as_of : by.asOf,
      import_id: by.importId,
    };
    await db
      .insertInto('club_access')
      .values(written)
      .onConflict((conflict) => conflict.columns(['area', 'member_folded']).doUpdateSet(written))
      .execute();
  }
  return changed;
}

/** What Club knows of these folded addresses in any members area. */
export async function clubAccessOf(
  db: Kysely<StoreTables>,
  folded: readonly string[],
): Promise<readonly KnownClubAccess[]> {
  if (folded.length === 0) return [];
  const rows = await db
    .selectFrom('club_access')
    .selectAll()
    .where('member_folded', 'in', [...folded])
    .orderBy('area')
    .execute();
  return rows.map((row) => ({
    area: areaOf(row.area),
    memberFolded: row.member_folded,
    statusWord: row.status_word,
    firstAccessAt: row.first_access_at,
    lastAccessAt: row.last_access_at,
    asOf: row.as_of,
    importId: row.import_id,
  }));
}

/** How many members each area has, by its key (`areaKey`). */
export async function membersByArea(db: Kysely<StoreTables>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('club_access')
    .select(['area', sql<number>`count(*)`.as('members')])
    .groupBy('area')
    .execute();
  return new Map(rows.map((row) => [row.area, Number(row.members)]));
}

function areaOf(key: string): ClubArea {
  return key.startsWith('product:')
    ? { kind: 'product', productId: key.slice('product:'.length) }
    : { kind: 'club', slug: key.slice('club:'.length) };
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function most(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
