import { AGREEMENTS } from '../../shared/domain/earned';
import type { Report } from '../../shared/domain/report';
import { Card } from '../desk/page';
import { useWords } from '../i18n/use-words';
import { FigureCount } from './figure-count';
import { percentText, wordText } from './report-words';

/** Why tickets have no purchase. */
export function UnmatchedCard(props: { readonly report: Report }) {
  const { report } = props;
  const words = useWords();
  const { from, to } = report.ask;
  if (report.unmatched.length === 0) return null;
  const lines = [...report.unmatched].sort((one, other) => other.count - one.count);
  return (
    <Card title={words.t('report.unmatched')}>
      <table className="figures" aria-label={words.t('report.unmatched')}>
        <tbody>
          {lines.map(({ words: { reason = null }, count }) => {
            const name = wordText(words, report, 'reason', reason);
            return (
              <tr key={reason}>
                <th scope="row">{name}</th>
                <td>
                  <FigureCount
                    count={count}
                    figure={{ figure: 'unmatched', from, to, among: { reason } }}
                    title={name}
                    strong
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** How often agents changed what was suggested first, by the row of the decision table. */
export function AgreementCard(props: { readonly report: Report }) {
  const { report } = props;
  const words = useWords();
  const { from, to } = report.ask;
  if (report.agreement.length === 0) return null;
  return (
    <Card title={words.t('report.agreement')} text={words.t('report.agreement.text')}>
      <table className="figures" aria-label={words.t('report.agreement')}>
        <thead>
          <tr>
            <th scope="col">{words.t('report.by.decision')}</th>
            <th scope="col">{words.t('report.changed')}</th>
            {AGREEMENTS.map((agreement) => (
              <th scope="col" key={agreement}>
                {words.t(`report.agreement.${agreement}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.agreement.map((line) => {
            const name = wordText(words, report, 'decision', line.decision);
            return (
              <tr key={line.decision}>
                <th scope="row">
                  {name} <span className="case-quiet">{words.t('report.row', { n: line.rule })}</span>
                </th>
                <td>{percentText(words, line.changed, line.all)}</td>
                {AGREEMENTS.map((agreement) => (
                  <td key={agreement}>
                    <FigureCount
                      count={line.byAgreement[agreement] ?? 0}
                      figure={{ figure: 'agreement', from, to, among: { decision: line.decision, agreement } }}
                      title={`${name} · ${words.t(`report.agreement.${agreement}`)}`}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** Tickets that each agent answered: for leads only, by name, never ranked (ui.md, "Team lead"). */
export function AgentsCard(props: { readonly report: Report }) {
  const { report } = props;
  const words = useWords();
  const { from, to } = report.ask;
  if (report.agents === null || report.agents.length === 0) return null;
  return (
    <Card title={words.t('report.agents')} text={words.t('report.agents.text')}>
      <table className="figures" aria-label={words.t('report.agents')}>
        <tbody>
          {report.agents.map(({ agent, count }) => (
            <tr key={agent}>
              <th scope="row">{agent}</th>
              <td>
                <FigureCount count={count} figure={{ figure: 'answered', from, to, among: { agent } }} title={agent} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
