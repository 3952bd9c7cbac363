import { createContext, useContext } from 'react';
import type { FigureKey } from '../../shared/domain/report';
import { useWords } from '../i18n/use-words';

/** A figure that somebody wants to see the tickets of. */
export type OpenedFigure = { readonly key: FigureKey; readonly title: string };

const OpenFigure = createContext<(figure: OpenedFigure) => void>(() => undefined);

/** Who opens the figures below. */
export const FigureOpener = OpenFigure.Provider;

/** A number that opens its very tickets; nothing to press where it is none. */
export function FigureCount(props: {
  readonly count: number;
  readonly figure: FigureKey;
  /** What it counts, for the voice and as the title of the list. */
  readonly title: string;
  readonly strong?: boolean;
}) {
  const { count, figure, title } = props;
  const words = useWords();
  const open = useContext(OpenFigure);
  const text = new Intl.NumberFormat(words.language).format(count);
  if (count === 0) return <span className="figure-none">{text}</span>;
  return (
    <button
      type="button"
      className="figure-count"
      data-strong={props.strong}
      aria-label={words.t('report.open', { n: text, title })}
      onClick={() => open({ key: figure, title })}
    >
      {text}
    </button>
  );
}
