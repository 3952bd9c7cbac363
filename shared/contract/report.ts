import { z } from 'zod';
import { FIGURES, WORDS } from '../domain/report';
import type { Report } from '../domain/report';
import type { OriginalFile, TicketPage } from './views';

const moment = z.number().int().min(0).max(8_640_000_000_000_000);
const range = { from: moment, to: moment };
const silentAfterDays = z.number().int().min(1).max(60);
/** Leaves out of what is unresolved what a lead has looked at. */
const withoutReviewed = z.boolean().optional();

/** What one asks of the team lead's figures. */
export const reportParams = {
  /** All figures of a range; `silentAfterDays`: how long a producer may say nothing. */
  'report.figures': z.strictObject({ ...range, silentAfterDays: silentAfterDays.optional(), withoutReviewed }),
  /** The tickets of one figure, as they stood at `at`: what the report says it was asked for. */
  'report.tickets': z.strictObject({
    ...range,
    at: moment,
    silentAfterDays,
    figure: z.enum(FIGURES),
    among: z.partialRecord(z.enum(WORDS), z.string().max(400).nullable()),
    offset: z.number().int().min(0),
    limit: z.number().int().min(1).max(500),
  }),
  /** The same figures as a file. */
  'report.file': z.strictObject({
    ...range,
    silentAfterDays: silentAfterDays.optional(),
    withoutReviewed,
    format: z.enum(['csv', 'xlsx']),
  }),
} as const;

/** What each of them answers. */
export type ReportResults = {
  'report.figures': Report;
  'report.tickets': TicketPage;
  'report.file': OriginalFile;
};
