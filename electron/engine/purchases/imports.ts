import { createHash } from 'node:crypto';
import { packError, SportelloError } from '../../../shared/contract/errors';
import type { ColumnChoice, DateOrder, ImportPreview, RunningImport } from '../../../shared/contract/imports';
import type { ImportReport } from '../../../shared/contract/views';
import type { Outside } from '../outside';
import { closeInterrupted, finishImport, startImport } from '../store/imports-table';
import type { ImportKind } from '../store/imports-table';
import type { Store } from '../store/store';
import { readSetting, writeSetting } from '../store/settings-table';
import type { Db } from '../store/tickets-table';
import { fileNameOf } from './files/import-file';
import type { ImportFile } from './files/import-file';
import { openTable } from './files/open-table';
import { isCatalogue, previewFile } from './files/preview';
import { sampleOf, understandSales } from './files/read-sales';
import { recogniseSales } from './files/sale-columns';
import type { ColumnMapping } from './files/sale-columns';
import { foldHeader } from './files/sale-headers';
import { surveyFile } from './files/survey-file';
import { importInterrupted } from './import-interrupted';
import { importEvents } from './import-events';
import { importProducts } from './import-products';
import { importOpened } from './import-sales';
import { cancelled } from './run-import';
import type { ImportOrder } from './run-import';

/** What is imported, and what a person said of it. */
export type ImportWish = Pick<ImportOrder, 'source' | 'name' | 'asOf'> & {
  /** null: what the file itself is. */
  readonly kind: ImportKind | null;
  readonly file: ImportFile;
  readonly mapping?: ColumnChoice | undefined;
  readonly dateOrder?: DateOrder | undefined;
};

/** All imports of one desk, one after another. */
export type Imports = {
  /** What a file would bring; writes nothing. Throws what the readers throw. */
  preview(file: ImportFile, said: Pick<ImportWish, 'mapping' | 'dateOrder'>): Promise<ImportPreview>;
  /** Imports a file and has the open tickets decided again. Throws what the readers throw. */
  run(wish: ImportWish): Promise<ImportReport>;
  running(): RunningImport | null;
  /** Stops what goes on; false where nothing does. */
  cancel(): boolean;
  /** Keeps that a file nobody sat before could not be imported, so that it is seen. */
  noteFailure(wish: Pick<ImportWish, 'source' | 'name'>, error: SportelloError): Promise<void>;
  /** Closes what a stop interrupted, and imports the files that a person had chosen again. */
  resume(): Promise<void>;
  close(): Promise<void>;
};

type Room = {
  readonly store: Store;
  readonly outside: Pick<Outside, 'clock' | 'ids' | 'log'>;
  timeZone(): string | undefined;
  /** Has open tickets decided on what came (`readUndecided`); nothing where nothing did. */
  arrived(): Promise<void>;
  /** Something of `running` or of the list is another. */
  changed(): void;
};

/** A file during whose import the engine ended without a word this often is not tried again. */
const MAX_ATTEMPTS = 2;

/** Setting that keeps the file which is being imported, until it is done. */
const UNFINISHED = 'import.unfinished';

