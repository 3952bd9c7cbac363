import { useEffect, useState } from 'react';
import type { StoreCopy } from '../../shared/contract/copies';
import { useDesk } from '../desk/desk-context';
import { restoreCopy } from '../desk/restore-copy';
import { useWords } from '../i18n/use-words';
import { CopiesTable } from '../settings/copies-table';
import { RestoreDialog } from '../settings/restore-dialog';
import { sportello } from '../sportello';
import { useShellCall } from './use-shell-call';

/** The copies of a store that does not open, and the way back to one; nothing where there are none. */
export function BrokenCopies() {
  const desk = useDesk();
  const words = useWords();
  const [copies, setCopies] = useState<readonly StoreCopy[]>([]);
  const [wanted, setWanted] = useState<StoreCopy | null>(null);
  const listing = useShellCall();
  const restoring = useShellCall();
  const { run } = listing;
  useEffect(() => {
    void run(async () => setCopies(await sportello().shell.copies()));
    // Once: what is there does not change while the store does not open.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (copies.length === 0) return listing.failure;
  const restore = (copy: StoreCopy): Promise<void> =>
    restoring.run(async () => {
      // The reason of a refusal stands in the page below: the question must not cover it.
      await restoreCopy(desk, copy.name).finally(() => setWanted(null));
    });
  return (
    <section aria-label={words.t('copies.title')}>
      <p className="dialog-lead">{words.t('broken.copies')}</p>
      {restoring.failure}
      <CopiesTable copies={copies} busy={restoring.busy} onRestore={setWanted} />
      <RestoreDialog
        copy={wanted}
        busy={restoring.busy}
        onClose={() => setWanted(null)}
        onRestore={(copy) => void restore(copy)}
      />
    </section>
  );
}
