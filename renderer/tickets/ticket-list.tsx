import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PresenceView } from '../../shared/contract/team-work';
import type { Queue } from '../../shared/domain/ticket';
import { useDesk, useDeskState } from '../desk/desk-context';
import { openWindow } from '../desk/ticket-windows';
import { usePresence } from '../desk/use-presence';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import { BulkBar } from './bulk-bar';
import { createOwnScroll } from './own-scroll';
import { EmptyList } from './empty-list';
import { finishedSearch } from './finished-search';
import { SearchBox } from './search-box';
import { SilentProducers } from './silent-producers';
import { useRowKeys } from './row-keys';
import { TicketOption, optionId } from './ticket-option';
import { ROW_PX, useArrivals } from './use-arrivals';
import { useSelectionInSight } from './use-selection-in-sight';
import { useTicketRows } from './use-ticket-rows';
import './tickets.css';

/** The same empty list each time: a row that nobody else is on is not drawn again. */
const NOBODY: readonly PresenceView[] = [];
const NONE: readonly string[] = [];

/** What stays as it is while one goes through the list is not drawn again with each key. */
const StillSearchBox = memo(SearchBox);
const StillBulkBar = memo(BulkBar);

/** Rows that are drawn beyond either end of what is in sight: half a turn of the wheel. */
const OVERSCAN_ROWS = 3;

/** The middle column. Mounted anew for each queue, so that scroll and pages start fresh. */
export function TicketList(props: { readonly queue: Queue }) {
  const desk = useDesk();
  const words = useWords();
  const selected = useDeskState((state) => state.selected);
  const marked = useDeskState((state) => state.marked);
  const scroller = useRef<HTMLDivElement>(null);
  const kept = useMemo(() => (selected === null ? marked : [selected, ...marked]), [selected, marked]);
  const { rows, loading, error, found, isLate, isCut, list, ensure } = useTicketRows(props.queue, kept);
  const isSearch = found !== null;
  const { ids, total } = rows;
  const present = usePresence();
  const selectedAt = selected === null ? -1 : rows.placeOf(selected);
  const [ownScroll] = useState(createOwnScroll);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    observeElementOffset: ownScroll.observe,
    // aria-activedescendant must name an element that exists, however far the agent scrolled.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return selectedAt >= 0 && !inSight.includes(selectedAt) ? [...inSight, selectedAt] : inSight;
    },
  });
  const arrivals = useArrivals(scroller, { virtual, ownScroll }, rows, list);
  const items = virtual.getVirtualItems();
  const keyAt = useRowKeys(isSearch, items, rows);
  const first = items[0]?.index ?? 0;
  const last = items.reduce((most, item) => (item.index === selectedAt ? most : Math.max(most, item.index)), first);

  useEffect(() => ensure(first, last), [ensure, first, last]);
  useEffect(() => {
    // Until what is typed is answered, no key goes through the rows that still stand there.
    const isAnswered = (): boolean => finishedSearch(desk.store.get().search.trim()) === (found ?? '');
    desk.rows = { ids: () => (isAnswered() ? ids : NONE) };
  }, [desk, ids, found]);

  const entered = useRef(false);
  useEffect(() => {
    if (loading || entered.current) return;
    entered.current = true;
    document.documentElement.dataset['ready'] = 'true';
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
    // Whoever waits for the list hears of it (the preload, in a microtask) before the first ticket and the dialogs are drawn.
    queueMicrotask(() => {
      // Entering a queue selects its first ticket, so that work can start; later arrivals never do.
      if (desk.store.get().selected === null && ids[0] !== undefined) desk.select(ids[0]);
      desk.store.set({ listed: true });
    });
  }, [loading, ids, desk]);

  useSelectionInSight({ scroller, virtual, ownScroll, rows, list, selected, onScroll: arrivals.onScroll });

  // One function for all rows: those whose ticket stays as it is are not drawn again.
  const choose = useCallback(
    (ticket: string) => {
      desk.select(ticket);
      scroller.current?.focus({ preventScroll: true });
    },
    [desk],
  );

  const openTwice = useCallback((ticket: string) => void openWindow(desk, ticket), [desk]);

  return (
    <section className="list" aria-label={words.t('zone.list')}>
      <header className="list-head">
        <StillSearchBox />
        <p className="list-title">
          <strong>{isSearch ? words.t('search.results') : words.t(`queue.${props.queue}`)}</strong>
          <span>{countText(words, { total, isCut, isLate })}</span>
        </p>
      </header>
      {props.queue === 'waiting.producer' && !isSearch && <SilentProducers />}
      {arrivals.count > 0 && (
        <button
          type="button"
          className="pill"
          onClick={() => {
            arrivals.show();
            scroller.current?.focus({ preventScroll: true });
          }}
        >
          {words.t('list.new', { count: arrivals.count })}
        </button>
      )}
      <div
        ref={scroller}
        className="list-scroll"
        // <select> cannot hold rows with parts, nor be virtual.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="listbox"
        aria-label={words.t('zone.tickets')}
        aria-activedescendant={selected !== null && selectedAt >= 0 ? optionId(selected) : undefined}
        aria-busy={loading || isLate}
        data-zone="list"
        data-found={found ?? undefined}
        tabIndex={0}
        onScroll={arrivals.onScroll}
      >
        <div role="presentation" className="list-sheet" style={{ height: virtual.getTotalSize() + arrivals.extraPx }}>
          {items.map((item) => {
            const row = rows.at(item.index);
            if (row === undefined) {
              return (
                <div
                  key={keyAt(item.index)}
                  role="presentation"
                  className="ticket ticket-waiting"
                  style={{ transform: `translateY(${item.start}px)` }}
                />
              );
            }
            return (
              <TicketOption
                key={keyAt(item.index)}
                row={row}
                top={item.start}
                position={item.index}
                total={total}
                selected={row.id === selected}
                marked={marked.includes(row.id)}
                present={present.get(row.id) ?? NOBODY}
                onSelect={choose}
                onOpen={openTwice}
              />
            );
          })}
        </div>
      </div>
      {total === 0 && <EmptyList queue={props.queue} loading={loading} error={error} searching={isSearch} />}
      <StillBulkBar rows={rows} />
    </section>
  );
}

function countText(
  words: Words,
  of: { readonly total: number; readonly isCut: boolean; readonly isLate: boolean },
): string {
  if (of.isLate) return words.t('search.late');
  return of.isCut ? words.t('list.at-least', { n: of.total }) : words.t('list.count', { count: of.total });
}
