import type { Report, TodayLine } from '../../shared/domain/report';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';
import { FigureCount } from './figure-count';
import { wordText } from './report-words';

/** Parts that are listed; the others are in the figure. */
const MOST_PARTS = 5;

function Line(props: { readonly line: TodayLine; readonly report: Report }) {
  const { line, report } = props;
  const words = useWords();
  const title = words.t(`report.today.${line.id}`, { n: report.ask.silentAfterDays });
  return (
    <tr data-line={line.id}>
      <th scope="row">{title}</th>
      <td className="figures-words">
        {line.count > 0 &&
          line.parts.slice(0, MOST_PARTS).map(({ word, value, count }) => {
            const name = wordText(words, report, word, value);
            const figure = { ...line.key, among: { ...line.key.among, [word]: value } };
            return (
              <span key={value ?? ''} className="figure-part">
                {name} <FigureCount count={count} figure={figure} title={`${title} · ${name}`} />
              </span>
            );
          })}
      </td>
      <td className="case-quiet figure-since">
        {line.oldestAt === null ? '' : words.t('queue.oldest', { when: words.moment(line.oldestAt) })}
      </td>
      <td>
        <FigureCount count={line.count} figure={line.key} title={title} strong />
      </td>
    </tr>
  );
}

/** What a lead looks at first: each line a number that opens its tickets (ui.md, "Team lead"). */
export function TodayCard(props: { readonly report: Report }) {
  const { report } = props;
  const words = useWords();
  const moment = (at: number | null): string => (at === null ? words.t('report.never') : words.moment(at));
  const pace =
    report.hoursToClear === null
      ? words.t('report.standstill')
      : words.t('report.to-clear', { n: Math.ceil(report.hoursToClear) });
  return (
    <Card title={words.t('report.today')}>
      <table className="figures" aria-label={words.t('report.today')}>
        <tbody>
          {report.today.map((line) => (
            <Line key={line.id} line={line} report={report} />
          ))}
        </tbody>
      </table>
      <p className="card-text report-foot">
        {pace} · {words.t('report.last-sync', { when: moment(report.lastSyncAt) })} ·{' '}
        {words.t('report.last-import', { when: moment(report.lastImportAt) })}
      </p>
    </Card>
  );
}
