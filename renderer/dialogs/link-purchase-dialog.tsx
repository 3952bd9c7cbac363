import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { correct } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** T: links the purchase that the agent knows it is about, found by number, address or name. */
export function LinkPurchaseDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'link-purchase');
  const [text, setText] = useState('');
  const sought = text.trim();
  const found = useEngine(
    'purchases.find',
    { text: sought, limit: 20 },
    { enabled: opened && sought.length > 2, keepPrevious: true },
  );
  const close = (): void => {
    setText('');
    desk.store.set({ dialog: null });
  };
  const link = (transaction: string | null): void => {
    const view = desk.open();
    close();
    if (view === undefined) return;
    const before = view.case?.corrected.transaction ?? null;
    void correct(desk, view.row.id, { field: 'transaction', value: transaction }, before);
  };
  const purchases = sought.length > 2 ? (found.data ?? []) : [];
  return (
    <Modal opened={opened} onClose={close} title={words.t('command.link-purchase')} size="lg">
      <TextInput
        data-autofocus
        label={words.t('link-purchase.find')}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className="dialog-list">
        {purchases.map((purchase) => (
          <li key={purchase.transaction}>
            <button type="button" onClick={() => link(purchase.transaction)}>
              <strong>
                {purchase.transaction} · {purchase.productName}
              </strong>
              <span>
                {purchase.buyerName} · {purchase.buyerEmail} · {words.t(`purchase-status.${purchase.status}`)} ·{' '}
                {words.day(purchase.orderedAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {sought.length > 2 && !found.isFetching && purchases.length === 0 && <p>{words.t('link-purchase.none')}</p>}
      <div className="dialog-actions">
        <Button size="xs" variant="default" onClick={() => link(null)}>
          {words.t('link-purchase.as-found')}
        </Button>
      </div>
    </Modal>
  );
}
