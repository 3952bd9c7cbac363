import type { PipelineRoom } from '../pipeline';
import { addSalesReports } from '../store/sales-reports-table';
import type { Db } from '../store/tickets-table';
import { decideFirst } from './decide-tickets';
import { fileMessages } from './file-messages';
import type { Filed, ReadMessage } from './file-messages';
import { noteUnreadPictures } from './read-pictures';
import { isSalesReport } from './sales-report';

/** Files read messages inside one transaction, with all that is written beside them: decisions, pictures, reports, search. */
export async function fileBatch(db: Db, room: PipelineRoom, read: readonly ReadMessage[]): Promise<Filed> {
  const source = room.source.within(db);
  const done = await fileMessages(db, room.outside, room.desk(), read, (opened) =>
    decideFirst(room, db, source, opened),
  );
  await noteUnreadPictures(db, read);
  await noteSalesReports(db, room, read);
  const gone = done.takenUp.map((ticket) => ({ ticket, text: '' }));
  await room.store.search.indexAll(db, [...done.found, ...gone]);
  return done;
}

/** Notes in the transaction that files them which messages bring sales; one in Junk is not believed. */
async function noteSalesReports(db: Db, room: PipelineRoom, read: readonly ReadMessage[]): Promise<void> {
  const { reportSenders } = room.desk();
  const reports = read.filter(
    ({ row, message, role }) => row.direction === 'inbound' && role !== 'junk' && isSalesReport(message, reportSenders),
  );
  await addSalesReports(
    db,
    reports.map(({ row }) => row.id),
    room.outside.clock.now(),
  );
}
