import type { MacroPlace } from '../../shared/contract/macros';
import type { Desk } from '../desk/desk';

/** Makes drafts live as one block, which Undo takes back by making what was live before live again. */
export async function makeLive(desk: Desk, drafts: readonly MacroPlace[], note: string): Promise<void> {
  const { before } = await desk.engine.call('macros.goLive', { drafts: [...drafts], note });
  tell(desk, 'macro.is-live', before);
}

/** Makes an older version live again: one block, too. */
export async function makeLiveAgain(desk: Desk, versions: readonly MacroPlace[], note: string): Promise<void> {
  const { before } = await desk.engine.call('macros.restore', { versions: [...versions], note });
  tell(desk, 'macro.is-restored', before);
}

function tell(desk: Desk, key: string, before: readonly MacroPlace[]): void {
  if (before.length === 0) return;
  const id = `macros-${before.map(({ macro, language, version }) => `${macro}.${language}.${version}`).join()}`;
  desk.blocks.push({
    id,
    until: null,
    undo: async () => {
      await desk.engine.call('macros.restore', { versions: [...before], note: '' });
      desk.toast({ sentence: { key: 'macro.is-undone' } });
    },
  });
  desk.toast({ sentence: { key, values: { count: before.length } }, tone: 'good', block: id });
}
