import { claim } from '../desk/claiming';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { ConfirmDialog } from './confirm-dialog';

/** A claim of what a colleague holds: who it is, and a second press. */
export function TakeOverDialog() {
  const desk = useDesk();
  const words = useWords();
  const contested = useDeskState((state) => state.contested);
  const { busy, run } = useBusy();
  if (contested === null) return null;
  const { ticket, held, who } = contested;
  const close = (): void => desk.store.set({ contested: null });
  return (
    <ConfirmDialog
      title={words.t('take-over.title', { who })}
      lost={words.t('take-over.lost', { who })}
      action={words.t('take-over.do')}
      busy={busy}
      onClose={close}
      onConfirm={() =>
        void run(async () => {
          close();
          // Where a third one has come in between, the desk asks again with that name.
          await claim(desk, { id: ticket, revision: 0 }, who);
        })
      }
    >
      {held !== ticket && <p>{words.t('take-over.other', { ticket: held })}</p>}
    </ConfirmDialog>
  );
}
