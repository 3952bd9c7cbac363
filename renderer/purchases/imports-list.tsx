import { Button } from '@mantine/core';
import type { ImportRunView, RunningImport } from '../../shared/contract/imports';
import { useDesk } from '../desk/desk-context';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { sayRefusal } from './refusal-text';

/** What goes on, and what was imported when, from where, with what was refused. */
export function ImportsList() {
  const words = useWords();
  const { data } = useEngine('imports.list', {});
  if (data === undefined) return null;
  return (
    <>
      {data.running !== null && <Running running={data.running} />}
      {data.runs.length > 0 && (
        <div className="import-table">
          <table className="figures" aria-label={words.t('imports.list')}>
            <thead>
              <tr>
                <th scope="col" className="figures-words">
                  {words.t('imports.when')}
                </th>
                <th scope="col" className="figures-words">
                  {words.t('imports.from')}
                </th>
                {(['added', 'changed', 'unchanged', 'refused'] as const).map((count) => (
                  <th key={count} scope="col">
                    {words.t(`imports.count.${count}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.runs.map((run) => (
                <Run key={run.id} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Running({ running }: { readonly running: RunningImport }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  return (
    <output className="notice">
      {words.t(`imports.phase.${running.phase}`, { file: running.fileName, rows: running.rows })}{' '}
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        onClick={() => void run(async () => void (await desk.engine.call('imports.cancel', {})))}
      >
        {words.t('imports.stop')}
      </Button>
    </output>
  );
}

function Run({ run }: { readonly run: ImportRunView }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run: work } = useBusy();
  const save = (): Promise<void> =>
    work(async () => {
      await desk.shell.saveFile(await desk.engine.call('imports.refusals', { id: run.id }));
    });
  const { report } = run;
  return (
    <tr>
      <th scope="row" className="figures-words">
        {words.day(run.startedAt)}, {words.clock(run.startedAt)}
      </th>
      <td className="figures-words">
        {words.t(`imports.source.${run.source}`)} · {run.fileName}
        {run.state !== 'done' && <Unfinished run={run} />}
      </td>
      <td>{report.added}</td>
      <td>{report.changed}</td>
      <td>{report.unchanged}</td>
      <td>
        {report.refused === 0 ? (
          0
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            loading={busy}
            aria-label={words.t('imports.save-refused', { n: report.refused, file: run.fileName })}
            title={report.refusals
              .slice(0, 5)
              .map(({ line, reason }) => `${words.t('imports.line', { n: line })}: ${sayRefusal(words, reason)}`)
              .join('\n')}
            onClick={() => void save()}
          >
            {report.refused} ↓
          </Button>
        )}
      </td>
    </tr>
  );
}

function Unfinished({ run }: { readonly run: ImportRunView }) {
  const words = useWords();
  const explained = run.problem === null ? null : explainFailure(run.problem);
  return (
    <>
      {' '}
      <span className="badge" data-gate={run.state === 'under-way' ? undefined : 'amber'}>
        {words.t(`imports.state.${run.state}`)}
      </span>
      {explained !== null && run.state === 'failed' && (
        <span className="import-problem">
          <FailureText of={explained} />
        </span>
      )}
    </>
  );
}
