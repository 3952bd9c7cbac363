import { IconAlertTriangle } from '@tabler/icons-react';
import type { MacroProblem } from '../../shared/domain/macro-check';
import { useWords } from '../i18n/use-words';

/** What keeps a text from going live, each with its place. */
export function ProblemList(props: { readonly problems: readonly MacroProblem[] }) {
  const words = useWords();
  if (props.problems.length === 0) return null;
  return (
    <ul className="macro-problems" aria-label={words.t('macro.problems')}>
      {props.problems.map(({ kind, part, value, line }) => (
        <li key={`${kind} ${part} ${value} ${String(line)}`}>
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
          <span>
            <strong>
              {line === null
                ? words.t(`macro.part.${part}`)
                : words.t('macro.at-line', { part: words.t(`macro.part.${part}`), line })}
            </strong>{' '}
            {words.t(`macro.problem.${kind}`, { value })}
          </span>
        </li>
      ))}
    </ul>
  );
}
