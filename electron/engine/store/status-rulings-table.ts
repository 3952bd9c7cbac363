import type { Kysely } from 'kysely';
import type { PurchaseStatus } from '../../../shared/domain/purchase';
import { foldStatus } from '../../../shared/domain/status';
import type { StoreTables } from './schema';

/** What a person said that a word of Hotmart means, by the folded word. */
export type StatusRulings = ReadonlyMap<string, PurchaseStatus>;

/** Status words that differ in case or blanks only are one word. */
export function foldStatusWord(word: string): string {
  return word.trim().replace(/\s+/g, ' ').toLowerCase();
}

export async function readStatusRulings(db: Kysely<StoreTables>): Promise<StatusRulings> {
  const rows = await db.selectFrom('status_ruling').select(['word', 'status']).execute();
  return new Map(rows.map((row) => [row.word, row.status as PurchaseStatus]));
}

/** The status of a word: domain.md's own words first, then what a person ruled, else `unknown`. */
export function statusOfWord(word: string, rulings: StatusRulings): PurchaseStatus {
  const folded = foldStatus(word);
  return folded === 'unknown' ? (rulings.get(foldStatusWord(word)) ?? 'unknown') : folded;
}

/**
 * Keeps what an unknown word means and gives it to all purchases that carry it, also to those of later imports.
 * Answers how many purchases changed; 0 for a word that domain.md knows, which no ruling can change.
 */
export async function ruleStatus(
  db: Kysely<StoreTables>,
  ruling: { readonly word: string; readonly status: PurchaseStatus; readonly by: string; readonly at: number },
): Promise<number> {
  if (foldStatus(ruling.word) !== 'unknown') return 0;
  const row = { word: foldStatusWord(ruling.word), status: ruling.status, by: ruling.by, at: ruling.at };
  await db
    .insertInto('status_ruling')
    .values(row)
    .onConflict((conflict) => conflict.column('word').doUpdateSet({ status: row.status, by: row.by, at: row.at }))
    .execute();
  const words = await db.selectFrom('purchase').select('status_word').distinct().execute();
  const same = words.map((each) => each.status_word).filter((word) => foldStatusWord(word) === row.word);
  if (same.length === 0) return 0;
  const changed = await db
    .updateTable('purchase')
    .set({ status: row.status })
    .where('status_word', 'in', same)
    .where('status', '!=', row.status)
    .executeTakeFirst();
  return Number(changed.numUpdatedRows);
}
