import { Button, Modal, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ColumnChoice, ImportPreview } from '../../shared/contract/imports';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { ColumnsTable } from './columns-table';
import { PreviewTable } from './preview-table';
import './purchases.css';

/** "Import a file": what the file would bring, which column holds what, and then the import itself. */
export function ImportDialog() {
  const path = useDeskState((state) => state.importing);
  // another file is another dialog: nothing of the last one's choices is left
  return path === null ? null : <OpenedImport key={path} path={path} />;
}

type Said = { readonly mapping?: ColumnChoice; readonly dateOrder?: 'day-first' | 'month-first' };

function OpenedImport({ path }: { readonly path: string }) {
  const desk = useDesk();
  const words = useWords();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [said, setSaid] = useState<Said>({});
  const { busy, run } = useBusy();
  const close = (): void => desk.store.set({ importing: null });

  useEffect(() => {
    let isLeft = false;
    desk.engine.call('imports.preview', { path, ...said }).then(
      (found) => {
        if (!isLeft) setPreview(found);
      },
      (error: unknown) => {
        if (isLeft) return;
        desk.complain(error);
        desk.store.set({ importing: null });
      },
    );
    return () => {
      isLeft = true;
    };
  }, [desk, path, said]);

  const importIt = (found: ImportPreview): Promise<void> =>
    run(async () => {
      close();
      const kind = found.kind === 'products' ? 'products' : 'sales';
      const report = await desk.engine.call('imports.run', { kind, path, ...said });
      const { read, added, changed, unchanged, refused } = report;
      desk.toast({
        sentence: { key: 'imports.report', values: { read, added, changed, unchanged, refused } },
        detail: { key: 'imports.of', values: { file: found.fileName } },
        tone: refused > 0 ? 'bad' : 'good',
      });
      await desk.queries.invalidateQueries();
    });

  if (preview === null) return null;
  const isComplete = preview.missing.length === 0;
  return (
    <Modal opened onClose={close} title={words.t('imports.dialog', { file: preview.fileName })} size="xl">
      <p className="card-text">{words.t(`imports.is.${preview.kind}`)}</p>
      {preview.kind === 'sales' && (
        <>
          {!isComplete && (
            <p className="notice" data-tone="warn" role="alert">
              {words.t('imports.missing', {
                fields: preview.missing.map((field) => words.t(`sale-field.${field}`)).join(', '),
              })}
            </p>
          )}
          <details open={!isComplete}>
            <summary>{words.t('imports.columns', { n: preview.columns.filter((one) => one.field).length })}</summary>
            <ColumnsTable
              columns={preview.columns}
              onChoose={(header, field) => setSaid({ ...said, mapping: { ...said.mapping, [header]: field } })}
            />
          </details>
          {isComplete && <PreviewTable rows={preview.rows} />}
          {preview.dateOrder !== 'iso-only' && (
            <div className="card-row">
              <NativeSelect
                size="xs"
                label={words.t('imports.date-order')}
                value={preview.dateOrder}
                data={[
                  { value: 'day-first', label: words.t('imports.day-first') },
                  { value: 'month-first', label: words.t('imports.month-first') },
                ]}
                onChange={(event) => {
                  const dateOrder = event.currentTarget.value === 'month-first' ? 'month-first' : 'day-first';
                  setSaid({ ...said, dateOrder });
                }}
              />
              <p className="card-text">{words.t('imports.zone', { zone: preview.timeZone })}</p>
            </div>
          )}
        </>
      )}
      <div className="dialog-actions">
        <Button size="xs" data-autofocus loading={busy} disabled={!isComplete} onClick={() => void importIt(preview)}>
          {words.t('imports.do')}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </Modal>
  );
}
