import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PastRunView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { TicketButton } from '../desk/ticket-button';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';

/** As many tickets as are decided again while somebody looks on: a few milliseconds each. */
const LAST = 500;
/** Tickets listed one by one. */
const MOST_LISTED = 20;

function Result(props: { readonly run: PastRunView }) {
  const { run } = props;
  const words = useWords();
  if (run.changes.length === 0) return <p className="card-text">{words.t('past.same', { count: run.tickets })}</p>;
  return (
    <>
      <p>{words.t('past.changed', { count: run.changes.length, of: run.tickets })}</p>
      <ul className="confusions">
        {run.decisions.map(({ wanted, got, cases }) => (
          <li key={`${wanted} ${got}`}>
            {words.t('past.change', { n: cases, was: words.t(`decision.${wanted}`), now: words.t(`decision.${got}`) })}
          </li>
        ))}
      </ul>
      <table className="figures">
        <tbody>
          {run.changes.slice(0, MOST_LISTED).map(({ ticket, subject, was, now }) => (
            <tr key={ticket}>
              <th scope="row">
                <TicketButton ticket={ticket} />
              </th>
              <td className="figures-words">{subject}</td>
              <td className="figures-words">
                {words.t(`decision.${was}`)} → {words.t(`decision.${now}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What today's rules would make of past tickets: a look before a change goes live, or after an update. */
export function PastCard() {
  const desk = useDesk();
  const words = useWords();
  const [run, setRun] = useState<PastRunView | null>(null);
  const [read, setRead] = useState(0);
  const work = useBusy();
  useEffect(() => desk.engine.on('evaluation.read', (progress) => setRead(progress.read)), [desk]);
  const start = (): Promise<void> =>
    work.run(async () => {
      setRead(0);
      setRun(await desk.engine.call('evaluation.past', { last: LAST, macros: null }));
    });
  const stop = async (): Promise<void> => {
    try {
      await desk.engine.call('evaluation.stop', {});
    } catch (error) {
      desk.complain(error);
    }
  };
  return (
    <Card title={words.t('past.title')} text={words.t('past.text', { n: LAST })}>
      <div className="card-row">
        <Button size="xs" variant="default" loading={work.busy} onClick={() => void start()}>
          {words.t('past.run')}
        </Button>
        {work.busy && (
          <>
            <output>{words.t('past.progress', { read, of: LAST })}</output>
            <Button size="xs" variant="default" onClick={() => void stop()}>
              {words.t('past.stop')}
            </Button>
          </>
        )}
        {run?.stopped === true && <span>{words.t('past.stopped')}</span>}
      </div>
      {run !== null && <Result run={run} />}
    </Card>
  );
}
