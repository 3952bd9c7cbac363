import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PackedError } from '../../shared/contract/errors';
import { HOTMART_READERS } from '../../shared/contract/hotmart';
import type { HotmartRound, HotmartView } from '../../shared/contract/hotmart';
import { useDesk } from '../desk/desk-context';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { fetchPurchases } from '../desk/hotmart';
import { Card } from '../desk/page';
import { useBusy } from '../desk/use-busy';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { useEngine } from '../engine-client';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { sportello } from '../sportello';
import { HotmartForm } from './hotmart-form';

/** Hotmart's API: its credentials, how far it was read, and what went wrong. Not there in a demo, whose sales are invented. */
export function HotmartCard(props: { readonly demo: boolean }) {
  const words = useWords();
  const { data } = useEngine('hotmart.state', {});
  const [editing, setEditing] = useState(false);
  if (props.demo || data === undefined) return null;
  return (
    <Card title={words.t('hotmart.title')} text={words.t('hotmart.text')}>
      {editing ? (
        <HotmartForm settings={data.settings} hasSecret={data.hasSecret} onDone={() => setEditing(false)} />
      ) : (
        <Standing view={data} onEdit={() => setEditing(true)} />
      )}
    </Card>
  );
}

function Standing(props: { readonly view: HotmartView; readonly onEdit: () => void }) {
  const desk = useDesk();
  const words = useWords();
  const { settings, hasSecret, running, lastRound } = props.view;
  const refreshing = useBusy();
  const removing = useShellCall();
  const [asking, setAsking] = useState(false);
  if (settings === null) {
    return (
      <div className="card-row">
        <Button size="xs" variant="default" onClick={props.onEdit}>
          {words.t('hotmart.set-up')}
        </Button>
      </div>
    );
  }
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{words.t('hotmart.client-id')}</dt>
          <dd>{settings.clientId}</dd>
        </div>
        {settings.clubs.length > 0 && (
          <div>
            <dt>{words.t('hotmart.clubs')}</dt>
            <dd>{settings.clubs.join(', ')}</dd>
          </div>
        )}
        <div>
          <dt>{words.t('hotmart.state')}</dt>
          <dd aria-live="polite">{stateText(words, props.view)}</dd>
        </div>
        {lastRound !== null && <LastRound round={lastRound} />}
      </dl>
      {running === null && lastRound !== null && <Problems problems={lastRound.problems} />}
      <div className="card-row">
        <Button
          size="xs"
          variant="default"
          loading={refreshing.busy || running !== null}
          disabled={!hasSecret}
          onClick={() => void refreshing.run(() => fetchPurchases(desk))}
        >
          {words.t('hotmart.refresh')}
        </Button>
        <Button size="xs" variant="default" onClick={props.onEdit}>
          {words.t('hotmart.edit')}
        </Button>
        <Button size="xs" variant="subtle" loading={removing.busy} onClick={() => setAsking(true)}>
          {words.t('hotmart.remove')}
        </Button>
      </div>
      {removing.failure}
      {asking && (
        <ConfirmDialog
          title={words.t('hotmart.remove')}
          lost={words.t('hotmart.remove.lost')}
          action={words.t('hotmart.remove')}
          busy={removing.busy}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void removing.run(() => sportello().shell.saveHotmart(null));
          }}
        />
      )}
    </>
  );
}

function stateText(words: Words, { hasSecret, running, lastRound, completeAt, nextAt }: HotmartView): string {
  if (!hasSecret) return words.t('hotmart.no-secret');
  if (running !== null) return words.t(`hotmart.running.${running.kind}`, { read: running.read });
  const next = nextAt === null ? '' : ` ${words.t('hotmart.next', { when: words.moment(nextAt) })}`;
  if (completeAt !== null) return words.t('hotmart.complete', { when: words.moment(completeAt) }) + next;
  return words.t(lastRound === null ? 'hotmart.never' : 'hotmart.incomplete') + next;
}

function LastRound(props: { readonly round: HotmartRound }) {
  const words = useWords();
  const { counts, finishedAt } = props.round;
  return (
    <div>
      <dt>{words.t('hotmart.last')}</dt>
      <dd>
        {words.moment(finishedAt)}
        <ul className="hotmart-counts">
          {HOTMART_READERS.map((reader) => {
            const count = counts[reader];
            if (count === undefined || count.read === 0) return null;
            const { read, added, changed, refused } = count;
            return (
              <li key={reader}>
                {words.t(`hotmart.reader.${reader}`)}: {words.t('hotmart.counts', { read, added, changed, refused })}
              </li>
            );
          })}
        </ul>
      </dd>
    </div>
  );
}

function Problems(props: { readonly problems: readonly PackedError[] }) {
  // Two parts that Hotmart refused are said in the same words: once is enough.
  const said = new Map(props.problems.map((problem) => [JSON.stringify(explainFailure(problem)), problem]));
  return [...said].map(([key, problem]) => (
    <p key={key} className="notice" data-tone="bad" role="alert">
      <FailureText of={explainFailure(problem)} />
    </p>
  ));
}
