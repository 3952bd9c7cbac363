import { assertNever } from '../../shared/assert';
import type { UpdatesView } from '../../shared/contract/updates';
import type { Sentence } from '../desk/desk-state';

/** How it stands with updates: a sentence, what goes with it where something went wrong and what to do then, and whether something did. */
export function updateText(view: UpdatesView): {
  readonly sentence: Sentence;
  readonly details: readonly Sentence[];
  readonly tone: 'good' | 'bad';
} {
  const { way, reason, step, last } = view;
  const refusal = refusalOf(last);
  if (way === null) return said(`updates.none.${reason ?? 'system'}`);
  switch (step.kind) {
    case 'looking':
      return said('updates.looking');
    case 'downloading':
      return said('updates.downloading', { version: step.version, percent: step.percent });
    case 'waiting':
      return said('updates.waiting', { version: step.version });
    case 'ready': {
      const ready = said(step.putOff ? 'updates.put-off' : `updates.ready.${way}`, { version: step.version });
      // What was downloaded stays good; that something else was refused since is to be known all the same.
      return refusal === null ? ready : { ...ready, details: refusal, tone: 'bad' };
    }
    case 'resting':
      break;
    default:
      return assertNever(step);
  }
  if (last === null) return said('updates.not-looked');
  if (refusal === null) return said(`updates.${last.outcome}`);
  const [sentence, ...details] = refusal;
  return { sentence, details, tone: 'bad' };
}

/** Why the newest look came to nothing, and what to do; null where it did not. */
function refusalOf(last: UpdatesView['last']): readonly [Sentence, Sentence] | null {
  if (last === null || last.outcome === 'current' || last.outcome === 'newer') return null;
  return [{ key: `updates.failed.${last.outcome}` }, { key: `updates.do.${last.outcome}` }];
}

function said(key: string, values: Record<string, string | number> = {}): ReturnType<typeof updateText> {
  return { sentence: { key, values }, details: [], tone: 'good' };
}
