import { useEffect, useRef } from 'react';
import type { FigureKey, Report } from '../../shared/domain/report';
import { dayText } from '../../shared/domain/report-periods';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';
import { FigureCount } from './figure-count';
import { tookText } from './report-words';

const HEIGHT = 120;
const STEP = 24;
/** What moves tickets, as a figure and in each line, in the order of the columns. */
const MOVED = [
  ['came-in', 'cameIn'],
  ['resolved', 'resolved'],
  ['no-answer', 'noAnswer'],
] as const;
/** Longer tables are folded away under their chart. */
const MOST_OPEN = 14;

/** Bars of what came in and was resolved, and a line for what was left; the table below says the same. */
function Chart(props: { readonly report: Report; readonly label: string }) {
  const { volume } = props.report;
  const most = Math.max(1, ...volume.flatMap((line) => [line.cameIn, line.resolved]));
  const mostLeft = Math.max(1, ...volume.map(({ backlog }) => backlog));
  const y = (value: number, of: number): number => HEIGHT - (value / of) * (HEIGHT - 6);
  const line = volume.map(({ backlog }, index) => `${index * STEP + STEP / 2},${y(backlog, mostLeft)}`).join(' ');
  return (
    <svg
      className="volume-chart"
      // A drawing of its own is no file that an img could show.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${volume.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {volume.map(({ from, cameIn, resolved }, index) => (
        <g key={from}>
          <rect
            data-bar="came-in"
            x={index * STEP + 3}
            y={y(cameIn, most)}
            width="8"
            height={HEIGHT - y(cameIn, most)}
          />
          <rect
            data-bar="resolved"
            x={index * STEP + 12}
            y={y(resolved, most)}
            width="8"
            height={HEIGHT - y(resolved, most)}
          />
        </g>
      ))}
      <polyline points={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** How many came in, were resolved and were left, and how long first answers and resolutions took, counted apart. */
export function VolumeCard(props: { readonly report: Report }) {
  const { report } = props;
  const words = useWords();
  const numbers = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // Paper cannot be unfolded.
    const unfold = (): void => {
      if (numbers.current) numbers.current.open = true;
    };
    window.addEventListener('beforeprint', unfold);
    return () => window.removeEventListener('beforeprint', unfold);
  }, []);
  const whole = { from: report.ask.from, to: report.ask.to };
  const key = (figure: 'came-in' | 'resolved' | 'no-answer' | 'first-answer', range: typeof whole): FigureKey => ({
    figure,
    from: range.from,
    to: range.to,
    among: {},
  });
  // The team's days, whatever zone this machine is in.
  const day = (at: number): string => words.day(Date.parse(`${dayText(at, report.timeZone)}T12:00:00`));
  const span = ({ from, to }: typeof whole): string => {
    const [first, last] = [day(from), day(to - 1)];
    return first === last ? first : `${first} – ${last}`;
  };
  return (
    <Card title={words.t('report.volume')}>
      <table className="figures" aria-label={words.t('report.times')}>
        <thead>
          <tr>
            <th scope="col">{words.t('report.times')}</th>
            <th scope="col">{words.t('report.tickets')}</th>
            <th scope="col">{words.t('report.median')}</th>
            <th scope="col">{words.t('report.p90')}</th>
          </tr>
        </thead>
        <tbody>
          {(['first-answer', 'resolution'] as const).map((what) => {
            const spread = what === 'resolution' ? report.resolution : report.firstAnswer;
            return (
              <tr key={what}>
                <th scope="row">{words.t(`report.${what}`)}</th>
                <td>
                  <FigureCount
                    count={spread.count}
                    figure={key(what === 'resolution' ? 'resolved' : what, whole)}
                    title={words.t(`report.${what}`)}
                  />
                </td>
                <td>{tookText(words, spread.median)}</td>
                <td>{tookText(words, spread.p90)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Chart report={report} label={words.t('report.volume.chart')} />
      <p className="chart-legend" aria-hidden>
        {(['came-in', 'resolved', 'backlog'] as const).map((bar) => (
          <span key={bar} data-bar={bar}>
            {words.t(`report.${bar}`)}
          </span>
        ))}
      </p>
      <details ref={numbers} className="evaluation" open={report.volume.length <= MOST_OPEN}>
        <summary>{words.t('report.numbers')}</summary>
        <table className="figures" aria-label={words.t('report.volume')}>
          <thead>
            <tr>
              <th scope="col">{words.t('report.span')}</th>
              {(['came-in', 'resolved', 'no-answer', 'backlog'] as const).map((column) => (
                <th scope="col" key={column}>
                  {words.t(`report.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.volume.map((line) => (
              <tr key={line.from}>
                <th scope="row">{span(line)}</th>
                {MOVED.map(([figure, count]) => (
                  <td key={figure}>
                    <FigureCount
                      count={line[count]}
                      figure={key(figure, line)}
                      title={`${words.t(`report.${figure}`)} · ${span(line)}`}
                    />
                  </td>
                ))}
                <td>{line.backlog}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.t('lead.all')}</th>
              {MOVED.map(([figure, count]) => (
                <td key={figure}>
                  <FigureCount
                    count={report[count]}
                    figure={key(figure, whole)}
                    title={words.t(`report.${figure}`)}
                    strong
                  />
                </td>
              ))}
              <td>{report.volume.at(-1)?.backlog ?? 0}</td>
            </tr>
          </tfoot>
        </table>
      </details>
    </Card>
  );
}
