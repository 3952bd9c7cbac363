import { Button } from '@mantine/core';
import type { PurchaseView } from '../../shared/contract/views';
import { ruleProduct, ruleStatus } from '../desk/casework';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';

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
