import type { HotmartRound } from '../../shared/contract/hotmart';
import type { Desk } from './desk';
import { explainFailure } from './explain-error';

const MONTH_MS = 30 * 24 * 3_600_000;

/**
 * Asks Hotmart for the purchases of a ticket and says what came of it. Where Hotmart could not be asked, that is said, and never
 * that there is no purchase.
 */
export async function lookUpPurchase(desk: Desk, ticket: string): Promise<void> {
  try {
    const outcome = await desk.engine.call('hotmart.lookUp', { ticket });
    switch (outcome.kind) {
      case 'found': {
        const count = outcome.transactions.length;
        const sentence =
          outcome.changed === 0 ? { key: 'toast.look-up.same' } : { key: 'toast.look-up.found', values: { count } };
        desk.toast({ sentence, tone: 'good' });
        await desk.queries.invalidateQueries({ queryKey: ['tickets.open', { ticket }] });
        return;
      }
      case 'nothing': {
        const months = Math.round((desk.now() - outcome.since) / MONTH_MS);
        desk.toast({ sentence: { key: 'toast.look-up.nothing', values: { months } } });
        return;
      }
      case 'failed': {
        desk.toast({ ...explainFailure(outcome.error), tone: 'bad' });
        return;
      }
    }
  } catch (error) {
    desk.complain(error);
  }
}

/** Reads what is due from Hotmart now; its settings show how far it is meanwhile. */
export async function fetchPurchases(desk: Desk): Promise<void> {
  desk.toast({ sentence: { key: 'toast.hotmart-started' } });
  try {
    const { lastRound } = await desk.engine.call('hotmart.refresh', {});
    await desk.queries.invalidateQueries({ queryKey: ['hotmart.state'] });
    if (lastRound !== null) sayRound(desk, lastRound);
  } catch (error) {
    desk.complain(error);
  }
}

function sayRound(desk: Desk, { problems, counts }: HotmartRound): void {
  if (problems.length > 0) {
    desk.toast({ sentence: { key: 'toast.hotmart-part' }, tone: 'bad' });
    return;
  }
  const count = Object.values(counts).reduce((sum, { added, changed }) => sum + added + changed, 0);
  desk.toast({ sentence: { key: 'toast.hotmart-read', values: { count } }, tone: 'good' });
}
