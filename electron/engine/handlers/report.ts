import { SportelloError } from '../../../shared/contract/errors';
import type { Report } from '../../../shared/domain/report';
import { dayText } from '../../../shared/domain/report-periods';
import { reportCsv, reportTables } from '../../../shared/domain/report-table';
import { clockSettings } from '../clock/clock-settings';
import type { EngineContext } from '../context';
import { figureTickets } from '../report/figure-tickets';
import { readReport } from '../report/read-report';
import { teamTimeZone } from '../report/team-time-zone';
import { workbookOf } from '../report/workbook';
import { readTickets } from '../store/tickets-table';
import { ticketPage } from '../tickets/ticket-page';
import type { HandlersOf } from './handler';
import { mayLead } from './may-lead';

/** The team lead's figures, and the tickets behind them. Figures by agent are for leads only (ui.md, "Team lead"). */
export const reportHandlers = {
  'report.figures': (context, range) => readFigures(context, range),

  'report.tickets': async (context, { offset, limit, ...key }) => {
    if (key.figure === 'answered' && !mayLead(context.store)) {
      throw new SportelloError('not-allowed', 'Only leads see figures by agent', {
        reason: 'lead',
        action: 'Ask a lead of the team.',
      });
    }
    const { db } = context.store;
    const { total, ids } = await figureTickets(db, key, { offset, limit });
    const found = new Map((await readTickets(db, ids)).map((ticket) => [ticket.id, ticket]));
    return ticketPage(
      context,
      total,
      offset,
      ids.flatMap((id) => found.get(id) ?? []),
    );
  },

  'report.file': async (context, { format, ...range }) => {
    const figures = await readFigures(context, range);
    const days = [range.from, range.to - 1].map((at) => dayText(at, figures.timeZone)).join('_');
    const tables = reportTables(figures);
    // The mark tells Excel that it is UTF-8.
    const bytes = format === 'csv' ? Buffer.from(`\uFEFF${reportCsv(tables)}`) : Buffer.from(workbookOf(tables));
    return { fileName: `report_${days}.${format}`, base64: bytes.toString('base64') };
  },
} satisfies HandlersOf<'report.figures' | 'report.tickets' | 'report.file'>;

/** All figures of a range, as they stand now. @throws SportelloError `bad-params` for a range that ends before it begins */
export async function readFigures(
  context: EngineContext,
  range: {
    readonly from: number;
    readonly to: number;
    readonly silentAfterDays?: number | undefined;
    readonly withoutReviewed?: boolean | undefined;
  },
): Promise<Report> {
  if (range.to <= range.from) {
    throw new SportelloError('bad-params', 'The range ends before it begins', {
      reason: 'range',
      action: 'Choose other dates.',
    });
  }
  const ask = {
    from: range.from,
    to: range.to,
    at: context.outside.clock.now(),
    silentAfterDays: range.silentAfterDays ?? (await clockSettings(context)).producerSilentDays,
  };
  const timeZone = teamTimeZone(context.profile().team);
  return readReport(context.store.db, ask, {
    timeZone,
    byAgent: mayLead(context.store),
    withoutReviewed: range.withoutReviewed ?? false,
  });
}
