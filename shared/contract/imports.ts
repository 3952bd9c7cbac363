import { z } from 'zod';
import type { ArrivalSource, PurchaseStatus } from '../domain/purchase';
import { SALE_FIELDS } from '../domain/sale-fields';
import type { SaleField } from '../domain/sale-fields';
import { isTimeZone } from '../domain/zone-time';
import type { PackedError } from './errors';
import type { ImportReport } from './views';

/** What a person said of the headers of one table, by header as written; null: none of ours. */
export const columnMappingSchema = z.record(z.string().max(500), z.enum(SALE_FIELDS).nullable());
export type ColumnChoice = z.infer<typeof columnMappingSchema>;

/** How the desk gets at purchases by itself; in `profile.json` under `purchases`. */
export const purchaseSettingsSchema = z.strictObject({
  /** IANA zone of the Hotmart account: its exports name none. Absent: Hotmart's own, America/Sao_Paulo. */
  timeZone: z.string().max(64).refine(isTimeZone, 'is no time zone').optional(),
  /** Absolute path of a folder whose new files are imported. */
  watchFolder: z.string().max(4096).optional(),
  /** Addresses that send Hotmart's sales report; a report counts only where the receiving server's DMARC check passed. */
  reportSenders: z.array(z.email()).max(20).optional(),
});
export type PurchaseSettings = z.infer<typeof purchaseSettingsSchema>;

export type DateOrder = 'day-first' | 'month-first' | 'iso-only';

/** One column of a table as the desk understands it. */
export type ColumnView = {
  /** As written; two columns may have the same. */
  readonly header: string;
  readonly field: SaleField | null;
  /** How that is known; null where it is not. */
  readonly by: 'name' | 'content' | 'person' | null;
  /** First filled cells, at most 3. */
  readonly samples: readonly string[];
};

/** What a file would bring, before anything is written. */
export type ImportPreview = {
  readonly fileName: string;
  readonly kind: 'sales' | 'products' | 'events';
  readonly format: 'csv' | 'xlsx' | 'json';
  readonly columns: readonly ColumnView[];
  /** Needed fields that no column holds. */
  readonly missing: readonly SaleField[];
  readonly dateOrder: DateOrder;
  readonly timeZone: string;
  /** The first rows, as they would be imported. */
  readonly rows: readonly PreviewRow[];
};

export type PreviewRow =
  | {
      readonly kind: 'sale';
      readonly line: number;
      readonly transaction: string;
      readonly statusWord: string;
      readonly status: PurchaseStatus;
      readonly orderedAt: number;
      readonly productName: string;
      readonly buyerEmail: string;
    }
  | { readonly kind: 'refused'; readonly line: number; readonly reason: string };

/** An import that goes on at this moment. */
export type RunningImport = {
  readonly fileName: string;
  readonly source: ArrivalSource;
  readonly phase: 'reading' | 'saving';
  readonly rows: number;
};

/** An import as the list shows it. */
export type ImportRunView = {
  readonly id: string;
  readonly kind: 'sales' | 'products';
  readonly source: ArrivalSource;
  readonly fileName: string;
  readonly state: 'under-way' | 'done' | 'failed' | 'cancelled';
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly report: ImportReport;
  readonly problem: PackedError | null;
};

export type ImportsView = { readonly running: RunningImport | null; readonly runs: readonly ImportRunView[] };

/** How purchases arrive by themselves. */
export type PurchasesView = {
  readonly purchases: PurchaseSettings;
  /** Why the watched folder cannot be looked at; null while all is well. */
  readonly folderProblem: PackedError | null;
};
