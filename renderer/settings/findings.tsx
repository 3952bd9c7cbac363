import type { Finding } from '../../shared/contract/views';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { useWords } from '../i18n/use-words';

const SIGNS = { ok: '✓', warning: '!', error: '✕' } as const;

/** Findings of a check, each with what to do. */
export function Findings(props: { readonly findings: readonly Finding[] }) {
  const words = useWords();
  if (props.findings.length === 0) return null;
  return (
    <ul className="report" aria-label={words.t('findings.label')}>
      {props.findings.map((finding) => (
        <li key={finding.id} data-severity={finding.severity}>
          <span aria-hidden>{SIGNS[finding.severity]}</span>
          <span>
            {finding.failure === undefined ? (
              `${finding.text} ${finding.severity === 'ok' ? '' : finding.do}`
            ) : (
              <FailureText of={explainFailure(finding.failure)} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
