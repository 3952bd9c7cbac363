import { updateText } from '../settings/update-text';
import type { Desk } from './desk';

/** Looks for a newer version, and says what came of it wherever one is; Settings shows the same. */
export async function lookForUpdate(desk: Desk): Promise<void> {
  try {
    await desk.shell.lookForUpdate();
    const { updates } = await desk.shell.state();
    const { sentence, detail, tone } = updateText(updates);
    desk.toast({ sentence, ...(detail === null ? {} : { detail }), tone });
  } catch (error) {
    desk.complain(error);
  }
}
