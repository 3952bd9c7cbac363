import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';

/** Asks for a file of purchases; one that is chosen is looked at in the import dialog. */
export function useChooseSales(): { readonly busy: boolean; readonly choose: () => void } {
  const desk = useDesk();
  const { busy, run } = useBusy();
  const choose = (): void =>
    void run(async () => {
      const path = await desk.shell.chooseFile('sales');
      if (path !== null) desk.store.set({ importing: path });
    });
  return { busy, choose };
}
