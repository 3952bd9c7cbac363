import type { RestoreReport } from '../../shared/contract/copies';
import type { Desk } from './desk';

/**
 * Puts the store back as one of its copies. What is typed by then is a draft of the store that goes, and none of the copy's, where the
 * same number may be another ticket.
 */
export async function restoreCopy(desk: Desk, name: string): Promise<RestoreReport> {
  if (desk.store.get().link === 'up') await desk.words.saveAll();
  const store = desk.words.store();
  desk.words.leaveStore();
  try {
    return await desk.shell.restoreCopy(name);
  } finally {
    desk.words.belongTo(store);
  }
}
