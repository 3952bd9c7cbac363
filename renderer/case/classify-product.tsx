import { Button } from '@mantine/core';
import type { PurchaseView } from '../../shared/contract/views';
import { ruleProduct, ruleStatus } from '../desk/casework';
import { useDesk } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { EvidenceList } from './evidence-list';

/** What is known of the product already, and how many tickets one press answers. */
function WaitingProduct(props: { readonly productId: string }) {
  const words = useWords();
  const { data } = useEngine('products.open', { productId: props.productId });
  if (data === undefined) return null;
  return (
    <>
      {data.waiting > 1 && <p className="ruling-waiting">{words.t('ruling.waiting', { count: data.waiting })}</p>}
      {data.evidence.length > 0 && <EvidenceList product={data} />}
    </>
  );
}

/** Row 8: someone says once where this product lives, or what that status word means. */
export function ClassifyProduct(props: { readonly purchase: PurchaseView }) {
  const { purchase } = props;
  const desk = useDesk();
  const words = useWords();
  if (purchase.status === 'unknown') {
    return (
      <div className="ruling">
        <p>{words.t('ruling.status', { word: purchase.statusWord })}</p>
        {(['active', 'pending', 'inactive'] as const).map((status) => (
          <Button
            key={status}
            size="xs"
            variant="default"
            onClick={() => void ruleStatus(desk, purchase.statusWord, status)}
          >
            {words.t(`purchase-status.${status}`)}
          </Button>
        ))}
      </div>
    );
  }
  return (
    <div className="ruling">
      <p>{words.t('ruling.product', { product: purchase.productName })}</p>
      <WaitingProduct productId={purchase.productId} />
      {(['club', 'producer'] as const).map((delivery) => (
        <Button
          key={delivery}
          size="xs"
          variant="default"
          onClick={() => void ruleProduct(desk, purchase.productId, delivery, purchase.delivery)}
        >
          {words.t(`delivery.${delivery}`)}
        </Button>
      ))}
    </div>
  );
}
