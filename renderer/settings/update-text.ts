import { assertNever } from '../../shared/assert';
import type { UpdatesView } from '../../shared/contract/updates';
import type { Sentence } from '../desk/desk-state';

/** How it stands with updates: a sentence, what to do where something went wrong, and whether something did. */
export function updateText(view: UpdatesView): {
  readonly sentence: Sentence;
  readonly detail: Sentence | null;
  readonly tone: 'good' | 'bad';
} {
  const { way, reason, step, last } = view;
  if (way === null) return said(`updates.none.${reason ?? 'system'}`);
  switch (step.kind) {
    case 'looking':
      return said('updates.looking');
    case 'downloading':
      return said('updates.downloading', { version: step.version, percent: step.percent });
    case 'waiting':
      return said('updates.waiting', { version: step.version });
    case 'ready':
      return said(step.putOff ? 'updates.put-off' : `updates.ready.${way}`, { version: step.version });
    case 'resting':
      break;
    default:
      return assertNever(step);
  }
  if (last === null) return said('updates.not-looked');
  const { outcome } = last;
  if (outcome === 'current' || outcome === 'newer') return said(`updates.${outcome}`);
  return { sentence: { key: `updates.failed.${outcome}` }, detail: { key: `updates.do.${outcome}` }, tone: 'bad' };
}

function said(key: string, values: Record<string, string | number> = {}): ReturnType<typeof updateText> {
  return { sentence: { key, values }, detail: null, tone: 'good' };
}
