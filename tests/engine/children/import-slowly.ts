import { onDisk } from '../../../electron/engine/purchases/files/import-file';
import { importSales } from '../../../electron/engine/purchases/import-sales';
import { openStore } from '../../../electron/engine/store/open-store';

/** Imports a file into a store and says how far it is, so that a test can kill it in the middle. */
async function main(path: string, file: string): Promise<void> {
  const outside = {
    clock: { now: () => 2_000_000_000_000, after: () => () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ids: { row: () => 'second', secret: () => '' },
  };
  const store = await openStore({ path, key: null, clock: outside.clock, log: outside.log });
  await importSales(store, onDisk(file), outside, {
    source: 'file',
    name: 'new.csv',
    asOf: null,
    onProgress: ({ phase, rows }) => void process.stdout.write(`${phase} ${rows}\n`),
  });
  process.stdout.write('imported\n');
  await store.close();
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
