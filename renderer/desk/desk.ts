import type { QueryClient } from '@tanstack/react-query';
import type { SportelloWindow } from '../../shared/contract/shell-api';
import type { TicketView } from '../../shared/contract/views';
import { createTypedWords } from '../composer/typed-words';
import type { TypedWords } from '../composer/typed-words';
import { followEngine } from '../engine-client';
import { FRESH_TICKET, firstState } from './desk-state';
import type { DeskState, Page, Sentence, Toast } from './desk-state';
import type { OtherWindows } from './other-windows';
import { createPressGuard } from './press-guard';
import type { PressGuard } from './press-guard';
import { createStore } from './store';
import type { Store } from './store';
import { createUndoStack } from './undo-stack';
import type { UndoStack } from './undo-stack';
import { explainError } from './explain-error';
import { inDesk } from './ticket-windows';

/** How long a toast without a countdown stays, ms. */
const TOAST_MS = 6_000;
/** Of `localStorage`, which all windows share. */
export const SINGLE_KEYS = 'sportello.single-keys';

/** The rows that the ticket list shows now, in its order; the list registers itself here. */
export type Rows = {
  readonly ids: () => readonly string[];
};

/** The window's state and the few verbs that everything else is made of. */
export type Desk = {
  readonly engine: SportelloWindow['engine'];
  readonly shell: SportelloWindow['shell'];
  readonly queries: QueryClient;
  readonly store: Store<DeskState>;
  readonly guard: PressGuard;
  readonly blocks: UndoStack;
  readonly now: () => number;
  /** The ticket that this window was opened for; null: it is the desk's own. */
  readonly ticket: string | null;
  readonly others: OtherWindows;
  readonly words: TypedWords;
  /** When the window of a ticket began, and again when it first had the focus, epoch ms; null in the desk's own. */
  openedAt: number | null;
  rows: Rows;
  /** A reply that the engine has not recorded yet; Undo waits for it, or it would take back what was done before. */
  underWay: Promise<unknown> | null;
  /** The window of a ticket has no pages: there the desk shows it, and comes to the front. */
  readonly goTo: (page: Page) => void;
  /** The window of a ticket stays on it. */
  readonly select: (ticket: string | null) => void;
  /** Selects the row `step` rows further; stays at the ends. */
  readonly moveBy: (step: number) => void;
  /** Leaves this ticket for the next one below, else above, else none. */
  readonly advanceFrom: (ticket: string) => void;
  readonly open: () => TicketView | undefined;
  /** Revision to name in a write: the newest one this window has seen of that ticket. */
  readonly revisionOf: (ticket: string) => number;
  readonly sawRevision: (ticket: string, revision: number) => void;
  readonly toast: (toast: {
    readonly sentence: Sentence;
    readonly detail?: Sentence;
    readonly technical?: string | null;
    readonly tone?: Toast['tone'];
    readonly block?: string;
    /** End of an undo window, epoch ms: counts down. */
    readonly until?: number;
    /** How long it stays without a countdown, ms. */
    readonly lasts?: number;
  }) => void;
  readonly dropToast: (id: string) => void;
  /** Shows an expected failure as a sentence with what to do; anything else is thrown on. */
  readonly complain: (error: unknown) => void;
  readonly undo: (block?: string) => Promise<void>;
  readonly setSingleKeys: (on: boolean) => void;
};

