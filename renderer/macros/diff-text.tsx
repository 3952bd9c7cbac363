import { diffWords } from '../../shared/domain/word-diff';
import { useWords } from '../i18n/use-words';
import { placed } from './placed';

/** Two texts as one: what went is struck out, what came is underlined. */
export function DiffText(props: { readonly before: string; readonly after: string; readonly language: string }) {
  const words = useWords();
  if (props.before === props.after) return <p className="macro-quiet">{words.t('macro.no-difference')}</p>;
  return (
    <p className="macro-diff" lang={props.language}>
      {placed(diffWords(props.before, props.after)).map(({ kind, text, at }) => {
        const key = `${kind}${at}`;
        if (kind === 'added') return <ins key={key}>{text}</ins>;
        if (kind === 'removed') return <del key={key}>{text}</del>;
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
