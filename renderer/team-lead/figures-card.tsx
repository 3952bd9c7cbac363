import { useMemo } from 'react';
import type { CorrectedCase } from '../../shared/contract/views';
import { evaluate } from '../../shared/domain/evaluation';
import type { Evaluation } from '../../shared/domain/evaluation';
import { SHIPPED_FIGURES } from '../../shared/domain/shipped-figures';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { intervalText, shareText } from './share-text';

const SHIPPED = ['decision', 'intent', 'match', 'identity', 'language'] as const;
const CORRECTED = ['intent', 'transaction', 'delivery'] as const;
/** Confusions that are shown: the rarer ones say little. */
const MOST_CONFUSIONS = 8;

/** The name of an answer: a decision, an intent, a match; else as it is (a language code, a number). */
function answerName(words: Words, figure: string, name: string): string {
  const key = `${figure}.${name}`;
  return words.has(key) ? words.t(key) : name;
}

function Totals(props: { readonly figures: readonly (readonly [string, Evaluation])[] }) {
  const words = useWords();
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{words.t('evaluation.what')}</th>
          <th scope="col">{words.t('evaluation.right')}</th>
          <th scope="col">{words.t('evaluation.interval')}</th>
        </tr>
      </thead>
      <tbody>
        {props.figures.map(([figure, { right }]) => (
          <tr key={figure}>
            <th scope="row">{words.t(`evaluation.figure.${figure}`)}</th>
            <td>{shareText(words, right)}</td>
            <td>{intervalText(words, right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Precision and recall of each answer, and what was taken for what. */
function Classes(props: { readonly figure: string; readonly evaluation: Evaluation }) {
  const { figure, evaluation } = props;
  const words = useWords();
  return (
    <details className="evaluation">
      <summary>{words.t('evaluation.details', { figure: words.t(`evaluation.figure.${figure}`) })}</summary>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{words.t('evaluation.answer')}</th>
            <th scope="col">{words.t('evaluation.precision')}</th>
            <th scope="col">{words.t('evaluation.recall')}</th>
          </tr>
        </thead>
        <tbody>
          {evaluation.classes.map(({ name, precision, recall }) => (
            <tr key={name}>
              <th scope="row">{answerName(words, figure, name)}</th>
              <td title={intervalText(words, precision)}>{shareText(words, precision)}</td>
              <td title={intervalText(words, recall)}>{shareText(words, recall)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="confusions">
        {evaluation.confusions.slice(0, MOST_CONFUSIONS).map(({ wanted, got, cases }) => (
          <li key={`${wanted} ${got}`}>
            {words.t('evaluation.confusion', {
              n: cases,
              wanted: answerName(words, figure, wanted),
              got: answerName(words, figure, got),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function correctedFigures(cases: readonly CorrectedCase[]): readonly (readonly [string, Evaluation])[] {
  return CORRECTED.map((field) => [
    field,
    evaluate(cases.filter((one) => one.field === field).map(({ wanted, got }) => ({ wanted: [wanted], got }))),
  ]);
}

/** How right the desk is: over the labelled cases that ship with it, and over what the agents of this desk put right. */
export function FiguresCard() {
  const words = useWords();
  const { data } = useEngine('evaluation.corrected', {});
  const corrected = useMemo(() => correctedFigures(data ?? []), [data]);
  return (
    <Card title={words.t('evaluation.title')} text={words.t('evaluation.text')}>
      <Totals figures={SHIPPED.map((figure) => [figure, SHIPPED_FIGURES[figure]])} />
      <Classes figure="decision" evaluation={SHIPPED_FIGURES.decision} />
      <Classes figure="intent" evaluation={SHIPPED_FIGURES.intent} />
      <p className="card-text">{words.t('evaluation.corrected', { count: data?.length ?? 0 })}</p>
      {data !== undefined && data.length > 0 && <Totals figures={corrected} />}
    </Card>
  );
}
