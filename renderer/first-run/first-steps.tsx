import { IconListNumbers } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ProductView } from '../../shared/contract/catalogue';
import { useDesk } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { useChooseSales } from '../purchases/use-choose-sales';
import { ClassifyDialog } from './classify-dialog';

/** Kept in this window's storage from the first look at a store without purchases until all is there, or the person has enough. */
const FIRST_STEPS = 'sportello.first-steps';
type Stage = 'new' | 'begun' | 'over';

/**
 * What a new desk still lacks for a right answer, one step at a time: purchases, then where each product lives. Never again after
 * that: a product that is sold later waits in the queue "To classify". The demo brings its own.
 */
export function FirstSteps() {
  const status = useEngine('desk.status', {}).data;
  const [stage, setStage] = useState<Stage>(keptStage);
  const keep = (next: Stage): void => {
    localStorage.setItem(FIRST_STEPS, next);
    setStage(next);
  };
  const isEmpty = status !== undefined && !status.demo && status.purchases === 0;
  useEffect(() => {
    // However the purchases come then: by this strip, a drop, the command line or a colleague.
    if (isEmpty && stage === 'new') localStorage.setItem(FIRST_STEPS, 'begun');
  }, [isEmpty, stage]);
  if (status === undefined || status.demo || stage === 'over') return null;
  if (isEmpty) return <BringPurchases onEnough={() => keep('over')} />;
  return keptStage() === 'begun' ? <PlaceProducts onEnough={() => keep('over')} /> : null;
}

function keptStage(): Stage {
  return (localStorage.getItem(FIRST_STEPS) as Stage | null) ?? 'new';
}

function BringPurchases(props: { readonly onEnough: () => void }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, choose } = useChooseSales();
  return (
    <Step title={words.t('steps.purchases')} text={words.t('steps.purchases.do')} onEnough={props.onEnough}>
      <button type="button" disabled={busy} onClick={choose}>
        {words.t('imports.choose')}
      </button>
      <button type="button" onClick={() => desk.goTo('settings')}>
        {words.t('steps.hotmart')}
      </button>
    </Step>
  );
}

function PlaceProducts(props: { readonly onEnough: () => void }) {
  const words = useWords();
  const { data } = useEngine('products.list', {});
  /** What was open when the dialog was opened: a row stays where it is while others are decided. */
  const [placed, setPlaced] = useState<readonly ProductView[] | null>(null);
  const open = (data ?? []).filter(({ delivery, sales }) => delivery === 'unknown' && sales > 0);
  if (data === undefined) return null;
  if (placed !== null) return <ClassifyDialog products={placed} onClose={() => setPlaced(null)} />;
  if (open.length === 0) return <Step title={words.t('steps.done')} text="" onEnough={props.onEnough} />;
  return (
    <Step
      title={words.t('steps.products', { count: open.length })}
      text={words.t('steps.products.do')}
      onEnough={props.onEnough}
    >
      <button type="button" onClick={() => setPlaced(open)}>
        {words.t('steps.products.open')}
      </button>
    </Step>
  );
}

function Step(props: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
  readonly onEnough: () => void;
}) {
  const words = useWords();
  return (
    <section className="banner" data-tone="plain" aria-label={words.t('steps.title')}>
      <IconListNumbers size={18} stroke={1.7} aria-hidden />
      <span className="banner-text">
        <strong>{props.title}</strong> {props.text}
      </span>
      {props.children}
      <button type="button" onClick={props.onEnough}>
        {words.t(props.children === undefined ? 'action.close' : 'steps.enough')}
      </button>
    </section>
  );
}
