import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type {
  EngineClient,
  EngineEvent,
  EngineEvents,
  EngineMethod,
  ResultOf,
} from '../../../shared/contract/engine-api';
import { SportelloError, unpackError } from '../../../shared/contract/errors';
import type { WireMessage } from '../../../shared/contract/wire';
import type { Engine } from '../engine';
import type { ProfileHolder } from '../store/profile-lock';
import { readJsonLines, writeJsonLine } from './json-lines';
import { serve } from './serve';

/** How long a holder may take to greet before it counts as not answering, ms (cli.md). */
const GREETING_MS = 5000;
/** First line of a holder: an engine whose event loop runs. */
const HELLO = 'hello';

export type SharedProfile = { close(): Promise<void> };

/**
 * Lets command lines of the same person use this engine: a socket that only its owner may open, with the window's
 * contract, one JSON value a line.
 */
export async function shareProfile(
  engine: Pick<Engine, 'dispatch' | 'on' | 'socket'>,
  onBug: (error: unknown) => void,
): Promise<SharedProfile> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const line = { send: (message: WireMessage) => writeJsonLine(socket, message) };
    line.send({ kind: 'event', name: HELLO, payload: { pid: process.pid } });
    const served = serve(engine, line, onBug);
    readJsonLines(socket, (value) => served.receive(value));
    // A command line that was stopped: its socket closes next, there is nothing to say to it.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      served.close();
    });
  });
  const isFile = !engine.socket.startsWith('\\\\');
  // Left by a process that died: the lock is ours, so nobody listens there.
  if (isFile) rmSync(engine.socket, { force: true });
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(engine.socket, resolve);
    });
  } finally {
    process.umask(umask);
  }
  if (isFile) chmodSync(engine.socket, 0o600);
  server.unref();
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A client of an engine that another process holds. */
export type SocketClient = EngineClient & { close(): void };

/**
 * Reaches the engine of a held profile.
 * @throws SportelloError `profile-held`, naming the holder, where it does not answer within 5 s.
 */
export async function connectToHolder(
  profileDir: string,
  holder: ProfileHolder,
  greetingMs = GREETING_MS,
): Promise<SocketClient> {
  const socket = createConnection(holder.socket);
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let lastId = 0;
  await new Promise<void>((resolve, reject) => {
    const refuse = () => {
      socket.destroy();
      reject(silentHolder(profileDir, holder));
    };
    const timer = setTimeout(refuse, greetingMs);
    socket.on('error', refuse);
    socket.on('close', refuse);
    readJsonLines(socket, (value) => {
      const message = value as WireMessage;
      if (message.kind === 'event') {
        if (message.name === HELLO) {
          clearTimeout(timer);
          resolve();
        }
        for (const listener of listeners.get(message.name) ?? []) listener(message.payload as never);
        return;
      }
      if (message.kind === 'call') return;
      const call = pending.get(message.id);
      pending.delete(message.id);
      if (message.kind === 'result') call?.resolve(message.value);
      else call?.reject(unpackError(message.error));
    });
  });
  socket.on('close', () => {
    for (const call of pending.values()) call.reject(goneHolder(profileDir, holder));
    pending.clear();
  });
  return {
    call: <M extends EngineMethod>(method: M, params: unknown) =>
      new Promise<ResultOf<M>>((resolve, reject) => {
        if (!socket.writable) {
          reject(goneHolder(profileDir, holder));
          return;
        }
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        writeJsonLine(socket, { kind: 'call', id: lastId, method, params });
      }),
    on: <E extends EngineEvent>(event: E, listener: (payload: EngineEvents[E]) => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known);
      known.add(listener);
      return () => known.delete(listener);
    },
    close: () => socket.destroy(),
  };
}

function silentHolder(profileDir: string, holder: ProfileHolder): SportelloError {
  return new SportelloError(
    'profile-held',
    `Process ${holder.pid} on ${holder.host} has the profile ${profileDir} open and does not answer`,
    {
      action: 'Wait a moment and try again, or close that process.',
      retryable: true,
      detail: { path: profileDir, pid: holder.pid, host: holder.host },
    },
  );
}

function goneHolder(profileDir: string, holder: ProfileHolder): SportelloError {
  return new SportelloError('engine-gone', `Process ${holder.pid} closed the profile ${profileDir} in the middle`, {
    action: 'Try again: this command opens the profile itself now.',
    retryable: true,
    detail: { path: profileDir, pid: holder.pid },
  });
}
