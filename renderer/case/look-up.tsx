import { useDesk } from '../desk/desk-context';
import { lookUpPurchase } from '../desk/hotmart';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Asks Hotmart for what this ticket names; there only where its API is set up. */
export function LookUp(props: { readonly ticket: string }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const hotmart = useEngine('hotmart.state', {}).data;
  if (!hotmart?.settings || !hotmart.hasSecret) return null;
  return (
    <button
      type="button"
      className="quiet-button"
      disabled={busy}
      onClick={() => void run(() => lookUpPurchase(desk, props.ticket))}
    >
      {words.t('purchase.look-up')}
    </button>
  );
}
