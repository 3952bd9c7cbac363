import { Button, Modal, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { EarnedView } from '../../shared/contract/views';
import type { DecisionId } from '../../shared/domain/decision';
import type { Standing } from '../../shared/domain/earned';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { intervalText, shareText } from './share-text';

/** What a lead is about to say of a decision. */
type Word = { readonly decision: DecisionId; readonly allowed: boolean };

function Row(props: {
  readonly standing: Standing;
  readonly cases: number;
  readonly lead: boolean;
  readonly onWord: (word: Word) => void;
}) {
  const { standing, cases } = props;
  const { decision, earned, source, counted, own, allowance } = standing;
  const words = useWords();
  return (
    <tr>
      <th scope="row">{words.t(`decision.${decision}`)}</th>
      <td title={intervalText(words, counted)}>{shareText(words, counted)}</td>
      <td>{source === 'desk' ? '' : words.t('earned.own', { n: own.all, of: cases })}</td>
      <td className="figures-words">
        <span className="badge" data-gate={earned ? 'green' : 'amber'}>
          {words.t(earned ? 'earned.yes' : 'earned.no')}
        </span>{' '}
        {words.t(`earned.source.${source}`)}
        {source === 'allowed' && allowance !== null && (
          <span className="case-quiet">
            {' '}
            {words.t('earned.allowed-by', {
              by: allowance.by,
              when: words.day(allowance.at),
              reason: allowance.reason,
            })}
          </span>
        )}
      </td>
      <td>
        {source === 'allowed' && props.lead && (
          <Button size="compact-xs" variant="default" onClick={() => props.onWord({ decision, allowed: false })}>
            {words.t('earned.withdraw')}
          </Button>
        )}
        {source === 'shipped' && !earned && props.lead && (
          <Button size="compact-xs" variant="default" onClick={() => props.onWord({ decision, allowed: true })}>
            {words.t('earned.allow')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Asks for the reason: it goes into the audit trail. */
function ReasonDialog(props: { readonly word: Word | null; readonly onClose: () => void }) {
  const desk = useDesk();
  const words = useWords();
  const [reason, setReason] = useState('');
  const { word } = props;
  const close = (): void => {
    setReason('');
    props.onClose();
  };
  const say = async (): Promise<void> => {
    if (word === null || reason.trim() === '') return;
    try {
      const view: EarnedView = await desk.engine.call('earned.allow', { ...word, reason });
      desk.queries.setQueryData(['earned.list', {}], view);
      await desk.queries.invalidateQueries({ queryKey: ['tickets.open'] });
      close();
    } catch (error) {
      desk.complain(error);
    }
  };
  const title = word === null ? '' : words.t(word.allowed ? 'earned.allow-title' : 'earned.withdraw-title');
  return (
    <Modal opened={word !== null} onClose={close} title={title} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void say();
        }}
      >
        <TextInput
          data-autofocus
          label={word === null ? '' : words.t(`decision.${word.decision}`)}
          description={words.t('earned.reason.about')}
          placeholder={words.t('earned.reason')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          <Button size="xs" type="submit" disabled={reason.trim() === ''}>
            {words.t(word?.allowed === false ? 'earned.withdraw' : 'earned.allow')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Which decisions go at one key, on whose cases, and what a lead says of those that have none yet. */
export function EarnedCard() {
  const words = useWords();
  const [word, setWord] = useState<Word | null>(null);
  const { lead } = useRights();
  const { data } = useEngine('earned.list', {});
  if (data === undefined) return null;
  const bar = { percent: Math.round(100 * data.bar.share), n: data.bar.cases };
  return (
    <Card title={words.t('earned.title')} text={words.t('earned.text', bar)}>
      {!lead && <p className="card-text">{words.t('rights.allow')}</p>}
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{words.t('lead.by-decision')}</th>
            <th scope="col">{words.t('earned.agreement')}</th>
            <th scope="col">{words.t('earned.of-this-desk')}</th>
            <th scope="col" className="figures-words">
              {words.t('earned.one-key')}
            </th>
            <th scope="col">
              <VisuallyHidden>{words.t('earned.change')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.standings.map((standing) => (
            <Row key={standing.decision} standing={standing} cases={data.bar.cases} lead={lead} onWord={setWord} />
          ))}
        </tbody>
      </table>
      <ReasonDialog word={word} onClose={() => setWord(null)} />
    </Card>
  );
}
