import type { Among, ProducerLine, Report } from '../../shared/domain/report';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { FigureCount } from './figure-count';
import { percentText, tookText, wordText } from './report-words';

/** Against the range before: later, sooner, or as late; a dash where there is nothing to compare. */
function trendText(words: Words, { answer, before }: ProducerLine): string {
  if (answer.median === null || before === null) return '–';
  if (answer.median === before) return words.t('report.trend.same');
  const by = tookText(words, Math.abs(answer.median - before));
  return words.t(answer.median > before ? 'report.trend.later' : 'report.trend.sooner', { by });
}

/** Producers by how late they deliver access; those of too few cases are listed and not judged. */
export function ProducersCard(props: { readonly report: Report }) {
  const { report } = props;
  const words = useWords();
  if (report.producers.length === 0) return null;
  const { from, to, silentAfterDays } = report.ask;
  const heads = ['cases', 'median', 'p90', 'silent', 'twice', 'trend'] as const;
  return (
    <Card title={words.t('report.producers')} text={words.t('report.producers.text', { n: silentAfterDays })}>
      <table className="figures" aria-label={words.t('report.producers')}>
        <thead>
          <tr>
            <th scope="col">{words.t('report.by.producer')}</th>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {words.t(`report.${head}`, { n: silentAfterDays })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.producers.map((line) => {
            const name = wordText(words, report, 'producer', line.producer);
            const key = (among: Among) => ({
              figure: 'producers' as const,
              from,
              to,
              among: { producer: line.producer, ...among },
            });
            return (
              <tr key={line.producer}>
                <th scope="row">{name}</th>
                <td>
                  <FigureCount
                    count={line.cases}
                    figure={key({})}
                    title={`${words.t('report.cases')} · ${name}`}
                    strong
                  />
                </td>
                {line.judged === 'too-few' ? (
                  <td colSpan={2} className="case-quiet">
                    {words.t('report.too-few')}
                  </td>
                ) : (
                  <>
                    <td>{tookText(words, line.answer.median)}</td>
                    <td>{tookText(words, line.answer.p90)}</td>
                  </>
                )}
                <td>
                  <FigureCount
                    count={line.silent}
                    figure={key({ silent: '1' })}
                    title={`${words.t('report.silent', { n: silentAfterDays })} · ${name}`}
                  />{' '}
                  {line.judged === 'ranked' && (
                    <span className="case-quiet">{percentText(words, line.silent, line.cases)}</span>
                  )}
                </td>
                <td>
                  <FigureCount
                    count={line.twice}
                    figure={key({ twice: '1' })}
                    title={`${words.t('report.twice')} · ${name}`}
                  />
                </td>
                <td>{line.judged === 'ranked' ? trendText(words, line) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
