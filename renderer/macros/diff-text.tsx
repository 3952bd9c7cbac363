import { diffWords } from '../../shared/domain/word-diff';
import { useWords } from '../i18n/use-words';
import { placed } from './placed';

/** Unchanged words that are left around a change, characters; what lies between is not what anybody looks for. */
const AROUND = 90;

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? 0 : AROUND;
  const tail = isLast ? 0 : AROUND;
  if (text.length <= head + tail + AROUND) return text;
  return `${text.slice(0, head)} […] ${text.slice(text.length - tail)}`;
}

/** Two texts as one: what went is struck out, what came is underlined. */
export function DiffText(props: { readonly before: string; readonly after: string; readonly language: string }) {
  const words = useWords();
  if (props.before === props.after) return <p className="macro-quiet">{words.t('macro.no-difference')}</p>;
  const parts = placed(diffWords(props.before, props.after));
  return (
    <p className="macro-diff" lang={props.language}>
      {parts.map(({ kind, text, at }, index) => {
        const key = `${kind}${at}`;
        if (kind === 'added') return <ins key={key}>{text}</ins>;
        if (kind === 'removed') return <del key={key}>{text}</del>;
        return <span key={key}>{shortened(text, index === 0, index === parts.length - 1)}</span>;
      })}
    </p>
  );
}
