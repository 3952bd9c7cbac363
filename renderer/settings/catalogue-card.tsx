import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { ProductView } from '../../shared/contract/catalogue';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { ProductDialog } from './product-dialog';
import './catalogue.css';

/** Rows that are drawn at once: a window of 5,000 would stutter, and nobody reads them; the search finds the others. */
const MOST_ROWS = 100;

function Row(props: { readonly product: ProductView; readonly onEdit: () => void }) {
  const { product } = props;
  const words = useWords();
  const producer = [product.producerName, product.producerEmail].filter((part) => part !== '').join(' · ');
  return (
    <tr>
      <th scope="row">
        {product.name}
        <span className="case-quiet">
          {product.productId}
          {!product.listed && ` · ${words.t('catalogue.unlisted')}`}
        </span>
      </th>
      <td className="figures-words">
        <span className="badge" data-delivery-badge={product.delivery}>
          {words.t(`delivery.${product.delivery}`)}
        </span>{' '}
        {product.conflicts.length > 0 && (
          <span className="badge" data-conflict>
            {words.t('catalogue.conflict')}
          </span>
        )}
        {product.restsOn !== null && (
          <span className="case-quiet">{words.t(`catalogue.rests.${product.restsOn}`)}</span>
        )}
      </td>
      <td className="figures-words catalogue-area">
        <span title={product.memberAreaUrl}>
          {product.memberAreaUrl === '' ? words.t('catalogue.no-link') : product.memberAreaUrl.replace('https://', '')}
        </span>
        <span className="case-quiet" title={producer}>
          {producer}
        </span>
      </td>
      <td>{product.sales}</td>
      <td>{product.waiting === 0 ? '' : <strong>{product.waiting}</strong>}</td>
      <td>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${words.t('catalogue.edit')} ${product.name}`}
          onClick={props.onEdit}
        >
          {words.t('catalogue.edit')}
        </Button>
      </td>
    </tr>
  );
}

function Table(props: { readonly products: readonly ProductView[]; readonly onEdit: (product: ProductView) => void }) {
  const words = useWords();
  return (
    <div className="catalogue">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{words.t('catalogue.product')}</th>
            <th scope="col" className="figures-words">
              {words.t('catalogue.where')}
            </th>
            <th scope="col" className="figures-words">
              {words.t('catalogue.area')}
            </th>
            <th scope="col">{words.t('catalogue.sales')}</th>
            <th scope="col">{words.t('catalogue.waiting')}</th>
            <th scope="col">
              <VisuallyHidden>{words.t('catalogue.edit-column')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.products.map((product) => (
            <Row key={product.productId} product={product} onEdit={() => props.onEdit(product)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The catalogue: where each product lives, what that rests on, and what is missing of it. */
export function CatalogueCard() {
  const words = useWords();
  const { data } = useEngine('products.list', {});
  const [sought, setSought] = useState('');
  const [edited, setEdited] = useState<ProductView | null>(null);
  if (data === undefined) return null;
  const found = data.filter((product) => fits(product, sought));
  const contradicted = data.filter((product) => product.conflicts.length > 0).length;
  return (
    <Card title={words.t('catalogue.title')} text={words.t('catalogue.text')}>
      {data.length === 0 ? (
        <p className="case-quiet">{words.t('catalogue.empty')}</p>
      ) : (
        <>
          <TextInput
            size="xs"
            type="search"
            label={words.t('catalogue.search')}
            value={sought}
            spellCheck={false}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
          {contradicted > 0 && (
            <p className="notice" data-tone="warn">
              {words.t('catalogue.conflicts', { count: contradicted })}
            </p>
          )}
          {found.length === 0 ? (
            <p className="case-quiet">{words.t('catalogue.none')}</p>
          ) : (
            <Table products={found.slice(0, MOST_ROWS)} onEdit={setEdited} />
          )}
          {found.length > MOST_ROWS && (
            <p className="case-quiet">{words.t('catalogue.more', { n: MOST_ROWS, all: found.length })}</p>
          )}
        </>
      )}
      {edited !== null && <ProductDialog product={edited} onClose={() => setEdited(null)} />}
    </Card>
  );
}

/** Every word that is looked for stands in its name, id, producer or link, whatever the case. */
function fits(product: ProductView, sought: string): boolean {
  const { name, productId, producerName, producerEmail, memberAreaUrl } = product;
  const text = [name, productId, producerName, producerEmail, memberAreaUrl].join('\n').toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
