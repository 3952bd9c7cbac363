import type { StoreCopy } from '../../../shared/contract/copies';
import type { Finding } from '../../../shared/contract/views';
import { RESTORE_A_COPY } from '../store/check-store';

/** The command that restores a copy, as it is typed; the desk has a button for it. */
export function restoreCommand(profileDir: string, copy: Pick<StoreCopy, 'path'>): string {
  return `npm run --silent cli -- restore --profile "${profileDir}" "${copy.path}"`;
}

/** What to do about a damaged store: the newest sound copy by its time, and the command; or what is left without one. */
export function restoreAdvice(profileDir: string, copy: StoreCopy | null): string {
  if (copy === null) {
    return 'There is no sound copy: move the store away and start with an empty one; the mail is read again from the server, purchases from their file.';
  }
  const when = new Date(copy.at).toISOString();
  return `Restore the copy of ${when} (${copy.tickets} tickets): ${restoreCommand(profileDir, copy)}`;
}

/** A finding of the store's check with the copy at hand in place of the general advice. */
export function withRestoreCommand(finding: Finding, profileDir: string, newest: StoreCopy | null): Finding {
  const isDamage = finding.severity === 'error' && finding.id.startsWith('store.') && finding.do !== '';
  if (!isDamage || !(finding.do === RESTORE_A_COPY || finding.id === 'store.integrity')) return finding;
  const todo = restoreAdvice(profileDir, newest);
  // The window's words lead to the copies that there are; without one they cannot.
  if (newest !== null || finding.said === undefined) return { ...finding, do: todo };
  return { ...finding, do: todo, said: { word: 'store.no-copy' } };
}
