import './node-compat';
import { join } from 'node:path';
import type { RestoreReport } from '../../../shared/contract/copies';
import { packError, unpackError } from '../../../shared/contract/errors';
import type { EngineToHost, HostToEngine } from '../../../shared/contract/host';
import { oauthOf } from '../../../shared/contract/mailbox-auth';
import type { TeamCheck } from '../../../shared/contract/team-work';
import type { Finding } from '../../../shared/contract/views';
import type { WindowMessage, WireMessage } from '../../../shared/contract/wire';
import { copiesOf, namedCopyPath, restoreProfile } from '../copies/restore-profile';
import type { ClosedProfile } from '../copies/restore-profile';
import { createEngine } from '../engine';
import type { Engine } from '../engine';
import { checkMailboxOf } from '../handlers/mailbox';
import { once } from '../../../shared/once';
import { complain, fileSink, stderrSink } from '../log';
import type { Outside } from '../outside';
import { loadProfile } from '../profile';
import { onlyThisToken } from '../sign-in/access-tokens';
import { signIn } from '../sign-in/sign-in';
import { readTeamAddress, teamConnection } from '../store/postgres/team-address';
import { createOutside } from './outside';
import { shareProfile } from './profile-socket';
import type { SharedProfile } from './profile-socket';
import { serve } from './serve';
import { windowDoor } from './window-door';

/** The window has its first list by then. */
const WARM_AFTER_MS = 3_000;
/**
 * From the window's first answer until mailbox, outbox and rounds begin, ms: reading their libraries takes as long as the first
 * list and the first ticket do.
 */
const START_AFTER_ANSWER_MS = 250;
/** The same where no window asks anything, from the opening. */
const START_AT_LATEST_MS = 2_000;

/** The entry of the engine's own process, forked by main. Written without `electron`: only these shapes are used. */
type EnginePort = {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  postMessage(message: unknown): void;
  start(): void;
};
type ParentPort = {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly EnginePort[] }) => void,
  ): void;
  postMessage(message: EngineToHost): void;
};

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };

type Open = { readonly engine: Engine; readonly shared: SharedProfile; readonly outside: Outside };
let open: Open | null = null;
/** Hears that the window has an answer. */
let answered: () => void = () => undefined;
/** Its profile is being opened: what begins to be sent then, nobody has counted yet. */
let isOpening = false;
const early: { readonly port: EnginePort; readonly isWindow: boolean }[] = [];
/** Refresh tokens that main is writing down. */
const keeping = new Map<number, { resolve(): void; reject(error: Error): void }>();
let lastKeep = 0;
const givenUp = new AbortController();

// A bug is not caught anywhere: it is written down, and main starts a fresh engine.
function die(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (open) open.outside.log.error('engine', 'bug', { reason });
  else complain(error);
  process.exit(1);
}
process.on('uncaughtException', die);
process.on('unhandledRejection', die);

async function openProfile(message: Extract<HostToEngine, { kind: 'open' }>): Promise<void> {
  const { profileDir, resourcesDir, secrets, demo } = message;
  const logFile = join(profileDir, 'logs', 'engine.log');
  const outside = createOutside({ resourcesDir, sinks: [fileSink(logFile), stderrSink] });
  const profile = await loadProfile(profileDir);
  const engine = await createEngine({
    profileDir,
    profile,
    secrets,
    outside,
    demo,
    network: true,
    keepRefreshToken,
  });
  const shared = await shareProfile(engine, die);
  open = { engine, shared, outside };
  const start = once(() => {
    if (open?.engine === engine) engine.start();
  });
  answered = once(() => outside.clock.after(START_AFTER_ANSWER_MS, start));
  outside.clock.after(START_AT_LATEST_MS, start);
  for (const { port, isWindow } of early.splice(0)) connect(engine, port, isWindow);
  outside.clock.after(WARM_AFTER_MS, () => void engine.warm());
}

/** The keychain is main's: it answers when the token is on the disk. */
function keepRefreshToken(refreshToken: string | null, mailbox: string): Promise<void> {
  return new Promise((resolve, reject) => {
    lastKeep += 1;
    keeping.set(lastKeep, { resolve, reject });
    parentPort?.postMessage({ kind: 'keep-token', id: lastKeep, mailbox, refreshToken });
  });
}

function connect(engine: Engine, port: EnginePort, isWindow: boolean): void {
  const send = (message: WireMessage): void => {
    port.postMessage(isWindow ? toWindow(message) : message);
    if (isWindow && message.kind === 'result') answered();
  };
  const served = serve(isWindow ? windowDoor(engine) : engine, { send }, (error) => setImmediate(die, error));
  port.on('message', (event) => served.receive(event.data));
  port.on('close', () => served.close());
  port.start();
}

