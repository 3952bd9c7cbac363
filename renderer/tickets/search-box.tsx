import { IconSearch } from '@tabler/icons-react';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { SearchNotes } from './search-notes';
import './search-box.css';

/** Where tickets are sought, with what of the query was not understood. */
export function SearchBox() {
  const desk = useDesk();
  const words = useWords();
  const search = useDeskState((state) => state.search);
  return (
    <>
      <div className="search">
        <IconSearch size={15} stroke={1.8} aria-hidden />
        <input
          type="search"
          data-zone="search"
          aria-label={words.t('search.label')}
          placeholder={words.t('search.placeholder')}
          value={search}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => desk.store.set({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              desk.store.set({ search: '' });
            }
            if (event.key === 'Enter' || event.key === 'ArrowDown') {
              event.preventDefault();
              document.querySelector<HTMLElement>('[data-zone="list"]')?.focus();
              if (event.key === 'ArrowDown') desk.moveBy(1);
            }
          }}
        />
        <kbd aria-hidden>/</kbd>
      </div>
      <SearchNotes typed={search} now={desk.now()} quiet={false} />
    </>
  );
}
