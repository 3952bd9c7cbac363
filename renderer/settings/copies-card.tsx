import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PackedError } from '../../shared/contract/errors';
import type { StoreCopy } from '../../shared/contract/copies';
import { useDesk } from '../desk/desk-context';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { Card } from '../desk/page';
import { restoreCopy } from '../desk/restore-copy';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { CopiesTable } from './copies-table';
import { RemoveCopyDialog } from './remove-copy-dialog';
import { RestoreDialog } from './restore-dialog';

/** The copies of the store: what is there, one more now, and back to one of them. */
export function CopiesCard() {
  const desk = useDesk();
  const words = useWords();
  const { data } = useEngine('copies.list', {});
  const status = useEngine('desk.status', {}).data;
  const { busy, run } = useBusy();
  const [wanted, setWanted] = useState<StoreCopy | null>(null);
  const [unwanted, setUnwanted] = useState<StoreCopy | null>(null);

  const copyNow = (): Promise<void> =>
    run(async () => {
      const { tickets, messages } = await desk.engine.call('copies.write', { path: null });
      desk.toast({ sentence: { key: 'copies.written', values: { tickets, messages } } });
    });
  const remove = (copy: StoreCopy): Promise<void> =>
    run(async () => {
      setUnwanted(null);
      await desk.engine.call('copies.remove', { name: copy.name });
      desk.toast({ sentence: { key: 'copies.removed' } });
    });
  const restore = (copy: StoreCopy): Promise<void> =>
    run(async () => {
      const { at } = await restoreCopy(desk, copy.name);
      setWanted(null);
      desk.toast({ sentence: { key: 'restore.done', values: { when: words.moment(at) } } });
    });

  if (data === undefined || status === undefined) return null;
  if (status.storeEncryption === 'server') {
    return (
      <Card title={words.t('copies.title')}>
        <p className="card-text">{words.t('copies.server')}</p>
      </Card>
    );
  }
  return (
    <Card title={words.t('copies.title')} text={words.t('copies.text')}>
      <p className="card-text">
        {words.t(status.demo ? 'copies.demo' : `copies.key.${status.storeEncryption}`)}{' '}
        {words.t('copies.folder', { folder: data.folder })}
      </p>
      {data.failure !== null && <Failure failure={data.failure} />}
      <div className="card-row">
        <Button size="xs" variant="default" loading={busy && wanted === null} onClick={() => void copyNow()}>
          {words.t('copies.now')}
        </Button>
      </div>
      {data.copies.length === 0 ? (
        <p className="card-text">{words.t('copies.empty')}</p>
      ) : (
        <CopiesTable copies={data.copies} busy={busy} onRestore={setWanted} onRemove={setUnwanted} />
      )}
      <RestoreDialog
        copy={wanted}
        busy={busy}
        onClose={() => setWanted(null)}
        onRestore={(copy) => void restore(copy)}
      />
      <RemoveCopyDialog
        copy={unwanted}
        busy={busy}
        onClose={() => setUnwanted(null)}
        onRemove={(copy) => void remove(copy)}
      />
    </Card>
  );
}

function Failure(props: { readonly failure: PackedError }) {
  const words = useWords();
  return (
    <p className="notice" data-tone="bad" role="alert">
      {words.t('copies.failed')} <FailureText of={explainFailure(props.failure)} />
    </p>
  );
}
