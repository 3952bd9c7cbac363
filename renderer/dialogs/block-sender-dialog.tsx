import { Button, Modal } from '@mantine/core';
import type { SenderAbout } from '../../shared/contract/put-away';
import { useDesk, useDeskState } from '../desk/desk-context';
import { blockSender } from '../desk/spam';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** More products than these say no more. */
const MOST_PRODUCTS = 3;

function Ask(props: { readonly ticket: string; readonly about: SenderAbout; readonly close: () => void }) {
  const { ticket, about, close } = props;
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const { address, bought, unblockable } = about;
  const isBuyer = bought.length > 0;
  const isDoubtful = isBuyer || about.unproven;
  return (
    <>
      {unblockable !== null ? (
        <p className="notice" data-tone="bad">
          {words.t(`block.never.${unblockable}`, { address })}
        </p>
      ) : (
        <>
          {isBuyer && (
            <p className="notice" data-tone="bad">
              {words.t('block.buyer', { address, products: bought.slice(0, MOST_PRODUCTS).join(', ') })}
            </p>
          )}
          {about.unproven && (
            <p className="notice" data-tone="bad">
              {words.t('block.unproven', { address })}
            </p>
          )}
          <p>{words.t('block.text', { address })}</p>
          {about.tickets > 1 && <p>{words.t('block.tickets', { count: about.tickets })}</p>}
        </>
      )}
      <div className="dialog-actions">
        {unblockable === null && (
          <Button
            size="xs"
            loading={busy}
            {...(isDoubtful ? {} : { 'data-autofocus': true })}
            onClick={() =>
              void run(async () => {
                close();
                await blockSender(desk, ticket, isBuyer);
              })
            }
          >
            {words.t(isBuyer ? 'block.do-buyer' : 'block.do')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          {...(isDoubtful || unblockable !== null ? { 'data-autofocus': true } : {})}
          disabled={busy}
          onClick={close}
        >
          {words.t('action.cancel')}
        </Button>
      </div>
    </>
  );
}

/** Before a sender is blocked: what becomes of his mail, and whether he bought anything. */
export function BlockSenderDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'block-sender');
  // Closed it asks for nothing, and is not drawn anew with each ticket.
  const selected = useDeskState((state) => (state.dialog === 'block-sender' ? state.selected : null));
  // There once it is known who it is: the button in front depends on it.
  const about = useEngine(
    'senders.about',
    { ticket: selected ?? 'T-0' },
    { enabled: opened && selected !== null },
  ).data;
  const close = (): void => desk.store.set({ dialog: null });
  const isKnown = opened && about !== undefined;
  return (
    <Modal opened={isKnown} onClose={close} title={words.t('command.block-sender')} size="md">
      {isKnown && selected !== null && <Ask ticket={selected} about={about} close={close} />}
    </Modal>
  );
}
