import { MessageChannelMain, utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess, WebContents } from 'electron';
import type { RestoreReport, StoreCopy } from '../../shared/contract/copies';
import type { EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import { SportelloError, packError, unpackError } from '../../shared/contract/errors';
import { withRefreshToken } from '../../shared/contract/secret-variables';
import type { EngineToHost, HostToEngine } from '../../shared/contract/host';
import type { TeamCheck } from '../../shared/contract/team-work';
import type { Finding } from '../../shared/contract/views';
import type { WireMessage, WireRequest } from '../../shared/contract/wire';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import { cleanEnvironment, forwardOutput } from './child-process';
import { logMain } from './main-log';
import { createPastMark } from './past-mark';

type OpenMessage = Extract<HostToEngine, { readonly kind: 'open' }>;
type CheckMessage = Extract<HostToEngine, { readonly kind: 'check' }>;

/** Waits in ms before the first, second, … restart. */
const RESTART_DELAYS_MS = [200, 1_000, 3_000, 10_000, 30_000] as const;
/** This many deaths within the window are a visible stop instead of another restart. */
const RESTART_WINDOW_MS = 10 * 60_000;
const CLOSE_LIMIT_MS = 8_000;

export type EngineProcess = {
  /** Starts the process ahead of `open`: it reads its program while the window reads its own. */
  getReady(): void;
  /**
   * Starts the engine on a profile; resolves when its store is open and `prepare` is through, rejects with what they
   * say. Windows get their ports after `prepare`, so they never see a half-filled desk; without it at once, and their calls wait
   * for the store.
   */
  open(message: OpenMessage, prepare?: () => Promise<void>): Promise<void>;
  /** How often it ended by itself since main was started. */
  restarts(): number;
  /** Gives a window its own port, now or when the engine is up. */
  connect(window: WebContents): void;
  /** Tries a mailbox in a process of its own: the engine may not run yet. Rejects with what cannot be tried at all. */
  check(message: Omit<CheckMessage, 'kind'>): Promise<readonly Finding[]>;
  /** Tries a team's store in a process of its own. Rejects with exactly what is wrong. */
  checkTeam(given: { profileDir: string; url: string; password: string }): Promise<TeamCheck>;
  /** The copies of a profile, listed by a process of its own: its store may not open. */
  copies(profileDir: string, storeKey: string | null): Promise<readonly StoreCopy[]>;
  /** Restores a copy by its name, in a process of its own; the engine must be closed. Rejects with why it cannot be. */
  restore(profileDir: string, storeKey: string | null, name: string): Promise<RestoreReport>;
  /** Asks the engine as a window would; rejects with `engine-gone` where none is open. */
  ask<M extends EngineMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  /** Mails past `final_pending` now, or that the last engine left; null where nobody has counted. */
  pastMark(): Promise<number | null>;
  /** Closes the store and ends the process; never rejects. Answers like `pastMark`, counted when nothing was sent any more. */
  close(): Promise<number | null>;
};

/**
 * Keeps one engine alive. When it dies, windows hear "gone", it is started again on the same profile after a growing
 * delay, and every window gets a new port. `onStopped` hears when it died too often or cannot open any more; `keepRefreshToken` writes
 * down what a provider gave in place of the token before.
 */
export function createEngineProcess(
  entry: string,
  onStopped: (error: SportelloError) => void,
  keepRefreshToken: (refreshToken: string | null, mailbox: string) => Promise<void>,
): EngineProcess {
  const windows = new Set<WebContents>();
  /** Those that have a port to `child`. */
  const linked = new Set<WebContents>();
  let child: UtilityProcess | null = null;
  /** Started, and told nothing yet: it holds nothing, and ends with main. */
  let ready: UtilityProcess | null = null;
  let opened = false;
  /** Profile of `child`. */
  let profileDir = '';
  const marks = createPastMark();
  let preparing = false;
  let deaths: number[] = [];
  let restarts = 0;
  let restart: NodeJS.Timeout | null = null;
  /** A port that nobody holds is collected, and closes, before its answer comes. */
  const asking = new Map<MessagePortMain, () => void>();

  function getReady(): void {
    if (ready !== null || child !== null) return;
    const waiting = fork(entry, 'Sportello engine');
    ready = waiting;
    waiting.once('exit', () => {
      if (ready === waiting) ready = null;
    });
  }

  function start(first: OpenMessage): Promise<void> {
    let message = first;
    return new Promise((resolve, reject) => {
      const started = ready ?? fork(entry, 'Sportello engine');
      ready = null;
      child = started;
      ({ profileDir } = message);
      started.on('message', (answer: EngineToHost) => {
        if (answer.kind === 'opened') {
          resolve();
          // One that is closed meanwhile is open to nobody.
          if (child !== started) return;
          opened = true;
          marks.opened(message.profileDir);
        } else if (answer.kind === 'keep-token') {
          const { id, mailbox, refreshToken } = answer;
          // the next start after a crash begins with the newest one, wherever it is kept
          message = { ...message, secrets: withRefreshToken(message.secrets, mailbox, refreshToken) };
          keepRefreshToken(refreshToken, mailbox).then(
            () => post(started, { kind: 'kept', id, error: null }),
            (error: unknown) => post(started, { kind: 'kept', id, error: packError(error) }),
          );
        } else if (answer.kind === 'failed') {
          child = null;
          takePorts();
          started.kill();
          reject(unpackError(answer.error));
        }
      });
      started.once('exit', (code) => {
        for (const gone of asking.values()) gone();
        asking.clear();
        if (child !== started) return;
        child = null;
        // It may have left a mail that nobody has looked for.
        marks.uncounted(message.profileDir);
        takePorts();
        if (!opened) reject(died(code));
        else restartLater(message, code);
      });
      post(started, message);
      givePorts();
    });
  }

  /** Before the store is open, too: what a window asks meanwhile lies at the engine's end, and is answered with the opening. */
  function givePorts(): void {
    if (!child || preparing) return;
    for (const window of windows) {
      if (linked.has(window)) continue;
      linked.add(window);
      givePort(child, window);
    }
  }

  function takePorts(): void {
    for (const window of linked) {
      if (!window.isDestroyed()) window.send(SHELL_CHANNEL.gone);
    }
    linked.clear();
  }

  function restartLater(message: OpenMessage, code: number): void {
    opened = false;
    restarts += 1;
    deaths = [...deaths.filter((at) => at > Date.now() - RESTART_WINDOW_MS), Date.now()];
    const delay = RESTART_DELAYS_MS[deaths.length - 1];
    logMain(`The engine ended with code ${code}${delay === undefined ? '' : '; starting it again'}.`);
    if (delay === undefined) {
      onStopped(died(code));
      return;
    }
    restart = setTimeout(() => {
      restart = null;
      start(message).catch((error: SportelloError) => onStopped(error));
    }, delay);
  }

  function ask<M extends EngineMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    return new Promise((resolve, reject) => {
      if (!child || !opened) {
        reject(died(0));
        return;
      }
      const { port1, port2 } = new MessageChannelMain();
      asking.set(port2, () => reject(died(0)));
      port2.on('message', ({ data }) => {
        const answer = data as WireMessage;
        if (answer.kind === 'event' || answer.kind === 'call') return;
        // Later: a port closed inside its own handler takes the next one with it.
        asking.delete(port2);
        setImmediate(() => port2.close());
        if (answer.kind === 'failure') reject(unpackError(answer.error));
        else resolve(answer.value as ResultOf<M>);
      });
      port2.start();
      const hello: HostToEngine = { kind: 'port', of: 'main' };
      child.postMessage(hello, [port1]);
      const request: WireRequest = { kind: 'call', id: 1, method, params };
      port2.postMessage(request);
    });
  }

  return {
    getReady,
    open: async (message, prepare) => {
      deaths = [];
      preparing = prepare !== undefined;
      try {
        await start(message);
        await prepare?.();
      } finally {
        if (preparing) {
          preparing = false;
          givePorts();
        }
      }
    },
    restarts: () => restarts,
    connect: (window) => {
      if (!windows.has(window)) {
        windows.add(window);
        window.once('destroyed', () => {
          windows.delete(window);
          linked.delete(window);
        });
      }
      // Its page was loaded again: the port that it had went with the page before.
      linked.delete(window);
      givePorts();
    },
    check: async (message) => (await askOnce(entry, { kind: 'check', ...message }, 'checked')).findings,
    checkTeam: async (given) => (await askOnce(entry, { kind: 'check-team', ...given }, 'team-checked')).check,
    copies: async (profileDir, storeKey) =>
      (await askOnce(entry, { kind: 'copies', profileDir, storeKey }, 'listed')).copies,
    restore: async (profileDir, storeKey, name) =>
      (await askOnce(entry, { kind: 'restore', profileDir, storeKey, name }, 'restored')).report,
    ask,
    pastMark: async () => {
      if (!child) return marks.left();
      try {
        return (await ask('outbox.pastMark', {})).count;
      } catch (error) {
        if (error instanceof SportelloError) return null;
        throw error;
      }
    },
    close: () =>
      new Promise((resolve) => {
        if (restart) clearTimeout(restart);
        restart = null;
        const ending = child;
        child = null;
        opened = false;
        if (!ending) {
          resolve(marks.left());
          return;
        }
        const closing = profileDir;
        marks.uncounted(closing);
        takePorts();
        const limit = setTimeout(() => ending.kill(), CLOSE_LIMIT_MS);
        ending.once('exit', () => {
          clearTimeout(limit);
          resolve(marks.left());
        });
        ending.on('message', (answer: EngineToHost) => {
          if (answer.kind !== 'closed') return;
          marks.counted(closing, answer.pastMark);
          ending.kill();
        });
        post(ending, { kind: 'close' });
      }),
  };
}

