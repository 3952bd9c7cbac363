import { useEffect } from 'react';
import { askEngine } from '../engine-client';
import type { Desk } from './desk';

/** The selection has stood for so long, ms: who holds the key down wants none of the tickets on the way. */
const SETTLED_MS = 60;

/**
 * Asks for the tickets above and below the open one while the agent reads it, with all that their first frame shows: the
 * next key finds them here. What changes meanwhile is asked for again (`followEngine` says what is out of date).
 */
export function useReadAhead(desk: Desk): void {
  useEffect(() => {
    let pause: ReturnType<typeof setTimeout> | undefined;
    let selected = desk.store.get().selected;
    const read = (): void => {
      const ids = desk.rows.ids();
      const at = selected === null ? -1 : ids.indexOf(selected);
      if (at < 0) return;
      for (const ticket of [ids[at + 1], ids[at - 1]]) if (ticket !== undefined) readTicket(desk, ticket);
    };
    const readSoon = (): void => {
      clearTimeout(pause);
      pause = setTimeout(read, SETTLED_MS);
    };
    const stopStore = desk.store.subscribe(() => {
      if (desk.store.get().selected === selected) return;
      selected = desk.store.get().selected;
      readSoon();
    });
    const stopEngine = desk.engine.on('tickets.changed', readSoon);
    readSoon();
    return () => {
      stopStore();
      stopEngine();
      clearTimeout(pause);
    };
  }, [desk]);
}

/** A failure is shown where the ticket is opened: then it is asked for again. */
function readTicket({ queries, engine }: Desk, ticket: string): void {
  void queries.prefetchQuery(askEngine(engine, 'tickets.open', { ticket }));
  void queries.prefetchQuery(askEngine(engine, 'purchases.about', { ticket }));
  void queries.prefetchQuery(askEngine(engine, 'drafts.open', { draft: ticket }));
  void queries.prefetchQuery(askEngine(engine, 'tickets.case', { ticket }));
}
