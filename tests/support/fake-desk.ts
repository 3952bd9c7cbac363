import type { LabelView } from '../../shared/contract/labels';
import type { Attention, Notice } from '../../shared/contract/desktop';
import type { EngineEvent, EngineEvents, EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import { SportelloError } from '../../shared/contract/errors';
import type { HotmartChoice } from '../../shared/contract/hotmart';
import type { ToldMail } from '../../shared/contract/saved-mail';
import type { PressedKey, ShellState, SportelloWindow } from '../../shared/contract/shell-api';
import type { NamedMailbox } from '../../shared/contract/profile';
import type { ConnectionState, DeskStatus, OutboxView, TicketPage, TicketView } from '../../shared/contract/views';
import { DEFAULT_DIGEST } from '../../shared/domain/daily-digest';
import { debtorOf } from '../../shared/domain/ticket';
import type { Queue, TicketState } from '../../shared/domain/ticket';
import type { WindowWord, otherWindowsOver } from '../../renderer/desk/other-windows';
import { fakeAbout, fakeCatalogue } from './fake-catalogue';
import { fakeCaseLinks } from './fake-case-links';
import { fakeClocks } from './fake-clocks';
import { fakeErasures } from './fake-erasures';
import { fakeCopies } from './fake-copies';
import { fakeHealth } from './fake-health';
import { fakeImports, fakePreview } from './fake-imports';
import { fakeInbox } from './fake-inbox';
import { fakeLetters } from './fake-letters';
import { fakePutAway } from './fake-put-away';
import { fakeReport } from './fake-report';
import { fakeReview } from './fake-review';
import { FAKE_NOW, purchase } from './fake-tickets';

/** Another window of the same desk, at the end of a test's line: what it was told, and what it says. */
const MAILBOX: NamedMailbox = {
  id: 'main',
  imap: { host: 'imap.example.com', port: 993, secure: true, user: 'aiuto@example.com' },
  smtp: { host: 'smtp.example.com', port: 465, secure: true, user: 'aiuto@example.com' },
  address: 'aiuto@example.com', name: 'Aiuto', language: 'it',
}; // prettier-ignore

export type FakeChannel = Parameters<typeof otherWindowsOver>[0] & {
  readonly told: WindowWord[];
  readonly say: (word: WindowWord) => void;
};

function fakeChannel(): FakeChannel {
  const told: WindowWord[] = [];
  const hearing = new Set<(event: { readonly data: WindowWord }) => void>();
  return {
    told,
    postMessage: (word) => void told.push(word),
    addEventListener: (_type, listener) => void hearing.add(listener),
    say: (data) => {
      for (const listener of hearing) listener({ data });
    },
  };
}

type Handlers = { [M in EngineMethod]?: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>> };
/** One call that the window made. */
export type FakeCall = { readonly method: EngineMethod; readonly params: Readonly<Record<string, unknown>> };

/** A stand-in for both ends of the preload: a desk with tickets in memory that hears and tells like the engine. */
export type FakeDesk = {
  readonly world: SportelloWindow;
  readonly calls: FakeCall[];
  /** What one method answers from now on. */
  readonly answer: (handlers: Handlers) => void;
  /** The engine takes its time over this method: its answers wait until what this gives is called. */
  readonly hold: (method: EngineMethod) => () => void;
  readonly emit: <E extends EngineEvent>(event: E, payload: EngineEvents[E]) => void;
  readonly link: (link: 'up' | 'down') => void;
  /** Puts a ticket on top, as a new mail does. */
  readonly deliver: (view: TicketView) => void;
  readonly ticket: (id: string) => TicketView;
  readonly parked: string[];
  /** What was asked of the server, in this order. */
  readonly fetched: { readonly message: string; readonly index: number | null; readonly fileName: string }[];
  /** Ends the downloads under way: saved, cancelled, or failed with this. */
  readonly settle: (outcome: boolean | SportelloError) => void;
  readonly opened: string[];
  /** What was to be saved as a PDF. */
  readonly pdfs: Parameters<SportelloWindow['shell']['savePdf']>[0][];
  /** What the status bar is told. */
  status(): DeskStatus;
  /** One more mailbox beside `main`, read or not. */
  readonly addMailbox: (address: string, connection?: ConnectionState) => void;
  /** What the field that had the focus was to be looked through by. */
  readonly spelled: Parameters<SportelloWindow['shell']['spellIn']>[0][];
  /** What badge, title and tray were told, in this order. */
  readonly attentions: readonly Attention[];
  readonly notices: readonly Notice[];
  /** Presses a key in the frame of a mail, as main reports it. */
  readonly pressInMail: (key: Partial<PressedKey> & Pick<PressedKey, 'key'>) => void;
  /** Chooses a command in the menu. */
  readonly choose: (command: string) => void;
  /** What was saved for Hotmart's API. */
  readonly hotmartChoices: readonly (HotmartChoice | null)[];
  /** Tickets whose windows were asked for, 'desk' for the desk's own, and 'closed', in this order. */
  readonly windows: readonly string[];
  /** Main is about to close the window; resolves once the page says that all is kept. */
  readonly close: () => Promise<void>;
  /** The window of this ticket ended. */
  readonly closeTicket: (ticket: string) => void;
  /** The line to the other windows. */
  readonly others: FakeChannel;
  /** Names of the copies that were restored. */
  readonly restored: string[];
  readonly shell: (patch: Partial<ShellState>) => void;
  /** A saved mail was opened with the desk. */
  readonly openMail: (told: ToldMail) => void;
  /** Names of the saved mails that were dropped on the window. */
  readonly droppedMails: readonly string[];
  /** How often the window was through with one. */
  readonly nextMails: () => number;
};

function queueOf(view: TicketView): Queue {
  const byState: Partial<Record<TicketState, Queue>> = {
    'waiting.customer': 'waiting.customer', 'waiting.producer': 'waiting.producer',
    'waiting.hotmart': 'waiting.hotmart', snoozed: 'snoozed', done: 'done', ignored: 'filed',
  }; // prettier-ignore
  return byState[view.row.state] ?? view.row.queue;
}

function missing(id: string): never {
  throw new SportelloError('not-found', `No product ${id}`, { action: '' });
}

/** Builds one; `state` is what the shell says at start. */
export function createFakeDesk(state: Partial<ShellState> = {}, now: () => number = () => FAKE_NOW): FakeDesk {
  let tickets = fakeInbox();
  let shellState: ShellState = {
    stage: 'desk', error: null, keychain: true, demo: false, signedIn: [], team: null, language: 'en', theme: 'system', notifications: { of: 'all', content: true, digest: DEFAULT_DIGEST }, spelling: { on: true, words: [] }, keys: {},
    profileDir: '/home/anna/.config/Sportello', version: '0.1.0', runtime: { electron: '25.1.1', fallback: true }, engineRestarts: 0, ticket: null,
    updates: { way: null, reason: 'checkout', allowed: false, step: { kind: 'resting' }, last: null },
    ...state,
  }; // prettier-ignore
  const calls: FakeCall[] = [];
  const held = new Map<EngineMethod, Promise<void>>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const links = new Set<(link: 'up' | 'down') => void>();
  const shellListeners = new Set<(state: ShellState) => void>();
  const outbox: OutboxView[] = [];
  const before = new Map<string, TicketView>();
  const parked: string[] = [];
  const fetched: FakeDesk['fetched'] = [];
  const fetching: ((outcome: boolean | Promise<never>) => void)[] = [];
  const opened: string[] = [];
  const pdfs: FakeDesk['pdfs'] = [];
  const spelled: FakeDesk['spelled'] = [];
  const attentions: Attention[] = [];
  const notices: Notice[] = [];
  const commands = new Set<(command: string) => void>();
  const mailKeys = new Set<(key: PressedKey) => void>();
  const restored: string[] = [];
  const windows: string[] = [];
  const others = fakeChannel();
  const closing = new Set<() => Promise<void>>();
  const closedTickets = new Set<(ticket: string) => void>();
  const savedMails = new Set<(told: ToldMail) => void>();
  const droppedMails: string[] = [];
  let nextMails = 0;
  const hotmartChoices: (HotmartChoice | null)[] = [];
  let blocks = 0;

  const ticket = (id: string): TicketView => {
    const view = tickets.find((each) => each.row.id === id);
    if (view === undefined) throw new SportelloError('not-found', `No ticket ${id}`, { action: '' });
    return view;
  };
  const emit: FakeDesk['emit'] = (event, payload) => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };
  const changed = (id: string): void => {
    emit('tickets.changed', { tickets: [id] });
    emit('queues.changed', {});
  };
  const change = (id: string, row: Partial<TicketView['row']>): number => {
    tickets = tickets.map((each) =>
      each.row.id === id ? { ...each, row: { ...each.row, ...row, revision: each.row.revision + 1 } } : each,
    );
    changed(id);
    return ticket(id).row.revision;
  };
  const page = (views: readonly TicketView[], offset: number, limit: number): TicketPage => ({
    total: views.length,
    offset,
    rows: views.slice(offset, offset + limit).map((view) => view.row),
  });
  const queued = (id: string, text: string, choice: Partial<OutboxView> = {}): ResultOf<'replies.accept'> => {
    blocks += 1;
    const view = ticket(id);
    before.set(`block-${blocks}`, view);
    const item: OutboxView = {
      id: `out-${blocks}`, mailbox: 'main', block: `block-${blocks}`, ticket: id, kind: 'reply', state: 'queued',
      decision: view.case?.decision.id ?? null, toName: view.row.requesterName, to: view.row.requesterAddress,
      subject: `Re: ${view.row.subject}`, text, messageId: `<${blocks}@example.com>`, until: now() + 10_000,
      nextAttemptAt: null, attempts: 0, copies: [], files: [], error: null, heldReason: null, heldBy: null, createdAt: now(), by: 'Anna Bruni', delivery: null,
      ...choice,
    }; // prettier-ignore
    outbox.push(item);
    change(id, { state: 'waiting.customer', debtor: debtorOf('waiting.customer') });
    emit('outbox.changed', { tickets: [id] });
    return { block: item.block, until: item.until, items: [item] };
  };
  const mailboxes: NamedMailbox[] = [MAILBOX];
  const connections = new Map<string, ConnectionState>();
  const troubled = () => mailboxes.find(({ id }) => connections.has(id)) ?? null;
  const status = (): DeskStatus => ({
    connection: connections.get(troubled()?.id ?? '') ?? { kind: 'listening' }, troubled: troubled()?.address ?? null, lastHeardAt: now() - 12_000,
    mailboxes: mailboxes.map(({ id, address, name }) => ({ id, address, name, connection: connections.get(id) ?? { kind: 'listening' }, lastHeardAt: now() - 12_000, stopped: null })),
    outbox: { waiting: outbox.length, nextAt: outbox.at(-1)?.until ?? null, problems: 0, stopped: null, behindSince: null, pace: null },
    lastImportAt: FAKE_NOW - 7_200_000, purchases: 20_412, products: 37, quarantined: 0,
    storeEncryption: 'keychain', copyFailure: null, erasureFailure: null, storeAway: null, mailbox: { address: 'aiuto@example.com', name: 'Aiuto' },
    agent: { name: 'Anna Bruni', email: 'anna@example.com' }, member: null, demo: shellState.demo, undoSeconds: 10,
    defaultLanguage: 'it',
  }); // prettier-ignore

  const letters = fakeLetters((id, text, choice) => queued(id, text, choice));
  let handlers: Handlers = {
    'desk.status': status,
    'desk.health': () => fakeHealth(now()),
    'queues.counts': () =>
      (['inbox', 'support', 'problems', 'waiting.customer', 'done', 'snoozed'] as const).map((queue) => {
        const inside = tickets.filter((view) => queueOf(view) === queue);
        const oldestAt = inside.length === 0 ? null : Math.min(...inside.map((view) => view.row.createdAt));
        return { queue, count: inside.length, oldestAt };
      }),
    'tickets.page': ({ queue, offset, limit }) =>
      page(tickets.filter((view) => queueOf(view) === queue), offset, limit), // prettier-ignore
    'tickets.search': ({ query, limit }) =>
      page(tickets.filter((view) => JSON.stringify(view).toLowerCase().includes(query.toLowerCase())), 0, limit), // prettier-ignore
    'tickets.open': (params) => ticket(params.ticket),
    'tickets.setState': ({ ticket: id, to, snoozeUntil }) => ({
      revision: change(id, { state: to, debtor: debtorOf(to), snoozedUntil: snoozeUntil }),
    }),
    'tickets.claim': ({ ticket: id }) => ({
      before: [{ ticket: id, holder: ticket(id).row.assignee, until: null }],
      revision: change(id, { assignee: 'Anna Bruni' }), ticket: id, holder: 'Anna Bruni',
    }), // prettier-ignore
    'tickets.release': ({ ticket: id }) => ({
      before: [{ ticket: id, holder: ticket(id).row.assignee, until: null }],
      revision: change(id, { assignee: null }), ticket: id, holder: null,
    }), // prettier-ignore
    'tickets.restoreHolders': ({ held }) => {
      for (const { ticket: id, holder } of held) change(id, { assignee: holder });
      return { tickets: held.map((one) => one.ticket) };
    },
    'tickets.next': () => ({ claimed: null }),
    'team.colleagues': () => [
      { id: 'bruno', name: 'Bruno Neri', email: 'bruno@example.com' },
      { id: 'carla', name: 'Carla Sousa', email: '' },
    ],
    'team.membership': () => null,
    'presence.tell': ({ ticket: id }) => ({ told: id !== null }),
    'presence.of': () => [],
    'shift.mine': () => [],
    ...fakeReview((id) => ticket(id).row, change),
    ...fakePutAway((id) => ticket(id).row, change),
    ...fakeCaseLinks(
      (id) => ticket(id).row,
      () => tickets.map((each) => each.row),
      change,
    ),
    'labels.list': ({ tickets: asked }) => {
      const all = tickets.flatMap((each) => each.row.labels);
      const on = tickets.filter((each) => asked.includes(each.row.id)).flatMap((each) => each.row.labels);
      const count = (labels: readonly LabelView[], name: string) => labels.filter((one) => one.name === name).length;
      return all
        .filter((label, at) => all.findIndex((one) => one.name === label.name) === at)
        .map((label) => ({ ...label, tickets: count(all, label.name), on: count(on, label.name) }));
    },
    'labels.put': ({ changes }) => {
      for (const { ticket: id, add, remove } of changes) {
        const kept = ticket(id).row.labels.filter(({ name }) => !remove.includes(name));
        change(id, { labels: [...kept, ...add.map((name) => ({ name, colour: 'blue' as const }))] });
      }
      return { back: changes.map(({ ticket: id, add, remove }) => ({ ticket: id, add: remove, remove: add })) };
    },
    'tickets.markRead': ({ ticket: id, read }) => ({ revision: change(id, { unread: !read }) }),
    'tickets.note': ({ ticket: id, text }) => {
      tickets = tickets.map((each) =>
        each.row.id === id
          ? { ...each, notes: [...each.notes, { at: now(), by: 'Anna Bruni', text, mentions: [] }] }
          : each,
      );
      return { revision: change(id, {}) };
    },
    'tickets.correct': (params) => ({ revision: change(params.ticket, {}) }),
    'products.rule': () => ({ decidedAgain: 3 }),
    'statuses.rule': () => ({ decidedAgain: 1 }),
    'products.list': () => fakeCatalogue(),
    'products.open': ({ productId }) =>
      fakeCatalogue().find((one) => one.productId === productId) ?? missing(productId),
    'products.affected': () => ({ tickets: 3, decisions: [{ decision: 'producer.contact', tickets: 3 }] }),
    'products.save': () => ({ decidedAgain: 3 }),
    'purchases.about': (params) =>
      ticket(params.ticket).case?.match.status === 'matched'
        ? fakeAbout()
        : { sale: null, guaranteeEndsAt: null, club: null, subscription: null, checkout: [], history: [], sales: 0 },
    'purchases.find': () => [purchase(), purchase({ transaction: 'HP1620044871', productName: 'Pane in casa' })],
    ...letters.handlers,
    'drafts.save': (params) => {
      letters.save(params);
      tickets = tickets.map((each) => (each.row.id === params.ticket ? { ...each, draft: params.text } : each));
      return { savedAt: now() };
    },
    'macros.list': (params) =>
      (ticket(params.ticket).case?.suggestions ?? []).map((preview) => ({
        macro: preview.macro, title: preview.macro, preview,
      })), // prettier-ignore
    'replies.accept': ({ ticket: id, index }) => queued(id, ticket(id).case?.suggestions[index]?.text ?? ''),
    'replies.send': ({ ticket: id, text, sendAt }) => queued(id, text, sendAt === undefined ? {} : { until: sendAt }),
    'escalations.send': (params) => queued(params.ticket, 'escalation'),
    'replies.undo': ({ block }) => {
      const view = before.get(block);
      if (view === undefined) throw new SportelloError('undo-too-late', 'It was sent.', { action: '' });
      outbox.splice(
        outbox.findIndex((item) => item.block === block),
        1,
      );
      change(view.row.id, { state: view.row.state, debtor: view.row.debtor });
      return { tickets: [view.row.id] };
    },
    'outbox.list': () => [...outbox],
    'outbox.resolve': () => ({ item: null }),
    'quarantine.list': () => [],
    'machines.list': () => [],
    'report.figures': ({ withoutReviewed, ...range }) => ({
      ...fakeReport(range, now()),
      withoutReviewed: withoutReviewed ?? false,
    }),
    'report.tickets': ({ offset, limit }) => page(tickets, offset, limit),
    'report.file': ({ format }) => ({ fileName: `report.${format}`, base64: 'UEs=' }),
    'quarantine.original': () => ({ fileName: 'INBOX-7.eml', base64: 'RnJvbTog' }),
    'messages.original': () => ({ fileName: 'message.eml', base64: 'RnJvbTog' }),
    'messages.readAgain': () => ({ readability: 'envelope' as const }),
    'messages.raw': () => ({
      text: 'From: Giulia Ferri\r\nSubject: non trovo l’email\r\n\r\nBuongiorno',
      wholeSize: null,
    }),
    'messages.attachment': () => ({
      fileName: 'ricevuta.pdf', contentType: 'application/pdf',
      base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    }), // prettier-ignore
    'mailbox.settings': () => ({ mailbox: mailboxes[0] ?? null, mailboxes }),
    'mailbox.syncNow': () => ({ started: true }),
    'team.settings': () => ({ team: { undoSeconds: 10 }, language: 'it' }),
    'team.save': () => ({ saved: true }),
    'imports.list': () => ({ running: null, runs: fakeImports(now()) }),
    'imports.refusals': () => ({ fileName: 'refused-rows.csv', base64: 'YQ==' }),
    'imports.cancel': () => ({ asked: true }),
    'imports.preview': () => fakePreview(),
    'purchases.settings': () => ({ purchases: { timeZone: 'Europe/Rome' }, folderProblem: null }),
    'purchases.save': () => ({ saved: true }),
    'imports.run': () => ({ read: 3, added: 2, changed: 0, unchanged: 0, refused: 1, refusals: [{ line: 4, reason: 'no transaction number' }] }), // prettier-ignore
    ...fakeErasures(),
    ...fakeClocks(),
    'copies.list': () => ({
      folder: '/home/anna/.config/Sportello/store.db.copies',
      copies: fakeCopies(now()),
      failure: null,
    }),
    'copies.write': () => {
      emit('copies.changed', {});
      return { path: '/copies/asked.db', at: now(), bytes: 5_000_000, tickets: 42, messages: 128 };
    },
    'copies.remove': () => {
      emit('copies.changed', {});
      return { removed: true };
    },
    'hotmart.state': () => ({
      settings: null, hasSecret: false, running: null, lastRound: null, completeAt: null, nextAt: null,
    }), // prettier-ignore
    'doctor.run': () => ({
      ok: true,
      findings: [{ id: 'store', severity: 'ok', text: 'The store is sound.', do: '', said: { word: 'store' } }],
    }),
  };

  const world: SportelloWindow = {
    engine: {
      call: async (method, params) => {
        calls.push({ method, params });
        await held.get(method);
        const handler = handlers[method];
        if (handler === undefined) throw new SportelloError('unknown-method', method, { action: '' });
        return (await (handler as (params: unknown) => unknown)(params)) as ResultOf<typeof method>;
      },
      on: (event, listener) => {
        const known = listeners.get(event) ?? new Set();
        listeners.set(event, known);
        known.add(listener);
        return () => known.delete(listener);
      },
      onLink: (listener) => {
        links.add(listener);
        return () => links.delete(listener);
      },
    },
    shell: {
      state: () => Promise.resolve(shellState),
      onState: (listener) => {
        shellListeners.add(listener);
        return () => shellListeners.delete(listener);
      },
      startDemo: () => Promise.resolve(),
      checkMailbox: () => Promise.resolve([]),
      saveMailbox: () => Promise.resolve(),
      removeMailbox: () => Promise.resolve(),
      saveHotmart: (choice) => {
        hotmartChoices.push(choice);
        return Promise.resolve();
      },
      signIn: () => Promise.resolve({ account: 'aiuto@example.com' }),
      signInAgain: () => Promise.resolve({ account: 'aiuto@example.com' }),
      cancelSignIn: () => Promise.resolve(),
      signOut: () => Promise.resolve({ revoked: true }),
      readInvitation: () => Promise.resolve(null),
      checkTeam: () => Promise.reject(new Error('No team is tried here')),
      joinTeam: () => Promise.resolve(),
      changeStorePassword: () => Promise.resolve(),
      protectStore: () => Promise.resolve(),
      unlockStore: () => Promise.resolve(),
      copies: () => Promise.resolve(fakeCopies(now())),
      restoreCopy: (name) => {
        restored.push(name);
        return Promise.resolve({ file: name, at: now() - 86_400_000, tickets: 40, messages: 120, replaced: null });
      },
      setAppearance: (choice) => {
        shell(choice);
        return Promise.resolve();
      },
      checkSpelling: () => Promise.resolve([]),
      spellIn: (choice) => void spelled.push(choice),
      chooseFile: () => Promise.resolve('/tmp/sales.csv'),
      chooseFolder: () => Promise.resolve('/home/anna/exports'),
      importMacros: () => Promise.resolve(null),
      pathOfFile: (file) => `/home/anna/${file.name}`,
      saveFile: () => Promise.resolve(true),
      savePdf: (input) => {
        pdfs.push(input);
        return Promise.resolve(true);
      },
      saveFromServer: (input) => {
        fetched.push(input);
        return new Promise<boolean>((resolve) => fetching.push(resolve));
      },
      parkMail: (html) => {
        parked.push(html);
        return Promise.resolve(typeof Blob === 'undefined' ? 'mail://1/' : `mail://${parked.length}/`);
      },
      releaseMail: () => Promise.resolve(),
      openMails: (files) => {
        droppedMails.push(...files.map(({ name }) => name));
        return Promise.resolve();
      },
      nextMail: () => {
        nextMails += 1;
        return Promise.resolve();
      },
      onSavedMail: (listener) => {
        savedMails.add(listener);
        return () => void savedMails.delete(listener);
      },
      openLink: (url) => {
        opened.push(url);
        return Promise.resolve();
      },
      copyText: () => Promise.resolve(),
      openTicket: (wanted) => {
        windows.push(wanted);
        return Promise.resolve();
      },
      closeTicket: () => {
        windows.push('closed');
        return Promise.resolve();
      },
      showDesk: () => {
        windows.push('desk');
        return Promise.resolve();
      },
      setMenu: () => Promise.resolve(),
      setAttention: (attention) => {
        attentions.push(attention);
        return Promise.resolve();
      },
      notify: (notice) => {
        notices.push(notice);
        return Promise.resolve();
      },
      lookForUpdate: () => Promise.resolve(),
      allowUpdates: ({ daily }) => Promise.resolve(shell({ updates: { ...shellState.updates, allowed: daily } })),
      installUpdate: () => Promise.resolve(),
      print: () => Promise.resolve(),
      onCommand: (listener) => {
        commands.add(listener);
        return () => void commands.delete(listener);
      },
      onMailLink: () => () => undefined,
      onMailKey: (listener) => {
        mailKeys.add(listener);
        return () => void mailKeys.delete(listener);
      },
      onSelectTicket: () => () => undefined,
      onWrite: () => () => undefined,
      onTicketClosed: (listener) => {
        closedTickets.add(listener);
        return () => void closedTickets.delete(listener);
      },
      onClosing: (listener) => {
        closing.add(listener);
        return () => void closing.delete(listener);
      },
      retry: () => Promise.resolve(),
    },
  };
  const shell = (patch: Partial<ShellState>): void => {
    shellState = { ...shellState, ...patch };
    for (const listener of shellListeners) listener(shellState);
  };
  return {
    world, calls, emit, ticket, windows, others, parked, fetched, opened, pdfs, status, spelled, restored, hotmartChoices, shell, attentions, notices, droppedMails,
    addMailbox: (address, connection) => {
      const id = address.split('@')[0] ?? address;
      mailboxes.push({ ...MAILBOX, id, address, name: '' });
      if (connection) connections.set(id, connection);
    },
    nextMails: () => nextMails,
    closeTicket: (of) => {
      for (const listener of closedTickets) listener(of);
    },
    openMail: (told) => {
      for (const listener of savedMails) listener(told);
    },
    pressInMail: (key) => {
      for (const listener of mailKeys) listener({ code: '', shift: false, control: false, alt: false, repeat: false, ...key });
    },
    close: async () => {
      await Promise.allSettled([...closing].map((save) => save()));
    },
    choose: (command) => {
      for (const listener of commands) listener(command);
    },
    settle: (outcome) => {
      for (const end of fetching.splice(0)) end(outcome instanceof SportelloError ? Promise.reject(outcome) : outcome);
    },
    answer: (more) => {
      handlers = { ...handlers, ...more };
    },
    hold: (method) => {
      let letGo = (): void => undefined;
      held.set(method, new Promise((resolve) => (letGo = resolve)));
      return () => {
        held.delete(method);
        letGo();
      };
    },
    link: (link) => {
      for (const listener of links) listener(link);
    },
    deliver: (view) => {
      tickets = [view, ...tickets];
      changed(view.row.id);
    },
  }; // prettier-ignore
}
