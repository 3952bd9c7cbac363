import type { Labelling } from '../../shared/contract/labels';
import { MAX_LABELLED } from '../../shared/contract/limits';
import { attempt, undoable } from './casework';
import type { Desk } from './desk';

/** What a label that is chosen now goes on: the marked tickets, else the one on screen. */
export function labelled(state: { readonly marked: readonly string[]; readonly selected: string | null }): string[] {
  if (state.marked.length > 0) return state.marked.slice(0, MAX_LABELLED);
  return state.selected === null ? [] : [state.selected];
}

/** Puts a label on these tickets, or takes it off them: one undo block. The marks stay, for the next label. */
export async function putLabel(desk: Desk, tickets: readonly string[], name: string, on: boolean): Promise<void> {
  await attempt(desk, async () => {
    const write = async (changes: readonly Labelling[]): Promise<readonly Labelling[]> => {
      const copied = changes.map(({ ticket, add, remove }) => ({ ticket, add: [...add], remove: [...remove] }));
      const { back } = await desk.engine.call('labels.put', { changes: copied });
      await desk.queries.invalidateQueries({ queryKey: ['labels.list'] });
      return back;
    };
    const names = [name];
    const back = await write(tickets.map((ticket) => ({ ticket, add: on ? names : [], remove: on ? [] : names })));
    if (back.length === 0) return;
    const sentence = { key: on ? 'toast.labelled' : 'toast.unlabelled', values: { label: name, count: back.length } };
    undoable(desk, `label-${desk.now()}-${name}`, sentence, async () => void (await write(back)));
  });
}
