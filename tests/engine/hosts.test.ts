import diagnostics from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { shareProfile } from '../../electron/engine/hosts/profile-socket';
import { serve } from '../../electron/engine/hosts/serve';
import { windowDoor } from '../../electron/engine/hosts/window-door';
import { SportelloError } from '../../shared/contract/errors';
import type { WireMessage } from '../../shared/contract/wire';
import { makeDesk } from '../support/make-engine';
import { makeFolder } from '../support/make-store';

/** One served client over an engine that answers as told, with what was sent to it and the bugs that were raised. */
function makeLine(dispatch: (method: string, params: unknown) => Promise<unknown>, isWindow = false) {
  const sent: WireMessage[] = [];
  const bugs: unknown[] = [];
  let listeners = 0;
  const on = () => {
    listeners += 1;
    return () => void (listeners -= 1);
  };
  const engine = { dispatch, on };
  const line = { send: (message: WireMessage) => void sent.push(message) };
  const served = serve(isWindow ? windowDoor(engine) : engine, line, (error) => bugs.push(error));
  return { served, sent, bugs, listeners: () => listeners };
}

describe('the door of a window', () => {
  it('refuses a copy to a path of the window’s choice, which a command line may name', async () => {
    const desk = await makeDesk();
    const path = join(makeFolder(), 'copy.db');
    const door = windowDoor(desk.engine);
    for (const params of [{ path }, { path: undefined }, null]) {
      await expect(door.dispatch('copies.write', params)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(existsSync(path)).toBe(false);
    expect(await door.dispatch('copies.write', { path: null })).toMatchObject({ tickets: 0 });
    await desk.engine.call('copies.write', { path });
    expect(existsSync(path)).toBe(true);
  });
});

describe('a client’s line', () => {
  it('carries an answer back under its number', async () => {
    const { served, sent } = makeLine(async (method, params) => ({ method, params }));
    served.receive({ kind: 'call', id: 7, method: 'desk.status', params: {} });
    await expect.poll(() => sent).toEqual([{ kind: 'result', id: 7, value: { method: 'desk.status', params: {} } }]);
  });

  it('carries an expected failure as its fields, and nobody dies of it', async () => {
    const { served, sent, bugs } = makeLine(() =>
      Promise.reject(new SportelloError('not-found', 'No ticket', { action: 'Look again' })),
    );
    served.receive({ kind: 'call', id: 1, method: 'tickets.open', params: {} });
    await expect.poll(() => sent).toMatchObject([{ kind: 'failure', id: 1, error: { code: 'not-found' } }]);
    expect(bugs).toEqual([]);
  });

  it('tells of a bug and lets the host end', async () => {
    const bug = new TypeError('undefined is not a function');
    const { served, sent, bugs } = makeLine(() => Promise.reject(bug));
    served.receive({ kind: 'call', id: 1, method: 'tickets.open', params: {} });
    await expect.poll(() => sent).toMatchObject([{ kind: 'failure', error: { code: 'bug' } }]);
    expect(bugs).toEqual([bug]);
  });

  it.each([[null], ['call'], [{ kind: 'result', id: 1, value: 1 }], [{ kind: 'call', id: '1', method: 'x' }]])(
    'does not answer what is no call: %j',
    async (message) => {
      const dispatch = vi.fn(async () => null);
      const { served, sent } = makeLine(dispatch);
      served.receive(message);
      expect(dispatch).not.toHaveBeenCalled();
      expect(sent).toEqual([]);
    },
  );

  it('of a window names no file that a stranger’s bytes go to', async () => {
    const call = { kind: 'call', id: 1, method: 'messages.download', params: { message: 'm', index: 0, path: '/x' } };
    const dispatch = vi.fn(async () => null);
    const window = makeLine(dispatch, true);
    window.served.receive(call);
    await expect.poll(() => window.sent).toMatchObject([{ kind: 'failure', id: 1, error: { code: 'not-allowed' } }]);
    expect(dispatch).not.toHaveBeenCalled();
    const main = makeLine(dispatch);
    main.served.receive(call);
    await expect.poll(() => main.sent).toEqual([{ kind: 'result', id: 1, value: null }]);
  });

  it('hears no events any more once it is closed', () => {
    const { served, listeners } = makeLine(async () => null);
    expect(listeners()).toBeGreaterThanOrEqual(7);
    served.close();
    expect(listeners()).toBe(0);
  });
});

it('a program that does not speak the protocol is cut off, and the engine goes on', async () => {
  const desk = await makeDesk();
  const shared = await shareProfile(desk.engine, (error) => {
    throw error;
  });
  onTestFinished(() => shared.close());
  const socket = createConnection(desk.engine.socket);
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
  });
  socket.on('error', () => undefined);
  socket.resume();
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await closed;
  expect(await desk.engine.call('queues.counts', {})).toHaveLength(12);
});

it('a second engine on the same profile is refused, naming the first', async () => {
  const desk = await makeDesk();
  await expect(makeDesk({ profileDir: desk.profileDir })).rejects.toMatchObject({
    code: 'profile-held',
    detail: { pid: process.pid },
  });
});

it('a closing engine answers calls with engine-gone', async () => {
  const desk = await makeDesk();
  const closing = desk.engine.close();
  await expect(desk.engine.call('queues.counts', {})).rejects.toMatchObject({ code: 'engine-gone' });
  await closing;
});

it('a runtime without tracingChannel gets one that runs what it is given', async () => {
  const module = diagnostics as { tracingChannel?: unknown };
  const original = module.tracingChannel;
  onTestFinished(() => {
    module.tracingChannel = original;
  });
  delete module.tracingChannel;
  await import('../../electron/engine/hosts/node-compat');
  const make = Reflect.get(module, 'tracingChannel') as (name: string) => {
    hasSubscribers: boolean;
    traceSync(work: (...values: number[]) => number, context: object, self: unknown, ...values: number[]): number;
  };
  const channel = make('pino');
  expect(channel.hasSubscribers).toBe(false);
  expect(channel.traceSync((one, other) => one + other, {}, null, 2, 3)).toBe(5);
});
