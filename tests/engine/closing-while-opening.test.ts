import { EventEmitter } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import type { EngineToHost, HostToEngine } from '../../shared/contract/host';
import { eventually } from '../support/eventually';
import { makeFolder } from '../support/make-store';

/** The entry of the engine's process, spoken to as main speaks to it. */
async function startEntry(): Promise<{
  readonly tell: (message: HostToEngine) => void;
  readonly said: readonly EngineToHost[];
}> {
  const said: EngineToHost[] = [];
  const port = Object.assign(new EventEmitter(), { postMessage: (message: EngineToHost) => void said.push(message) });
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  Object.defineProperty(process, 'parentPort', { value: port, configurable: true });
  onTestFinished(() => {
    Reflect.deleteProperty(process, 'parentPort');
    events.forEach((event, index) => {
      for (const listener of process.listeners(event as 'uncaughtException'))
        if (before[index]?.has(listener) === false) process.off(event, listener);
    });
  });
  await import('../../electron/engine/hosts/utility-process');
  return { tell: (data) => void port.emit('message', { data, ports: [] }), said };
}

it('a profile that is being opened has counted no mail: closing says so, and not that there is none', async () => {
  const { tell, said } = await startEntry();
  tell({ kind: 'close' });
  await eventually(() => expect(said.at(-1)).toEqual({ kind: 'closed', pastMark: 0 }));

  // Nothing is there to be opened: it ends with `failed`, some moments later.
  const profileDir = makeFolder();
  tell({ kind: 'open', profileDir, resourcesDir: '', demo: false, secrets: NO_SECRETS });
  tell({ kind: 'close' });
  await eventually(() => expect(said).toContainEqual({ kind: 'closed', pastMark: null }));

  await eventually(() => expect(said.at(-1)?.kind).toBe('failed'));
  tell({ kind: 'close' });
  await eventually(() => expect(said.at(-1)).toEqual({ kind: 'closed', pastMark: 0 }));
});

const NO_SECRETS = { imapPassword: null, smtpPassword: null, storeKey: null };
