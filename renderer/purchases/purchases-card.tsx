import { Button } from '@mantine/core';
import type { PackedError } from '../../shared/contract/errors';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { ArrivalsForm } from './arrivals-form';
import { ImportsList } from './imports-list';
import { useChooseSales } from './use-choose-sales';
import './purchases.css';

/** Purchases: a file by hand, what was imported, and how purchases arrive by themselves. */
export function PurchasesCard() {
  const words = useWords();
  const status = useEngine('desk.status', {}).data;
  const arrivals = useEngine('purchases.settings', {}).data;
  const mailbox = useEngine('mailbox.settings', {}).data?.mailbox ?? null;
  const { busy, choose } = useChooseSales();
  return (
    <Card
      title={words.t('imports.title')}
      text={words.t('imports.text', { purchases: status?.purchases ?? 0, products: status?.products ?? 0 })}
    >
      <div className="card-row">
        <Button size="xs" variant="default" loading={busy} onClick={choose}>
          {words.t('imports.choose')}
        </Button>
        <span className="card-text">{words.t('imports.or-drop')}</span>
      </div>
      <ImportsList />
      {arrivals !== undefined && (
        <>
          <h3>{words.t('purchases.by-themselves')}</h3>
          {arrivals.folderProblem !== null && <FolderProblem problem={arrivals.folderProblem} />}
          <ArrivalsForm
            key={JSON.stringify(arrivals.purchases)}
            purchases={arrivals.purchases}
            hasAuthserv={(mailbox?.authservId ?? '') !== ''}
          />
        </>
      )}
    </Card>
  );
}

function FolderProblem(props: { readonly problem: PackedError }) {
  const words = useWords();
  return (
    <p className="notice" data-tone="bad" role="alert">
      {words.t('purchases.folder')}: <FailureText of={explainFailure(props.problem)} />
    </p>
  );
}
