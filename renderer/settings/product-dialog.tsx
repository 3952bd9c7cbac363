import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_ENTRY_CHARS } from '../../shared/contract/catalogue';
import type { ProductView } from '../../shared/contract/catalogue';
import { entryProblems } from '../../shared/domain/product-entry';
import type { EntryProblem } from '../../shared/domain/product-entry';
import type { Delivery } from '../../shared/domain/purchase';
import { EvidenceList } from '../case/evidence-list';
import { saveProduct } from '../desk/casework';
import { useDesk } from '../desk/desk-context';
import { useRights } from '../desk/rights';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** "" leaves the delivery to what is known. */
type Ruling = '' | Delivery;

/** How many open tickets a ruling changes, and to what, before it is made (casework.md, "Other queues"). */
function RulingEffect(props: { readonly productId: string; readonly delivery: Delivery }) {
  const words = useWords();
  const { data } = useEngine('products.affected', props);
  if (data === undefined) return null;
  const decisions = data.decisions.map(({ decision, tickets }) => `${words.t(`decision.${decision}`)} (${tickets})`);
  return (
    <output className="notice">
      {data.tickets === 0
        ? words.t('product.changes-none')
        : words.t('product.changes', { count: data.tickets, decisions: decisions.join(', ') })}
    </output>
  );
}

/** One catalogue entry to be changed, beside what speaks for its delivery. There while it is open. */
export function ProductDialog(props: { readonly product: ProductView; readonly onClose: () => void }) {
  const { product } = props;
  const desk = useDesk();
  const words = useWords();
  const [entry, setEntry] = useState({
    name: product.name,
    memberAreaUrl: product.memberAreaUrl,
    producerName: product.producerName,
    producerEmail: product.producerEmail,
  });
  const [ruling, setRuling] = useState<Ruling>('');
  const [tried, setTried] = useState(false);
  const { busy, run } = useBusy();
  const trimmed = Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [name, value.trim()]),
  ) as typeof entry;
  const problems = entryProblems(trimmed);
  const wrong = (problem: EntryProblem) =>
    tried && problems.includes(problem) ? words.t(`product.problem.${problem}`) : undefined;
  const field = (name: keyof typeof entry) => ({
    size: 'xs' as const,
    value: entry[name],
    maxLength: MAX_ENTRY_CHARS,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setEntry({ ...entry, [name]: event.currentTarget.value }),
  });
  const save = (): Promise<void> =>
    run(async () => {
      setTried(true);
      if (problems.length > 0) return;
      const delivery = ruling === '' ? null : ruling;
      const isKept = await saveProduct(desk, { productId: product.productId, ...trimmed, delivery }, product);
      if (isKept) props.onClose();
    });
  const isRuled = product.evidence.some(({ kind, delivery }) => kind === 'ruling' && delivery !== 'unknown');
  // casework.md, "Other queues": only leads change a ruling that stands.
  const isFixed = !useRights().lead && isRuled;
  const stands = words.t(`delivery.${product.delivery}`);
  return (
    <Modal opened onClose={props.onClose} title={words.t('product.title', { id: product.productId })} size="lg">
      <form
        className="product-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput {...field('name')} data-autofocus label={words.t('product.name')} error={wrong('name')} />
        <NativeSelect
          size="xs"
          label={words.t('product.delivery')}
          description={isFixed ? words.t('rights.ruling') : undefined}
          disabled={isFixed}
          value={ruling}
          data={[
            { value: '', label: words.t('product.leave', { where: stands }) },
            { value: 'club', label: words.t('delivery.club') },
            { value: 'producer', label: words.t('delivery.producer') },
            ...(isRuled ? [{ value: 'unknown', label: words.t('product.take-back') }] : []),
          ]}
          onChange={(event) => setRuling(event.currentTarget.value as Ruling)}
        />
        {ruling !== '' && <RulingEffect productId={product.productId} delivery={ruling} />}
        <section aria-label={words.t('ledger.title')} className="product-ledger">
          <h3>{words.t('ledger.title')}</h3>
          <EvidenceList product={product} />
        </section>
        <TextInput
          {...field('memberAreaUrl')}
          label={words.t('product.link')}
          description={words.t('product.link.about')}
          spellCheck={false}
          error={wrong('link')}
        />
        <div className="card-grid">
          <TextInput {...field('producerName')} label={words.t('product.producer-name')} />
          <TextInput
            {...field('producerEmail')}
            label={words.t('product.producer-email')}
            spellCheck={false}
            error={wrong('address')}
          />
        </div>
        <div className="dialog-actions">
          <Button type="submit" size="xs" loading={busy}>
            {words.t('action.save')}
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={props.onClose}>
            {words.t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
