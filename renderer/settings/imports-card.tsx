import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ImportReport } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Purchases and catalogue from files, with a report of every line that was refused. */
export function ImportsCard() {
  const desk = useDesk();
  const words = useWords();
  const status = useEngine('desk.status', {}).data;
  const [running, setRunning] = useState<'sales' | 'products' | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const run = async (kind: 'sales' | 'products'): Promise<void> => {
    try {
      const path = await desk.shell.chooseFile(kind);
      if (path === null) return;
      setRunning(kind);
      setReport(await desk.engine.call('imports.run', { kind, path }));
      await desk.queries.invalidateQueries();
    } catch (error) {
      desk.complain(error);
    } finally {
      setRunning(null);
    }
  };
  return (
    <Card
      title={words.t('imports.title')}
      text={words.t('imports.text', { purchases: status?.purchases ?? 0, products: status?.products ?? 0 })}
    >
      <div className="card-row">
        {(['sales', 'products'] as const).map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="default"
            loading={running === kind}
            disabled={running !== null}
            onClick={() => void run(kind)}
          >
            {words.t(`imports.${kind}`)}
          </Button>
        ))}
      </div>
      {report !== null && (
        <>
          <output className="card-text">
            {words.t('imports.report', {
              read: report.read,
              added: report.added,
              changed: report.changed,
              unchanged: report.unchanged,
              refused: report.refused,
            })}
          </output>
          <ul className="report" aria-label={words.t('imports.refusals')}>
            {report.refusals.slice(0, 50).map((refusal) => (
              <li key={refusal.line} data-severity="error">
                <span>{words.t('imports.line', { n: refusal.line })}</span>
                <span>{refusal.reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
