import type { QueryClient } from '@tanstack/react-query';
import { SportelloError } from '../../shared/contract/errors';
import type { DraftFields, DraftView } from '../../shared/contract/compose';
import type { SportelloWindow } from '../../shared/contract/shell-api';
import type { TicketView } from '../../shared/contract/views';

/** A draft is a row of the store this long after the last key, ms (ui.md: saved on input). */
export const DRAFT_PAUSE_MS = 300;

/** What stands in a draft; `fields` null: nobody touched them in this window. */
export type Typed = { readonly text: string; readonly fields: DraftFields | null };

/**
 * What was typed in this window, by draft, until the store has it. It belongs to the window and not to a composer: one that goes
 * away, because another ticket is shown or the engine ended, loses nothing.
 */
export type TypedWords = {
  /**
   * Words that the cache does not know from the store yet. An answer that was on its way while the store took the draft still has
   * the text before: who leaves and comes back meanwhile must not be shown that.
   */
  of(draft: string): Typed | undefined;
  /** Somebody typed here: saved after a pause. */
  type(draft: string, typed: Typed): void;
  /** Saves what is unsaved of a draft now, and what is typed meanwhile. Answers whether the store has all of it; the failure is said. */
  save(draft: string): Promise<boolean>;
  /** The same for all drafts. */
  saveAll(): Promise<boolean>;
  /** What the store does not have and no mail takes along, by draft: another window takes it over when this one closes. */
  unsaved(): readonly (readonly [draft: string, typed: Typed])[];
  /** The words go out with a mail: from now on they are not saved any more, and none of them is on its way once this resolves. */
  send(draft: string): Promise<void>;
  /** The mail was refused: the words are a draft again. */
  keep(draft: string): void;
  /** The drafts of which that is not known yet. */
  going(): readonly string[];
  /** Resolves once it is known of every mail whether it took its words along. */
  noneGoing(): Promise<void>;
  /** The store has other words, or none. */
  forget(draft: string): void;
  /** The window shows this store now; the words of another one do not belong there. */
  belongTo(store: string): void;
  /** The store is about to be replaced by a copy of it, where the same number may be another ticket: what it did not take goes with it. */
  leaveStore(): void;
  readonly store: () => string;
};

/** What is known of a draft, with these words: whoever opens it here is shown them, whatever was asked before. */
export function keepWords(queries: QueryClient, draft: string, { text, fields }: Typed): void {
  queries.setQueryData<TicketView>(['tickets.open', { ticket: draft }], (known) =>
    known === undefined ? known : { ...known, draft: text },
  );
  queries.setQueryData<DraftView>(['drafts.open', { draft }], (known) =>
    known === undefined ? known : { ...known, text, fields: fields ?? known.fields },
  );
}