/** JSON, written here: the window's own thread has only to read it. */
function toWindow(message: WireMessage): WindowMessage {
  if (message.kind !== 'result') return message;
  return { kind: 'result', id: message.id, json: JSON.stringify(message.value) };
}

function check(message: Extract<HostToEngine, { kind: 'check' }>): Promise<readonly Finding[]> {
  const { profileDir, mailbox, imapPassword, smtpPassword, accessToken = null } = message;
  const { clock } = createOutside({ resourcesDir: '', sinks: [stderrSink] });
  const settings = oauthOf(mailbox);
  const tokens = settings === null ? null : onlyThisToken(settings, mailbox.imap.user, accessToken);
  return checkMailboxOf(profileDir, { mailbox, imapPassword, smtpPassword, tokens, clock });
}

async function checkTeam(message: Extract<HostToEngine, { kind: 'check-team' }>): Promise<TeamCheck> {
  const { url, password, profileDir } = message;
  const { checkConnection } = await import('../team/check-connection');
  return checkConnection(teamConnection(readTeamAddress(url), password, profileDir));
}

async function signInOnce(message: Extract<HostToEngine, { kind: 'sign-in' }>): Promise<EngineToHost> {
  const { kind: _kind, ...given } = message;
  const outside = createOutside({ resourcesDir: '', sinks: [stderrSink] });
  const signedIn = await signIn({
    ...given,
    outside,
    openBrowser: (address) => {
      parentPort?.postMessage({ kind: 'browse', address });
      return Promise.resolve();
    },
    signal: givenUp.signal,
  });
  return { kind: 'signed-in', signedIn };
}

/** The profile of a process that was started for its copies alone. */
async function closedProfile(message: { profileDir: string; storeKey: string | null }): Promise<ClosedProfile> {
  const { profileDir, storeKey } = message;
  const logFile = join(profileDir, 'logs', 'engine.log');
  const outside = createOutside({ resourcesDir: '', sinks: [fileSink(logFile), stderrSink] });
  return { profileDir, profile: await loadProfile(profileDir), storeKey, outside };
}

async function restore(message: Extract<HostToEngine, { kind: 'restore' }>): Promise<RestoreReport> {
  const closed = await closedProfile(message);
  return restoreProfile(closed, namedCopyPath(closed, message.name));
}

function answer(work: Promise<EngineToHost>): void {
  work.then(
    (said) => parentPort?.postMessage(said),
    (error: unknown) => parentPort?.postMessage({ kind: 'failed', error: packError(error) }),
  );
}

/** Answers the mails past `final_pending` that are left; null where nobody could count them. */
async function closeProfile(): Promise<number | null> {
  const closing = open;
  open = null;
  if (closing === null) return isOpening ? null : 0;
  await closing.shared.close();
  await closing.engine.close();
  return closing.engine.pastMark();
}

parentPort?.on('message', ({ data, ports }) => {
  const message = data as HostToEngine;
  switch (message.kind) {
    case 'open':
      isOpening = true;
      openProfile(message)
        .finally(() => (isOpening = false))
        .then(
          () => parentPort.postMessage({ kind: 'opened' }),
          (error: unknown) => {
            complain(error);
            parentPort.postMessage({ kind: 'failed', error: packError(error) });
          },
        );
      return;
    case 'port': {
      const [port] = ports;
      if (!port) return;
      const isWindow = message.of === 'window';
      if (open) connect(open.engine, port, isWindow);
      else early.push({ port, isWindow });
      return;
    }
    case 'check':
      answer(check(message).then((findings) => ({ kind: 'checked', findings })));
      return;
    case 'check-team':
      answer(checkTeam(message).then((check) => ({ kind: 'team-checked', check })));
      return;
    case 'copies':
      answer(
        closedProfile(message)
          .then(copiesOf)
          .then((copies) => ({ kind: 'listed', copies })),
      );
      return;
    case 'restore':
      answer(restore(message).then((report) => ({ kind: 'restored', report })));
      return;
    case 'sign-in':
      answer(signInOnce(message));
      return;
    case 'give-up':
      givenUp.abort();
      return;
    case 'kept': {
      const kept = keeping.get(message.id);
      keeping.delete(message.id);
      if (message.error === null) kept?.resolve();
      else kept?.reject(unpackError(message.error));
      return;
    }
    case 'close':
      closeProfile().then((pastMark) => parentPort.postMessage({ kind: 'closed', pastMark }), die);
      return;
  }
});
