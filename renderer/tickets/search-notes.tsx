import { parseSearch } from '../../shared/domain/search-query';
import type { SearchNote } from '../../shared/domain/search-query';
import { localCalendar } from '../../shared/local-calendar';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';

/** Lines under the box: more would push the tickets down while one types. */
const MOST_NOTES = 2;

function sentence(note: SearchNote, t: Words['t']): string {
  return t(`search.note.${note.kind}`, { typed: note.typed, name: note.kind === 'no-filter' ? note.name : '' });
}

/** What of the query was not understood, under the search box. `quiet`: the piece is still being chosen from a list. */
export function SearchNotes(props: { readonly typed: string; readonly now: number; readonly quiet: boolean }) {
  const words = useWords();
  const notes = props.quiet ? [] : parseSearch(props.typed, localCalendar(props.now)).notes;
  const sentences = [...new Set(notes.map((note) => sentence(note, words.t)))].slice(0, MOST_NOTES);
  return (
    // It stands there while it is empty: a screen reader tells only what changes in a place that it knows.
    <div className="search-notes" aria-live="polite">
      {sentences.map((said) => (
        <p key={said}>{said}</p>
      ))}
    </div>
  );
}
