import { createHash } from 'node:crypto';
import type { Db } from './tickets-table';

/**
 * Who was erased is remembered by a hash alone: an import that names the person again leaves the buyer empty, and a copy of
 * the store that was written before is erased again when it is restored. Salted, so that nobody reads an address out of it; whoever
 * has the salt can still try one that he knows already.
 */

/** Who was erased, and up to when, epoch ms. */
export type ErasedPeople = {
  /** Up to when what is known of this folded address was erased; null where nobody asked for it. */
  upTo(folded: string): number | null;
};

/** A row of `erased_person`. */
export type ErasedPerson = { readonly hash: string; readonly salt: string; readonly up_to: number };

function hashOf(salt: string, folded: string): string {
  return createHash('sha256').update(`${salt}\u0000${folded}`).digest('hex');
}

function peopleOf(rows: readonly ErasedPerson[]): ErasedPeople {
  const bySalt = new Map<string, Map<string, number>>();
  for (const { salt, hash, up_to } of rows) {
    const known = bySalt.get(salt) ?? new Map<string, number>();
    bySalt.set(salt, known.set(hash, up_to));
  }
  return {
    upTo(folded) {
      if (folded === '') return null;
      const found = [...bySalt].flatMap(([salt, known]) => known.get(hashOf(salt, folded)) ?? []);
      return found.length === 0 ? null : Math.max(...found);
    },
  };
}

/** Everybody who was erased; null where nobody was, which is nearly always. */
export async function readErased(db: Db): Promise<ErasedPeople | null> {
  const rows = await db.selectFrom('erased_person').selectAll().execute();
  return rows.length === 0 ? null : peopleOf(rows);
}

/** Remembers one person in the store. All share the salt of the first, so that an import hashes each buyer once. */
export async function rememberErased(db: Db, folded: string, upTo: number, newSalt: string): Promise<void> {
  const first = await db.selectFrom('erased_person').select('salt').limit(1).executeTakeFirst();
  const salt = first?.salt ?? newSalt;
  await addErased(db, { hash: hashOf(salt, folded), salt, up_to: upTo });
}

export async function addErased(db: Db, person: ErasedPerson): Promise<void> {
  await db
    .insertInto('erased_person')
    .values(person)
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ up_to: person.up_to }))
    .execute();
}
