import type { HistoryEntry, TicketView } from '../../shared/contract/views';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';

/** What the engine calls itself in the history. */
const DESK = 'desk';

/** Values of an entry in words: decisions and states have names of their own. */
function values(words: Words, entry: HistoryEntry): Record<string, string | number> {
  const spoken = Object.entries(entry.detail)
    // Who did it stands behind it already.
    .filter(([, value]) => value !== null && value !== '' && value !== entry.actor)
    .map(([name, value]): [string, string | number] => {
      const named =
        typeof value === 'string' ? [`decision.${value}`, `state.${value}`, `intent.${value}`, `queue.${value}`] : [];
      const key = named.find((candidate) => words.has(candidate));
      if (name === 'rule' && typeof value === 'number') return [name, words.t('history.row', { n: value })];
      return [name, key === undefined ? (value ?? '–') : words.t(key)];
    });
  return { actor: entry.actor, ...Object.fromEntries(spoken) };
}

/** What happened to this ticket and who did it, newest first. */
export function History(props: { readonly view: TicketView }) {
  const words = useWords();
  const entries = props.view.history.toSorted((one, other) => other.at - one.at);
  return (
    <section className="case-part" aria-label={words.t('zone.history')}>
      <h2>{words.t('zone.history')}</h2>
      <ol className="history">
        {entries.map((entry, index) => {
          const said = values(words, entry);
          const about = Object.entries(said)
            .filter(([name]) => name !== 'actor' && name !== 'act')
            .map(([, value]) => value)
            .join(' · ');
          return (
            <li key={`${entry.at}-${entries.length - index}`}>
              <time dateTime={new Date(entry.at).toISOString()}>{words.moment(entry.at)}</time>
              <span>
                <strong>{words.t(`history.${entry.detail['act'] ?? entry.kind}`)}</strong> {about}
                {entry.actor !== '' && <em> {entry.actor === DESK ? words.t('history.by-desk') : entry.actor}</em>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
