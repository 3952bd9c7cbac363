import type { FindingSaid } from '../../shared/contract/finding-words';
import type { Finding } from '../../shared/contract/views';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';

const SIGNS = { ok: '✓', warning: '!', error: '✕' } as const;

/** What was found, and what to do where anything is to be done. */
function sayFinding(words: Words, { word, values }: FindingSaid): string {
  const named = { ...values };
  const filled = 'at' in named ? { ...named, at: words.moment(Number(named.at)) } : named;
  const keys = [`finding.${word}`, `finding.${word}.do`].filter((key) => words.has(key));
  return keys.map((key) => words.t(key, filled)).join(' ');
}

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
            {finding.mailbox !== undefined && <strong>{finding.mailbox}: </strong>}
            {finding.failure === undefined ? (
              sayFinding(words, finding.said)
            ) : (
              <FailureText of={explainFailure(finding.failure)} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