export function createImports(room: Room): Imports {
  const { store, outside } = room;
  let stopping = new AbortController();
  let running: RunningImport | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(work);
    // The next one starts whatever became of this one; who asked for this one hears of its failure.
    last = run.catch(() => undefined);
    return run;
  }

  async function runAlone(wish: ImportWish, attempts = 0): Promise<ImportReport> {
    const { file, name, source, asOf } = wish;
    if (isClosed) throw cancelled(name);
    stopping = new AbortController();
    running = { fileName: name, source, phase: 'reading', rows: 0 };
    room.changed();
    await rememberFile(store, wish, attempts);
    try {
      const order: ImportOrder = {
        source,
        name,
        asOf,
        signal: stopping.signal,
        onProgress: ({ phase, rows }) => {
          running = { fileName: name, source, phase, rows };
          room.changed();
        },
      };
      return await importOne(file, wish, order);
    } finally {
      running = null;
      // A desk that closes goes on with it, and decides, at its next start.
      try {
        if (!isClosed) {
          // also what was saved before it was stopped
          await room.arrived();
          await forgetFile(store);
        }
      } finally {
        room.changed();
      }
    }
  }

  async function importOne(file: ImportFile, wish: ImportWish, order: ImportOrder): Promise<ImportReport> {
    const survey = await surveyFile(file);
    if (survey.format === 'json') return importEvents(store, { file, size: survey.size }, outside, order);
    if (wish.kind === 'products') return importProducts(store, file, outside, order);
    const table = await openTable(file, recogniseSales, survey);
    if (wish.kind === null && isCatalogue(table.header)) return importProducts(store, file, outside, order);
    const opened = understandSales(table, await sampleOf(table), {
      mapping: await mappingFor(store, table.header, wish.mapping),
      timeZone: room.timeZone(),
      dateOrder: wish.dateOrder,
    });
    return importOpened(store, file, outside, order, opened);
  }

  return {
    preview: (file, said) =>
      previewFile(file, async (header) => ({
        mapping: said.mapping ? keyed(said.mapping) : await savedMapping(store.db, header),
        timeZone: room.timeZone(),
        dateOrder: said.dateOrder,
      })),
    run: (wish) => inTurn(() => runAlone(wish)),
    running: () => running,
    cancel: () => {
      stopping.abort();
      return running !== null;
    },
    noteFailure: async ({ source, name }, error) => {
      const at = outside.clock.now();
      const id = outside.ids.row();
      await store.transaction(async (db) => {
        await startImport(db, { id, kind: 'sales', source, fileName: name, startedAt: at });
        await finishImport(db, id, {
          state: 'failed',
          finishedAt: at,
          report: { read: 0, added: 0, changed: 0, unchanged: 0, refused: 0, refusals: [] },
          problem: packError(error),
          refusals: [],
        });
      });
      room.changed();
    },
    resume: async () => {
      await closeInterrupted(store.db, store.place, packError(importInterrupted()), outside.clock.now());
      await room.arrived();
      const unfinished = await unfinishedFile(store);
      if (unfinished === null) return;
      const { attempts, ...wish } = unfinished;
      if (attempts >= MAX_ATTEMPTS) {
        outside.log.warn('import', 'abandoned', { attempts });
        await forgetFile(store);
        return;
      }
      try {
        await inTurn(() => runAlone(wish, attempts));
      } catch (error) {
        // the file may be gone by now: that it was not completed stands in the list
        if (!(error instanceof SportelloError)) throw error;
        outside.log.warn('import', 'resume.failed', { code: error.code });
      }
    },
    close: async () => {
      isClosed = true;
      stopping.abort();
      await last;
    },
  };
}

/** A file lies on one machine: another one cannot go on with it. */
function unfinishedName(store: Store): string {
  return store.place === '' ? UNFINISHED : `${UNFINISHED}.${store.place}`;
}

/** Only files on the disk: what comes by mail is remembered with its message. */
async function rememberFile(store: Store, wish: ImportWish, attempts: number): Promise<void> {
  if (wish.file.kind !== 'disk') return;
  const { file, kind, source, name, asOf, mapping, dateOrder } = wish;
  await writeSetting(
    store.db,
    unfinishedName(store),
    JSON.stringify({ path: file.path, kind, source, name, asOf, mapping, dateOrder, attempts: attempts + 1 }),
  );
}

async function forgetFile(store: Store): Promise<void> {
  await writeSetting(store.db, unfinishedName(store), '');
}

async function unfinishedFile(store: Store): Promise<(ImportWish & { readonly attempts: number }) | null> {
  const kept = await readSetting(store.db, unfinishedName(store));
  if (!kept) return null;
  const { path, ...wish } = JSON.parse(kept) as Omit<ImportWish, 'file'> & {
    readonly path: string;
    readonly attempts: number;
  };
  return { ...wish, file: { kind: 'disk', path } };
}

/** What a person says now is kept for the next table with the same headers; else what was kept. */
async function mappingFor(
  store: Store,
  header: readonly string[],
  said: ColumnChoice | undefined,
): Promise<ColumnMapping> {
  if (said === undefined) return savedMapping(store.db, header);
  await writeSetting(store.db, mappingName(header), JSON.stringify(keyed(said)));
  return keyed(said);
}

async function savedMapping(db: Db, header: readonly string[]): Promise<ColumnMapping> {
  const kept = await readSetting(db, mappingName(header));
  return kept ? (JSON.parse(kept) as ColumnMapping) : {};
}

function mappingName(header: readonly string[]): string {
  const key = header.map(foldHeader).join('\n');
  return `import.columns.${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

function keyed(said: ColumnChoice): ColumnMapping {
  return Object.fromEntries(Object.entries(said).map(([header, field]) => [foldHeader(header), field]));
}

/** A wish for a file that a person chose. */
export function chosenFile(file: ImportFile, kind: ImportKind | null): ImportWish {
  return { source: 'file', name: fileNameOf(file), asOf: null, kind, file };
}