/** One for the window. */
export function createTypedWords(
  engine: SportelloWindow['engine'],
  queries: QueryClient,
  complain: (error: unknown) => void,
): TypedWords {
  const shown = new Map<string, Typed>();
  const waiting = new Map<string, Typed>();
  const pauses = new Map<string, ReturnType<typeof setTimeout>>();
  const running = new Map<string, Promise<boolean>>();
  const sending = new Set<string>();
  const whenNoneGoes = new Set<() => void>();
  /** Words of which it was said that they were not saved: they are tried again and again, and not complained of as often. */
  const complained = new WeakSet<Typed>();
  let store = '';

  function stopPause(draft: string): void {
    clearTimeout(pauses.get(draft));
    pauses.delete(draft);
  }

  function went(draft: string): void {
    sending.delete(draft);
    if (sending.size > 0) return;
    for (const resolve of whenNoneGoes) resolve();
    whenNoneGoes.clear();
  }

  function forget(draft: string): void {
    stopPause(draft);
    shown.delete(draft);
    waiting.delete(draft);
    went(draft);
  }

  function forgetAll(): void {
    for (const draft of new Set([...shown.keys(), ...waiting.keys(), ...sending])) forget(draft);
  }

  /** Ends what was asked before the draft was kept, and asks again; nobody who closes a window waits for it. */
  async function askAgain(draft: string, kept: Typed): Promise<void> {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['tickets.open', { ticket: draft }], refetchType: 'all' }),
      queries.invalidateQueries({ queryKey: ['drafts.open', { draft }], refetchType: 'all' }),
    ]);
    if (shown.get(draft) === kept) shown.delete(draft);
  }

  async function saveUntilKept(draft: string): Promise<boolean> {
    for (;;) {
      const words = waiting.get(draft);
      if (words === undefined || sending.has(draft)) return words === undefined;
      stopPause(draft);
      // Coming back must show the newest words even before the store answered.
      keepWords(queries, draft, words);
      try {
        const around = words.fields === null ? {} : { fields: words.fields };
        await engine.call('drafts.save', { ticket: draft, text: words.text, ...around });
      } catch (error) {
        // They wait for the engine, unless another window has newer ones by now, or the store will never take them.
        if (isForGood(error) && waiting.get(draft) === words) waiting.delete(draft);
        if (!complained.has(words)) complain(error);
        complained.add(words);
        return false;
      }
      if (waiting.get(draft) === words) waiting.delete(draft);
      void askAgain(draft, words).catch(complain);
    }
  }

  function save(draft: string): Promise<boolean> {
    const known = running.get(draft);
    if (known !== undefined) return known;
    const begun = saveUntilKept(draft).finally(() => running.delete(draft));
    running.set(draft, begun);
    return begun;
  }

  function wait(draft: string): void {
    stopPause(draft);
    pauses.set(
      draft,
      setTimeout(() => void save(draft), DRAFT_PAUSE_MS),
    );
  }

  return {
    of: (draft) => shown.get(draft),
    type: (draft, typed) => {
      shown.set(draft, typed);
      waiting.set(draft, typed);
      if (!sending.has(draft)) wait(draft);
    },
    save,
    saveAll: async () => {
      const drafts = new Set([...waiting.keys(), ...running.keys()]);
      const kept = await Promise.all([...drafts].map(save));
      return kept.every(Boolean);
    },
    unsaved: () => [...waiting].filter(([draft]) => !sending.has(draft)),
    send: async (draft) => {
      stopPause(draft);
      sending.add(draft);
      await running.get(draft);
    },
    keep: (draft) => {
      went(draft);
      if (waiting.has(draft)) wait(draft);
    },
    going: () => [...sending],
    noneGoing: async () => {
      if (sending.size > 0) await new Promise<void>((resolve) => whenNoneGoes.add(resolve));
    },
    forget,
    belongTo: (next) => {
      if (store !== '' && next !== store) forgetAll();
      store = next;
    },
    leaveStore: () => {
      forgetAll();
      store = '';
    },
    store: () => store,
  };
}

/** Whether asking again is of no use: the ticket is there no more, or nothing may be kept of its person. */
function isForGood(error: unknown): boolean {
  return error instanceof SportelloError && (error.code === 'not-found' || error.code === 'not-allowed');
}

/** Saves at once where nobody is certain to come back, and when an engine is there again. Answers how to stop. */
export function saveInTime(
  words: TypedWords,
  { engine, shell }: Pick<SportelloWindow, 'engine' | 'shell'>,
  closing: () => Promise<void>,
): () => void {
  const saveNow = (): void => void words.saveAll();
  const stopLink = engine.onLink((link) => {
    if (link === 'up') saveNow();
  });
  const stopClosing = shell.onClosing(closing);
  window.addEventListener('pagehide', saveNow);
  // Who turns to another window finds the words in the store.
  window.addEventListener('blur', saveNow);
  return () => {
    stopLink();
    stopClosing();
    window.removeEventListener('pagehide', saveNow);
    window.removeEventListener('blur', saveNow);
    saveNow();
  };
}
