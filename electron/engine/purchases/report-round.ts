import { SportelloError } from '../../../shared/contract/errors';
import { readAttachment } from '../mail/attachment-bytes';
import type { Outside } from '../outside';
import { addEvents, DESK_ACTOR } from '../store/events-table';
import { readRaw } from '../store/messages-table';
import type { Store } from '../store/store';
import { countReportAttempts, settleReport, waitingReports } from '../store/sales-reports-table';
import type { WaitingReport } from '../store/sales-reports-table';
import { reportTables } from '../tickets/sales-report';
import type { Imports } from './imports';

/** Imports the sales reports that came by mail, in the background. */
export type ReportRound = {
  /** Looks for reports that wait; called after mail was filed and when the desk opens. */
  look(): void;
  settled(): Promise<void>;
  close(): Promise<void>;
};

type Room = {
  readonly store: Store;
  readonly outside: Outside;
  readonly imports: Imports;
  changed(tickets: readonly string[]): void;
  readonly failed: (error: unknown) => void;
};

/** A report during which the engine ended without a word this often is not tried again. */
const MAX_ATTEMPTS = 3;

export function createReportRound(room: Room): ReportRound {
  const { store, outside } = room;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    for (const report of await waitingReports(store.db)) {
      if (closed) return;
      await importReport(report);
    }
  }

  async function importReport(report: WaitingReport): Promise<void> {
    if (report.attempts >= MAX_ATTEMPTS) {
      outside.log.warn('report', 'abandoned', { message: report.message, attempts: report.attempts });
      await settle(report, 'failed', { added: 0, changed: 0, refused: 0 });
      return;
    }
    await countReportAttempts(store.db, report.message, report.attempts + 1);
    const sum = { added: 0, changed: 0, refused: 0 };
    let state: 'done' | 'failed' = 'done';
    for (const { index, fileName } of reportTables(report)) {
      const wish = { source: 'mail', name: fileName } as const;
      try {
        const { added, changed, refused } = await room.imports.run({
          ...wish,
          kind: 'sales',
          asOf: report.receivedAt,
          file: { kind: 'memory', fileName, bytes: await bytesOf(report, index) },
        });
        sum.added += added;
        sum.changed += changed;
        sum.refused += refused;
      } catch (error) {
        if (!(error instanceof SportelloError)) throw error;
        // The desk is being closed: the report waits for its next start.
        if (error.code === 'import-cancelled' && closed) {
          await countReportAttempts(store.db, report.message, report.attempts);
          return;
        }
        state = 'failed';
        // what a person stopped stands in the list already
        if (error.code !== 'import-cancelled') await room.imports.noteFailure(wish, error);
      }
    }
    await settle(report, state, sum);
  }

  async function settle(
    { message, ticket }: WaitingReport,
    state: 'done' | 'failed',
    sum: { readonly added: number; readonly changed: number; readonly refused: number },
  ): Promise<void> {
    await store.transaction(async (db) => {
      await settleReport(db, message, state, outside.clock.now());
      await addEvents(db, outside, [{ ticket, actor: DESK_ACTOR, kind: 'report', detail: { state, ...sum } }]);
    });
    room.changed([ticket]);
  }

  async function bytesOf({ message }: WaitingReport, index: number): Promise<Uint8Array> {
    const raw = await readRaw(store.db, message);
    const attachment = raw ? await readAttachment(raw, index) : null;
    if (attachment === null) {
      throw new SportelloError('import-unreadable', 'The report of this message is not in the store.', {
        reason: 'report',
        action: 'Save the attachment from your mail program and import the file.',
        detail: { problem: 'report' },
      });
    }
    return Buffer.from(attachment.base64, 'base64');
  }

  return {
    look() {
      running = running.then(run).catch(room.failed);
    },
    settled: () => running,
    async close() {
      closed = true;
      await running;
    },
  };
}