/** Builds the desk around the two ends the preload hands over. `now` is epoch ms; `ticket` as in `ShellState`. */
export function createDesk(
  world: SportelloWindow,
  queries: QueryClient,
  now: () => number,
  { ticket, others }: { readonly ticket: string | null; readonly others: OtherWindows },
): Desk {
  const store = createStore<DeskState>(firstState(localStorage.getItem(SINGLE_KEYS) !== 'off', ticket));
  const revisions = new Map<string, number>();
  // For good, and before anything is asked: an event that comes between an answer and its drawing counts too.
  followEngine(queries, world.engine, (link) => store.set({ link }));
  let toasts = 0;

  const desk: Desk = {
    engine: world.engine,
    shell: world.shell,
    queries,
    store,
    guard: createPressGuard(),
    blocks: createUndoStack(),
    now,
    ticket,
    others,
    words: createTypedWords(world.engine, queries, (error) => desk.complain(error)),
    openedAt: ticket === null ? null : now(),
    rows: { ids: () => [] },
    underWay: null,
    goTo: (page) => {
      if (ticket !== null) {
        inDesk(desk, `go.${page}`);
        return;
      }
      // Asked for once more, a queue stays on its ticket: its list is there already and will select nothing anew.
      const here = page === store.get().page;
      const selected = here ? (store.get().selected ?? desk.rows.ids()[0] ?? null) : null;
      store.set({ page, selected, search: '', marked: [], dialog: null, about: null, ...(here ? {} : FRESH_TICKET) });
    },
    select: (wanted) => {
      if (ticket !== null || wanted === store.get().selected) return;
      store.set({ selected: wanted, ...FRESH_TICKET });
    },
    moveBy: (step) => {
      const ids = desk.rows.ids();
      if (ids.length === 0) return;
      const at = ids.indexOf(store.get().selected ?? '');
      const to = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + step));
      desk.select(ids[to] ?? null);
    },
    advanceFrom: (left) => {
      const ids = desk.rows.ids();
      const at = ids.indexOf(left);
      desk.guard.advanced();
      if (ticket !== null && ticket === left) {
        // A window that stays on its ticket begins with it anew: what was confirmed or chosen was for the mail that went, and what
        // is pressed once more is pressed as late as on another ticket.
        desk.guard.shown(ticket, now());
        store.set(FRESH_TICKET);
      }
      if (store.get().selected === left) desk.select(ids[at + 1] ?? (at > 0 ? ids[at - 1] : null) ?? null);
    },
    open: () => {
      const { selected } = store.get();
      if (selected === null) return undefined;
      return queries.getQueryData<TicketView>(['tickets.open', { ticket: selected }]);
    },
    revisionOf: (of) => {
      const view = queries.getQueryData<TicketView>(['tickets.open', { ticket: of }]);
      return Math.max(view?.row.revision ?? 0, revisions.get(of) ?? 0);
    },
    sawRevision: (of, revision) => void revisions.set(of, revision),
    toast: ({ sentence, detail, technical, tone, block, until, lasts }) => {
      toasts += 1;
      const toast: Toast = {
        id: `toast-${toasts}`,
        tone: tone ?? 'plain',
        sentence,
        detail: detail ?? null,
        technical: technical ?? null,
        block: block ?? null,
        until: until ?? now() + (lasts ?? TOAST_MS),
        countsDown: until !== undefined,
      };
      store.set((state) => ({ toasts: [...state.toasts.slice(-3), toast] }));
    },
    dropToast: (id) => store.set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
    complain: (error) => {
      desk.toast({ ...explainError(error), tone: 'bad', lasts: 2 * TOAST_MS });
    },
    undo: async (id) => {
      if (desk.underWay !== null) {
        // Refused, it is said where it was asked, and there is nothing of it to take back: never what was done before it.
        const isRefused = await desk.underWay.then(
          () => false,
          () => true,
        );
        if (isRefused && id === undefined) return;
      }
      const block = desk.blocks.take(now(), id);
      if (block === undefined) {
        desk.toast({ sentence: { key: 'toast.nothing-to-undo' } });
        return;
      }
      store.set((state) => ({ toasts: state.toasts.filter((toast) => toast.block !== block.id), armed: null }));
      others.tell({ kind: 'undone', block: block.id });
      try {
        await block.undo();
      } catch (error) {
        desk.complain(error);
      }
    },
    setSingleKeys: (on) => {
      localStorage.setItem(SINGLE_KEYS, on ? 'on' : 'off');
      store.set({ singleKeys: on });
    },
  };
  // A window that opens on a ticket shows one that nobody has read yet, like the next one after a reply.
  if (ticket !== null) desk.guard.advanced();
  return desk;
}
