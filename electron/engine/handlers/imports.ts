import { resolve } from 'node:path';
import Papa from 'papaparse';
import { onDisk } from '../purchases/files/import-file';
import { chosenFile } from '../purchases/imports';
import { listImports, refusalsOf } from '../store/imports-table';
import type { HandlersOf } from './handler';

/** Imports that the list shows. */
const LISTED = 30;

/** Files of purchases and of the catalogue, and how they arrive by themselves. */
export const importHandlers = {
  'imports.preview': (context, { path, mapping, dateOrder }) =>
    context.imports.preview(onDisk(resolve(context.profileDir, path)), { mapping, dateOrder }),

  'imports.run': async (context, { kind, path, mapping, dateOrder }) => {
    const file = onDisk(resolve(context.profileDir, path));
    const report = await context.imports.run({ ...chosenFile(file, kind), mapping, dateOrder });
    context.announcer.statusChanged();
    return report;
  },

  'imports.cancel': (context) => ({ asked: context.imports.cancel() }),

  'imports.list': async (context) => ({
    running: context.imports.running(),
    runs: await listImports(context.store.db, LISTED),
  }),

  'imports.refusals': async (context, { id }) => {
    const rows = await refusalsOf(context.store.db, id);
    const table = Papa.unparse(
      { fields: ['line', 'reason'], data: rows.map(({ line, reason }) => [line, reason]) },
      { quotes: true, newline: '\r\n', escapeFormulae: true },
    );
    // the mark tells Excel that it is UTF-8
    return { fileName: 'refused-rows.csv', base64: Buffer.from(`\uFEFF${table}\r\n`).toString('base64') };
  },

  'purchases.settings': (context) => ({
    purchases: context.profile().purchases ?? {},
    folderProblem: context.folder.problem(),
  }),

  'purchases.save': async (context, { purchases }) => {
    await context.saveProfile({ ...context.profile(), purchases });
    await context.folder.look();
    context.announcer.importsChanged(context.imports.running());
    return { saved: true };
  },
} satisfies HandlersOf<
  | 'imports.preview'
  | 'imports.run'
  | 'imports.cancel'
  | 'imports.list'
  | 'imports.refusals'
  | 'purchases.settings'
  | 'purchases.save'
>;
