import type { Intent } from '../../../shared/domain/intent';
import type { Delivery } from '../../../shared/domain/purchase';
import type { Db } from './tickets-table';

/** What an agent set by hand on a ticket; null where the desk's own reading holds. */
export type Corrected = {
  readonly intent: Intent | null;
  readonly transaction: string | null;
  readonly delivery: Delivery | null;
  /** Purchases that the ticket is not about. */
  readonly refused: readonly string[];
};

export const NOTHING_CORRECTED: Corrected = { intent: null, transaction: null, delivery: null, refused: [] };

/** Reads `ticket.corrected_json`. */
export function readCorrected(json: string | null): Corrected {
  return json === null ? NOTHING_CORRECTED : { ...NOTHING_CORRECTED, ...(JSON.parse(json) as Partial<Corrected>) };
}

/** Remembers a correction as a labelled case: what the desk read, what the agent said. */
export async function addCorrection(
  db: Db,
  correction: {
    readonly id: string;
    readonly ticket: string;
    readonly field: 'intent' | 'transaction' | 'delivery' | 'refused';
    readonly before: string | null;
    readonly after: string | null;
    readonly by: string;
    readonly at: number;
  },
): Promise<void> {
  const { ticket, ...row } = correction;
  await db
    .insertInto('correction')
    .values({ ...row, ticket_id: ticket })
    .execute();
}
