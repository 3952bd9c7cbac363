import type { ToldView } from '../../shared/contract/told';
import { attempt } from './casework';
import type { Desk } from './desk';

/** Marks as read what a colleague told; nothing that needs an undo. */
export async function readTold(desk: Desk, told: readonly ToldView[]): Promise<void> {
  if (told.length === 0) return;
  await attempt(desk, async () => {
    await desk.engine.call('told.read', { ids: told.map(({ id }) => id) });
    await desk.queries.invalidateQueries({ queryKey: ['told.list'] });
  });
}

/** Shows a ticket in its queue. */
export async function openTold(desk: Desk, ticket: string): Promise<void> {
  await attempt(desk, async () => {
    const { row } = await desk.engine.call('tickets.open', { ticket });
    desk.goTo(row.queue);
    desk.select(ticket);
  });
}
