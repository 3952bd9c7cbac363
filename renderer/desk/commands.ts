import { QUEUES } from '../../shared/domain/ticket';
import type { Desk } from './desk';
import type { DeskState, Page } from './desk-state';
import { markRead, setState } from './casework';
import { claimOrRelease, takeNext } from './claiming';
import { closeRest, nextOfCase } from './one-case';
import { markSpam } from './spam';
import { fetchPurchases, lookUpPurchase } from './hotmart';
import { armEscalation, pressSuggestion, suggestionAt } from './replying';
import { reopenChosen } from './reviewing';
import { forward } from './sending';
import { closeTicket, inDesk, openWindow } from './ticket-windows';
import { lookForUpdate } from './updating';

/** Groups of the key sheet and the palette, in their order. */
export const COMMAND_GROUPS = ['reply', 'ticket', 'move', 'go', 'desk'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** Everything an agent can do: one list feeds the keys, the palette, the key sheet and the buttons' hints. */
export type Command = {
  /** Key of the locale files: `command.<id>`. */
  readonly id: string;
  readonly group: CommandGroup;
  /** The default map (ui.md, "Keys"), as shown on a key cap; several are alternatives, `G I` is a sequence. The keys of now: `Words.keys`. */
  readonly keys: readonly string[];
  /** Pressed while one writes: the composer itself hears these keys, and they mean nothing elsewhere. */
  readonly whileWriting?: true;
  /** Is given no single key. */
  readonly withoutSingle?: true;
  /** The one kind of window that has it; absent: both. */
  readonly only?: 'desk' | 'ticket-window';
  readonly run: (desk: Desk) => void | Promise<void>;
};

const GO_KEYS: Partial<Record<Page, string>> = {
  inbox: 'I',
  mine: 'M',
  'waiting.customer': 'W',
  'waiting.producer': 'P',
  support: 'U',
  done: 'D',
  outbox: 'O',
  'team-lead': 'L',
  macros: 'T',
  settings: 'S',
};

/** Pages in the order of the navigation. */
export const PAGES: readonly Page[] = [...QUEUES, 'outbox', 'team-lead', 'macros', 'settings'];

function withRow(desk: Desk, work: (row: NonNullable<ReturnType<Desk['open']>>['row']) => Promise<void>): void {
  const view = desk.open();
  if (view !== undefined) void work(view.row);
}

/** Dialogs that are about all marked tickets, where some are. */
const OF_MARKED = ['labels', 'assign', 'review'];

function dialog(
  name: 'keys' | 'link-purchase' | 'snooze' | 'assign' | 'macros' | 'labels' | 'block-sender' | 'join-case' | 'review',
) {
  return (desk: Desk): void => {
    const marked = OF_MARKED.includes(name) && desk.store.get().marked.length > 0;
    if (name === 'keys' || marked || desk.open() !== undefined)
      desk.store.set({ dialog: name, about: null, armed: null });
  };
}

/** The marked tickets, else the one on screen. */
function reopenHere(desk: Desk): void {
  if (desk.store.get().marked.length > 0) void reopenChosen(desk);
  else withRow(desk, (row) => setState(desk, row, 'open'));
}

function edit(index: number) {
  return (desk: Desk): void => {
    const view = desk.open();
    const suggestion = suggestionAt(view, index);
    if (view === undefined || suggestion === undefined) return;
    desk.store.set({
      composer: 'reply',
      armed: null,
      inserted: { ticket: view.row.id, text: suggestion.text, macro: suggestion.macro },
    });
  };
}

/** What the composer does itself; from the palette it is asked to. */
function whileWriting(id: string, keys: readonly string[], asked: DeskState['asked']): Command {
  return {
    id,
    group: 'reply',
    keys,
    whileWriting: true,
    run: (desk) => {
      if (desk.open() !== undefined) desk.store.set({ composer: 'reply', armed: null, asked });
    },
  };
}

function mark(desk: Desk, ids: readonly string[]): void {
  desk.store.set((state) => ({ marked: [...new Set([...state.marked, ...ids])] }));
}

function markAndMove(step: number) {
  return (desk: Desk): void => {
    const before = desk.store.get().selected;
    desk.moveBy(step);
    const after = desk.store.get().selected;
    mark(
      desk,
      [before, after].filter((id) => id !== null),
    );
  };
}

function toggleMark(desk: Desk): void {
  const { selected, marked } = desk.store.get();
  if (selected === null) return;
  desk.store.set({
    marked: marked.includes(selected) ? marked.filter((id) => id !== selected) : [...marked, selected],
  });
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** All commands. Order inside a group is the order on the key sheet. */
export const COMMANDS: readonly Command[] = [
  ...[0, 1, 2].map((index): Command => ({
    id: `reply.${index + 1}`,
    group: 'reply',
    keys: [String(index + 1)],
    run: (desk) => pressSuggestion(desk, index),
  })),
  ...[0, 1, 2].map((index): Command => ({
    id: `edit.${index + 1}`,
    group: 'reply',
    keys: [`⇧${index + 1}`],
    run: edit(index),
  })),
  { id: 'reply', group: 'reply', keys: ['R'], run: (desk) => desk.store.set({ composer: 'reply', armed: null }) },
  { id: 'forward', group: 'reply', keys: ['F'], run: (desk) => forward(desk, null) },
  {
    id: 'new-message',
    only: 'desk',
    group: 'reply',
    keys: ['⇧N'],
    run: (desk) => desk.store.set({ letter: { draft: 'new' }, armed: null, repeat: false }),
  },
  whileWriting('send', ['Ctrl+Enter'], 'send'),
  whileWriting('send-resolve', ['Ctrl+⇧Enter'], 'resolve'),
  whileWriting('send-later', ['Ctrl+⇧H'], 'later'),
  whileWriting('copies', ['Ctrl+⇧C'], 'copies'),
  whileWriting('next-hole', ['Tab'], null),
  { id: 'macros', group: 'reply', keys: ['M'], run: dialog('macros') },
  { id: 'escalate', group: 'reply', keys: ['P'], run: armEscalation },
  { id: 'undo', group: 'reply', keys: ['Z', 'Ctrl+Z'], run: (desk) => desk.undo() },
  { id: 'note', group: 'ticket', keys: ['N'], run: (desk) => desk.store.set({ composer: 'note', armed: null }) },
  { id: 'done', group: 'ticket', keys: ['E'], run: (desk) => withRow(desk, (row) => setState(desk, row, 'done')) },
  { id: 'reopen', group: 'ticket', keys: ['⇧E'], run: reopenHere },
  { id: 'snooze', group: 'ticket', keys: ['H'], run: dialog('snooze') },
  {
    id: 'claim',
    group: 'ticket',
    keys: ['C'],
    run: (desk) => withRow(desk, (row) => claimOrRelease(desk, row)),
  },
  { id: 'next-free', only: 'desk', group: 'ticket', keys: ['Q'], run: takeNext },
  { id: 'assign', group: 'ticket', keys: ['A'], run: dialog('assign') },
  { id: 'label', group: 'ticket', keys: ['L'], run: dialog('labels') },
  { id: 'review', group: 'ticket', keys: ['⇧R'], run: dialog('review') },
  {
    id: 'window',
    only: 'desk',
    group: 'ticket',
    keys: ['⇧O'],
    run: (desk) => withRow(desk, (row) => openWindow(desk, row.id)),
  },
  { id: 'next-of-case', group: 'ticket', keys: ['Y'], run: nextOfCase },
  { id: 'close-case', group: 'ticket', keys: ['⇧Y'], run: closeRest },
  { id: 'join-case', group: 'ticket', keys: [], run: dialog('join-case') },
  { id: 'spam', group: 'ticket', keys: [], run: markSpam },
  { id: 'block-sender', group: 'ticket', keys: [], run: dialog('block-sender') },
  { id: 'link-purchase', group: 'ticket', keys: ['T'], run: dialog('link-purchase') },
  {
    id: 'look-up',
    group: 'ticket',
    keys: [],
    run: (desk) => withRow(desk, (row) => lookUpPurchase(desk, row.id)),
  },
  { id: 'why', group: 'ticket', keys: ['W'], run: (desk) => desk.store.set((state) => ({ why: !state.why })) },
  {
    id: 'original',
    group: 'ticket',
    keys: ['V'],
    run: (desk) => desk.store.set((state) => ({ original: !state.original })),
  },
  {
    id: 'unread',
    group: 'ticket',
    keys: ['U'],
    run: (desk) => withRow(desk, (row) => markRead(desk, row.id, row.unread)),
  },
  { id: 'next', only: 'desk', group: 'move', keys: ['J', '↓'], run: (desk) => desk.moveBy(1) },
  { id: 'previous', only: 'desk', group: 'move', keys: ['K', '↑'], run: (desk) => desk.moveBy(-1) },
  { id: 'into', group: 'move', keys: ['Enter', 'O'], run: () => focus('[data-zone="conversation"]') },
  { id: 'mark', only: 'desk', group: 'move', keys: ['X'], run: toggleMark },
  { id: 'mark-next', only: 'desk', group: 'move', keys: ['⇧J'], run: markAndMove(1) },
  { id: 'mark-previous', only: 'desk', group: 'move', keys: ['⇧K'], run: markAndMove(-1) },
  { id: 'mark-all', only: 'desk', group: 'move', keys: ['Ctrl+A'], run: (desk) => mark(desk, desk.rows.ids()) },
  { id: 'search', only: 'desk', group: 'move', keys: ['/', 'Ctrl+F'], run: () => focus('[data-zone="search"]') },
  ...PAGES.map((page): Command => ({
    id: `go.${page}`,
    group: 'go',
    keys: GO_KEYS[page] === undefined ? [] : [`G ${GO_KEYS[page]}`],
    run: (desk) => desk.goTo(page),
  })),
  { id: 'palette', group: 'desk', keys: ['Ctrl+K'], run: () => undefined },
  { id: 'keys', group: 'desk', keys: ['?', 'F1'], run: dialog('keys') },
  {
    id: 'sync',
    only: 'desk',
    group: 'desk',
    keys: [],
    run: async (desk) => {
      try {
        await desk.engine.call('mailbox.syncNow', {});
        desk.toast({ sentence: { key: 'toast.sync-started' } });
      } catch (error) {
        desk.complain(error);
      }
    },
  },
  {
    id: 'print',
    group: 'desk',
    keys: ['Ctrl+P'],
    run: (desk) => desk.shell.print().catch((error: unknown) => desk.complain(error)),
  },
  {
    id: 'notice',
    only: 'desk',
    group: 'desk',
    keys: [],
    run: (desk) => desk.store.set({ dialog: 'notice', noticeAbout: null, armed: null }),
  },
  {
    id: 'mentions',
    only: 'desk',
    group: 'desk',
    keys: [],
    run: (desk) => desk.store.set({ dialog: 'mentions', armed: null }),
  },
  {
    id: 'hand-over',
    only: 'desk',
    group: 'desk',
    keys: [],
    run: (desk) => desk.store.set({ dialog: 'hand-over', armed: null }),
  },
  { id: 'fetch', only: 'desk', group: 'desk', keys: [], run: fetchPurchases },
  { id: 'check-updates', only: 'desk', group: 'desk', keys: [], run: lookForUpdate },
  // Heard wherever the focus is (`useKeys`); on macOS the menu has it.
  { id: 'close-window', only: 'ticket-window', group: 'desk', keys: ['Ctrl+W'], run: closeTicket },
  {
    id: 'single-keys',
    group: 'desk',
    keys: [],
    withoutSingle: true,
    run: (desk) => desk.setSingleKeys(!desk.store.get().singleKeys),
  },
];

/** Whether this window has the command. */
export function isIn(desk: Pick<Desk, 'ticket'>, { only }: Pick<Command, 'only'>): boolean {
  return only === undefined || (only === 'desk') === (desk.ticket === null);
}

/** Runs a command that was chosen; one that the window of a ticket does not have runs in the desk, in front. */
export function runCommand(desk: Desk, id: string): void {
  const command = commandNamed(id);
  if (isIn(desk, command)) void command.run(desk);
  else if (desk.ticket !== null) inDesk(desk, id);
}

/** The command of that id; the ids are ours, so a missing one is a bug. */
export function commandNamed(id: string): Command {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command === undefined) throw new Error(`No command is called ${id}`);
  return command;
}
