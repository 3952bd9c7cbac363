import type { ParamsOf } from '../../shared/contract/engine-api';
import type { NoticeScope } from '../../shared/domain/incident';
import { attempt, undoable } from './casework';
import type { Desk } from './desk';
import { putBackAll } from './in-parts';

/** Sets a notice of an incident; Undo ends it at once. Answers whether it runs. */
export async function setNotice(desk: Desk, notice: ParamsOf<'notices.set'>): Promise<boolean> {
  let isSet = false;
  await attempt(desk, async () => {
    const { id } = await desk.engine.call('notices.set', notice);
    undoable(desk, `notice-${id}`, { key: 'toast.notice-set' }, async () => {
      await desk.engine.call('notices.end', { id });
      await askNotices(desk);
    });
    await askNotices(desk);
    isSet = true;
  });
  return isSet;
}

/** Ends a notice: whoever was told comes back into the queues. Undo lets it run on. */
export async function endNotice(desk: Desk, id: string): Promise<void> {
  await attempt(desk, async () => {
    const { back } = await desk.engine.call('notices.end', { id });
    const sentence = { key: 'toast.notice-ended', values: { count: back.length } };
    undoable(desk, `notice-end-${id}`, sentence, async () => {
      await desk.engine.call('notices.resume', { id });
      await askNotices(desk);
      await putBackAll(desk, back);
    });
    await askNotices(desk);
  });
}

/** Says that what is proposed is no incident; Undo lets the desk propose it again. */
export async function declineIncident(desk: Desk, scope: NoticeScope): Promise<void> {
  const { productId, producerName } = scope;
  const say = (declined: boolean) => desk.engine.call('notices.decline', { productId, producerName, declined });
  await attempt(desk, async () => {
    await say(true);
    const block = `no-incident-${productId}-${producerName}`;
    undoable(desk, block, { key: 'toast.incident-declined' }, async () => {
      await say(false);
    });
  });
}

/** Marks what came back as an incident ended: one block of work. What still sleeps, or is closed, is none. */
export function showBack(desk: Desk, tickets: readonly string[]): void {
  desk.goTo('inbox');
  desk.store.set({ marked: [...tickets] });
  desk.select(tickets[0] ?? null);
}

async function askNotices(desk: Desk): Promise<void> {
  await desk.queries.invalidateQueries({ queryKey: ['notices.list'] });
}
