import { NativeSelect, Switch } from '@mantine/core';
import { AGE_BANDS, BREAKDOWNS } from '../../shared/domain/report';
import type { Breakdown, BreakdownLine, Report } from '../../shared/domain/report';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';
import { FigureCount } from './figure-count';
import { bandText, wordText } from './report-words';

function Line(props: {
  readonly line: BreakdownLine;
  readonly by: Breakdown;
  readonly report: Report;
  readonly most: number;
}) {
  const { line, by, report, most } = props;
  const words = useWords();
  const name = wordText(words, report, by, line.value);
  const { from, to } = report.ask;
  const among = { [by]: line.value, ...(report.withoutReviewed ? { reviewed: '0' } : {}) };
  const key = { figure: 'unresolved' as const, from, to, among };
  const title = `${words.t('report.unresolved')} · ${name}`;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="figure-bar" aria-hidden>
        <svg viewBox="0 0 100 8" preserveAspectRatio="none">
          <rect width={(100 * line.count) / most} height="8" />
          <rect data-breached width={(100 * line.breached) / most} height="8" />
        </svg>
      </td>
      <td>
        <FigureCount
          count={line.breached}
          figure={{ ...key, among: { ...key.among, breached: '1' } }}
          title={`${title} · ${words.t('report.breached')}`}
        />
      </td>
      {by !== 'band' &&
        line.bands.map((count, band) => (
          <td key={bandText(words, band)}>
            <FigureCount
              count={count}
              figure={{ ...key, among: { ...key.among, band: String(band) } }}
              title={`${title} · ${bandText(words, band)}`}
            />
          </td>
        ))}
      <td>
        <FigureCount count={line.count} figure={key} title={title} strong />
      </td>
    </tr>
  );
}

/** What is neither done nor filed, by one word at a time, breached clocks first. */
export function UnresolvedCard(props: {
  readonly report: Report;
  readonly by: Breakdown;
  readonly onBy: (by: Breakdown) => void;
  readonly onWithoutReviewed: (without: boolean) => void;
}) {
  const { report, by } = props;
  const words = useWords();
  const lines = report.breakdowns[by];
  const most = Math.max(1, ...lines.map(({ count }) => count));
  return (
    <Card
      title={words.t('report.unresolved')}
      text={words.t('report.unresolved.text', { n: report.unresolved.count, breached: report.unresolved.breached })}
    >
      <NativeSelect
        className="report-by"
        size="xs"
        label={words.t('report.by')}
        value={by}
        data={BREAKDOWNS.map((value) => ({ value, label: words.t(`report.by.${value}`) }))}
        onChange={(event) => {
          const chosen = BREAKDOWNS.find((one) => one === event.currentTarget.value);
          if (chosen) props.onBy(chosen);
        }}
      />
      <Switch
        size="xs"
        className="report-by"
        label={words.t('report.without-reviewed')}
        checked={report.withoutReviewed}
        onChange={(event) => props.onWithoutReviewed(event.currentTarget.checked)}
      />
      <table className="figures" aria-label={`${words.t('report.unresolved')}: ${words.t(`report.by.${by}`)}`}>
        <thead>
          <tr>
            <th scope="col">{words.t(`report.by.${by}`)}</th>
            <th aria-hidden />
            <th scope="col">{words.t('report.breached')}</th>
            {by !== 'band' &&
              [...AGE_BANDS, 0].map((_, band) => (
                <th scope="col" key={bandText(words, band)}>
                  {bandText(words, band)}
                </th>
              ))}
            <th scope="col">{words.t('lead.all')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.value ?? ''} line={line} by={by} report={report} most={most} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
