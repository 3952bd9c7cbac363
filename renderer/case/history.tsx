import type { TicketView } from '../../shared/contract/views';
import { useWords } from '../i18n/use-words';
import { historySentence } from './history-sentence';

/** What the engine calls itself in the history. */
const DESK = 'desk';

/** What happened to this ticket, on what that rested and who did it, newest first. */
export function History(props: { readonly view: TicketView }) {
  const words = useWords();
  // What happened in one moment stands in its order, too.
  const entries = props.view.history.toReversed().toSorted((one, other) => other.at - one.at);
  return (
    <section className="case-part" aria-label={words.t('zone.history')}>
      <h2>{words.t('zone.history')}</h2>
      <ol className="history">
        {entries.map((entry, index) => {
          const { text, evidence } = historySentence(words, entry);
          return (
            <li key={`${entry.at}-${entries.length - index}`}>
              <time dateTime={new Date(entry.at).toISOString()}>{words.moment(entry.at)}</time>
              <span>
                <strong>{text}</strong> {evidence.join(' · ')}
                {entry.actor !== '' && <em> {entry.actor === DESK ? words.t('history.by-desk') : entry.actor}</em>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
