import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_ENTRY_CHARS } from '../../shared/contract/catalogue';
import type { ProductView } from '../../shared/contract/catalogue';
import { entryProblems } from '../../shared/domain/product-entry';
import type { Delivery } from '../../shared/domain/purchase';
import { saveProduct } from '../desk/casework';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import './classify-dialog.css';

type Place = { readonly delivery: Delivery; readonly producerEmail: string };

/** Products at once; whoever sells more brings a catalogue, or goes on after these. */
const MOST_PRODUCTS = 50;

/** Says where several products live, the most sold first: one choice each, and the producer's address where it is theirs. */
export function ClassifyDialog(props: { readonly products: readonly ProductView[]; readonly onClose: () => void }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const products = [...props.products].sort((one, other) => other.sales - one.sales).slice(0, MOST_PRODUCTS);
  const [places, setPlaces] = useState<Readonly<Record<string, Place>>>({});
  const placeOf = (product: ProductView): Place =>
    places[product.productId] ?? { delivery: 'unknown', producerEmail: product.producerEmail };
  const place = (product: ProductView, change: Partial<Place>): void =>
    setPlaces((known) => ({ ...known, [product.productId]: { ...placeOf(product), ...change } }));
  const said = products.filter((product) => placeOf(product).delivery !== 'unknown');
  const isWrong = (product: ProductView): boolean =>
    entryProblems(entryOf(product, placeOf(product))).includes('address');
  const save = (): Promise<void> =>
    run(async () => {
      for (const product of said) {
        const kept = await saveProduct(
          desk,
          { ...entryOf(product, placeOf(product)), delivery: placeOf(product).delivery },
          product,
        );
        if (!kept) return;
      }
      props.onClose();
    });
  return (
    <Modal opened onClose={props.onClose} title={words.t('steps.where')} size="xl">
      <form
        className="classify"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className="card-text">{words.t('steps.where.about')}</p>
        {products.map((product) => (
          <div key={product.productId} className="classify-product">
            <Radio.Group
              label={product.name === '' ? product.productId : product.name}
              description={words.t('steps.sold', { count: product.sales, producer: product.producerName || '–' })}
              value={placeOf(product).delivery}
              onChange={(delivery) => place(product, { delivery })}
            >
              <div className="card-row">
                {(['club', 'producer', 'unknown'] as const).map((delivery) => (
                  <Radio key={delivery} size="xs" value={delivery} label={words.t(`steps.where.${delivery}`)} />
                ))}
              </div>
            </Radio.Group>
            {placeOf(product).delivery === 'producer' && (
              <TextInput
                size="xs"
                label={words.t('product.producer-email')}
                description={words.t('steps.producer')}
                value={placeOf(product).producerEmail}
                maxLength={MAX_ENTRY_CHARS}
                spellCheck={false}
                error={isWrong(product) ? words.t('product.problem.address') : undefined}
                onChange={(event) => place(product, { producerEmail: event.currentTarget.value })}
              />
            )}
          </div>
        ))}
        <div className="dialog-actions">
          <Button type="submit" size="xs" loading={busy} disabled={said.length === 0 || said.some(isWrong)}>
            {words.t('steps.save', { count: said.length })}
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={props.onClose}>
            {words.t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function entryOf({ productId, name, memberAreaUrl, producerName }: ProductView, { producerEmail }: Place) {
  return { productId, name: name || productId, memberAreaUrl, producerName, producerEmail: producerEmail.trim() };
}
