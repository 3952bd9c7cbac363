import type { StoreCopy } from '../../../shared/contract/copies';
import type { Finding } from '../../../shared/contract/views';
import { OLD_COPY_MS } from '../../../shared/domain/health';
import type { EngineContext } from '../context';
import { KEPT_KINDS } from '../../../shared/contract/copies';
import { newestSoundCopy } from './list-copies';

const HOUR_MS = 3_600_000;

/** How old the newest copy that can be read is, which ones cannot, and why the last one could not be written. */
export async function copyFindings(
  context: EngineContext,
): Promise<{ readonly findings: readonly Finding[]; readonly newest: StoreCopy | null }> {
  // A team's server is backed up by who looks after it.
  if (context.store.kind === 'team') return { findings: [], newest: null };
  const { copies, failure } = await context.copies.list();
  // A folder that cannot be read is said as the failure: what lies in it nobody knows.
  const isListed = failure === null || copies.length > 0;
  const newest = isListed ? await newestSoundCopy(context.store.path, context.storeKey) : null;
  // The demo's mail is invented and made anew.
  if (context.desk().demo) return { findings: [], newest };
  const findings = [ageFinding(newest, context.outside.clock.now())];
  const unreadable = copies.filter((copy) => copy.state !== 'sound' && !KEPT_KINDS.includes(copy.kind));
  if (unreadable.length > 0) {
    const names = unreadable.map((copy) => `${copy.name} (${copy.state})`).join(', ');
    findings.push({
      id: 'copies.unreadable',
      severity: 'warning',
      text: `${unreadable.length} copies cannot be restored: ${names}.`,
      do: 'A copy opens only with the key that its store had then; delete those that are of no use.',
      said: {
        word: 'copies.unreadable',
        values: { n: unreadable.length, names: unreadable.map(({ name }) => name).join(', ') },
      },
    });
  }
  if (failure !== null) {
    findings.push({
      id: 'copies.failed',
      severity: 'error',
      text: `The daily copy could not be written, or the copies not be read: ${failure.message}`,
      do: failure.action,
      failure,
    });
  }
  return { findings, newest };
}

function ageFinding(newest: StoreCopy | null, now: number): Finding {
  const id = 'copies.age';
  const todo = 'Keep the desk or `sync` open for a day, choose Copy now in Settings, or run `backup FILE`.';
  if (newest === null) {
    return {
      id,
      severity: 'warning',
      text: 'There is no copy of the store.',
      do: todo,
      said: { word: 'copies.none' },
    };
  }
  const hours = Math.max(0, Math.round((now - newest.at) / HOUR_MS));
  const text = `The newest copy is ${hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`} old and can be read (${newest.tickets} tickets, ${newest.messages} messages).`;
  const isOld = now - newest.at >= OLD_COPY_MS;
  const { at } = newest;
  return isOld
    ? { id, severity: 'warning', text, do: todo, said: { word: 'copies.old', values: { at } } }
    : { id, severity: 'ok', text, do: '', said: { word: 'copies', values: { at } } };
}
