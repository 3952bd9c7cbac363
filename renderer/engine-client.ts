import { QueryClient, keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ImportsView } from '../shared/contract/imports';
import type { UseQueryResult } from '@tanstack/react-query';
import type { EngineMethod, ParamsOf, ResultOf } from '../shared/contract/engine-api';
import type { DeskStatus } from '../shared/contract/views';
import type { SportelloWindow } from '../shared/contract/shell-api';
import { SportelloError } from '../shared/contract/errors';
import { sportello } from './sportello';

/** True for "the engine went away": the only failure that asking again can heal. */
export function isEngineGone(error: unknown): boolean {
  return error instanceof SportelloError && error.code === 'engine-gone';
}

/** The cache of what the engine answered. It never guesses staleness: the engine's events say what to ask again. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // A gone engine comes back by itself and its link event invalidates everything; anything else is shown.
        retry: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** One question to the engine, as the cache knows it. */
export function askEngine<M extends EngineMethod>(
  engine: SportelloWindow['engine'],
  method: M,
  params: ParamsOf<M>,
): { readonly queryKey: readonly [M, ParamsOf<M>]; readonly queryFn: () => Promise<ResultOf<M>> } {
  return { queryKey: [method, params], queryFn: () => engine.call(method, params) };
}

/**
 * Asks the engine and keeps the answer until an event says otherwise.
 */
export function useEngine<M extends EngineMethod>(
  method: M,
  params: ParamsOf<M>,
  options: {
    readonly enabled?: boolean;
    readonly keepPrevious?: boolean;
  } = {},
): UseQueryResult<ResultOf<M>> {
  const asked = askEngine(sportello().engine, method, params);
  return useQuery<ResultOf<M>>({
    ...asked,
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** What purchases, catalogue and Club data answer: another import, another answer. */
const PURCHASE_METHODS: readonly EngineMethod[] = [
  'purchases.about',
  'products.list',
  'products.open',
  'senders.about',
];
/** What is asked of one ticket. */
const TICKET_METHODS: readonly EngineMethod[] = ['tickets.open', 'purchases.about', 'senders.about'];
const MACRO_METHODS: readonly EngineMethod[] = ['macros.overview', 'macros.open', 'macros.list'];
/** What is asked of all tickets; a colleague's new label, or another ticket of a case, comes with a ticket that changed. */
const LIST_METHODS: readonly EngineMethod[] = [
  'tickets.page',
  'tickets.search',
  'tickets.case',
  'tickets.joinable',
  'labels.list',
  'tickets.atWork',
  'team.colleagues',
  'report.tickets',
  'senders.list',
  'notices.list',
  'escalations.silent',
];

/**
 * Turns the engine's events into questions to ask again, as long as the window lives.
 * `onLink` hears the engine going and coming back.
 */
export function followEngine(
  queries: QueryClient,
  engine: SportelloWindow['engine'],
  onLink: (link: 'up' | 'down') => void,
): void {
  const ask = (method: EngineMethod): void => void queries.invalidateQueries({ queryKey: [method] });
  engine.on('tickets.changed', ({ tickets }) => {
    for (const method of LIST_METHODS) ask(method);
    for (const method of TICKET_METHODS) {
      if (tickets === null) ask(method);
      else for (const ticket of tickets) void queries.invalidateQueries({ queryKey: [method, { ticket }] });
    }
  });
  // It comes with `tickets.changed`, which asks for the lists.
  engine.on('queues.changed', () => {
    ask('products.list');
    ask('products.open');
    ask('queues.counts');
  });
  engine.on('presence.changed', () => ask('presence.of'));
  engine.on('told.changed', () => ask('told.list'));
  engine.on('proposals.changed', () => ask('notices.proposals'));
  engine.on('outbox.changed', ({ tickets }) => {
    ask('outbox.list');
    ask('escalations.silent');
    ask('desk.status');
    ask('desk.health');
    for (const ticket of tickets) void queries.invalidateQueries({ queryKey: ['tickets.open', { ticket }] });
  });
  engine.on('desk.status', (status) => {
    const before = queries.getQueryData<DeskStatus>(['desk.status', {}]);
    queries.setQueryData(['desk.status', {}], status);
    if (before?.lastImportAt !== status.lastImportAt) for (const method of PURCHASE_METHODS) ask(method);
    ask('quarantine.list');
    ask('desk.health');
    ask('team.membership');
  });
  engine.on('copies.changed', () => {
    ask('copies.list');
    ask('desk.health');
  });
  engine.on('imports.changed', ({ running }) => {
    queries.setQueryData<ImportsView>(['imports.list', {}], (known) => known && { ...known, running });
    // while one goes on, the list stays as it is
    if (running !== null) return;
    ask('imports.list');
    ask('purchases.settings');
  });
  engine.on('hotmart.changed', () => {
    ask('hotmart.state');
    ask('desk.health');
  });
  engine.on('macros.changed', () => {
    for (const method of MACRO_METHODS) ask(method);
  });
  engine.onLink((link) => {
    onLink(link);
    if (link === 'up') void queries.invalidateQueries();
  });
}
