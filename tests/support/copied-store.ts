import { join } from 'node:path';
import { copyName, prepareCopiesFolder } from '../../electron/engine/copies/copy-names';
import { writeCopy } from '../../electron/engine/copies/write-copy';
import type { FileStore } from '../../electron/engine/store/store';
import type { CopyKind } from '../../shared/contract/copies';
import { silentLog } from './make-store';

/** Writes a note that says which store this is: a restore brings back that of the copy. */
export async function markStore(store: FileStore, value: string): Promise<void> {
  await store.db
    .insertInto('setting')
    .values({ name: 'which', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** The note of `markStore`. */
export async function whichStore(store: FileStore): Promise<string | undefined> {
  const row = await store.db.selectFrom('setting').select('value').where('name', '=', 'which').executeTakeFirst();
  return row?.value;
}

/** A checked copy of an open store in its folder of copies; answers its path. */
export async function copyStore(
  store: FileStore,
  at: number,
  options: { readonly kind?: CopyKind; readonly key?: string | null } = {},
): Promise<string> {
  const to = join(prepareCopiesFolder(store.path), copyName(options.kind ?? 'daily', at));
  await writeCopy({ copyTo: store.copyTo, key: options.key ?? null, to, at, log: silentLog });
  return to;
}