/** Asks a process of its own, which ends with its answer. */
function askOnce<K extends EngineToHost['kind']>(
  entry: string,
  message: HostToEngine,
  wanted: K,
): Promise<Extract<EngineToHost, { readonly kind: K }>> {
  return new Promise((resolve, reject) => {
    const asked = fork(entry, `Sportello ${message.kind}`);
    asked.on('message', (answer: EngineToHost) => {
      if (answer.kind === 'failed') reject(unpackError(answer.error));
      else if (answer.kind === wanted) resolve(answer as Extract<EngineToHost, { readonly kind: K }>);
      asked.kill();
    });
    asked.once('exit', (code) => reject(died(code)));
    post(asked, message);
  });
}

function fork(entry: string, serviceName: string): UtilityProcess {
  const child = utilityProcess.fork(entry, [], { serviceName, stdio: 'pipe', env: cleanEnvironment() });
  forwardOutput(child);
  return child;
}

function post(child: UtilityProcess, message: HostToEngine): void {
  child.postMessage(message);
}

function givePort(child: UtilityProcess, window: WebContents): void {
  const { port1, port2 } = new MessageChannelMain();
  const message: HostToEngine = { kind: 'port', of: 'window' };
  child.postMessage(message, [port1]);
  window.postMessage(SHELL_CHANNEL.port, null, [port2]);
}

function died(code: number): SportelloError {
  return new SportelloError('engine-gone', `The engine stopped unexpectedly (exit code ${code}).`, {
    reason: 'stopped',
    action: 'Try again. If it happens again, look into the log of the profile folder and report it.',
    retryable: true,
    detail: { exitCode: code },
  });
}
