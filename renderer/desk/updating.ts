import { updateText } from '../settings/update-text';
import type { Desk } from './desk';

/** Looks for a newer version, and says what came of it wherever one is; Settings shows the same. */
export async function lookForUpdate(desk: Desk): Promise<void> {
  try {
    await desk.shell.lookForUpdate();
    const { updates } = await desk.shell.state();
    const { sentence, details, tone } = updateText(updates);
    const [detail] = details;
    desk.toast({ sentence, ...(detail === undefined ? {} : { detail }), tone });
  } catch (error) {
    desk.complain(error);
  }
}
