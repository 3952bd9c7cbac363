import { describe, expect, it } from 'vitest';
import { createEngineLink } from '../../electron/preload/engine-link';
import type { EnginePort } from '../../electron/preload/engine-link';
import type { WindowMessage, WireRequest } from '../../shared/contract/wire';

/** A port whose other end is the test: `asked` is what came through, `say` answers. */
function makePort() {
  const asked: WireRequest[] = [];
  const listeners: ((event: { readonly data: WindowMessage }) => void)[] = [];
  const life = { started: false, closed: false };
  const port: EnginePort = {
    addEventListener: (_type, listener) => listeners.push(listener),
    start: () => (life.started = true),
    postMessage: (message) => asked.push(message),
    close: () => (life.closed = true),
  };
  return { port, asked, life, say: (data: WindowMessage) => listeners.forEach((listener) => listener({ data })) };
}

describe('the window’s link to the engine', () => {
  it('holds calls until the first engine is up, then asks them in order', async () => {
    const link = createEngineLink();
    const status = link.client.call('desk.status', {});
    const counts = link.client.call('queues.counts', {});
    const { port, asked, life, say } = makePort();
    link.attach(port);
    expect(life.started).toBe(true);
    expect(asked).toMatchObject([{ method: 'desk.status' }, { method: 'queues.counts' }]);
    say({ kind: 'result', id: asked[1]?.id ?? 0, json: '"counts"' });
    say({ kind: 'result', id: asked[0]?.id ?? 0, json: '"status"' });
    expect(await status).toBe('"status"');
    expect(await counts).toBe('"counts"');
  });

  it('rejects with the packed error as it came', async () => {
    const link = createEngineLink();
    const { port, asked, say } = makePort();
    link.attach(port);
    const call = link.client.call('desk.status', {});
    const error = { code: 'bug', message: 'm', action: 'a', retryable: false, detail: {} } as const;
    say({ kind: 'failure', id: asked[0]?.id ?? 0, error });
    await expect(call).rejects.toEqual(error);
  });

  it('rejects what is pending when the engine goes, and later calls until it is back', async () => {
    const link = createEngineLink();
    const first = makePort();
    link.attach(first.port);
    const pending = link.client.call('desk.status', {});
    link.detach();
    await expect(pending).rejects.toMatchObject({ code: 'engine-gone', retryable: true });
    await expect(link.client.call('desk.status', {})).rejects.toMatchObject({ code: 'engine-gone' });
    expect(first.life.closed).toBe(true);

    const second = makePort();
    link.attach(second.port);
    const again = link.client.call('desk.status', {});
    second.say({ kind: 'result', id: second.asked[0]?.id ?? 0, json: '"back"' });
    expect(await again).toBe('"back"');
  });

  it('ignores a late answer of the engine that went', async () => {
    const link = createEngineLink();
    const old = makePort();
    link.attach(old.port);
    const lost = link.client.call('desk.status', {});
    link.detach();
    old.say({ kind: 'result', id: old.asked[0]?.id ?? 0, json: 'late' });
    await expect(lost).rejects.toMatchObject({ code: 'engine-gone' });
  });

  it('tells every listener of an event until it stops listening, across engines', () => {
    const link = createEngineLink();
    const heard: unknown[] = [];
    const stop = link.client.on('tickets.changed', (payload) => heard.push(payload));
    for (const ticket of ['T-1', 'T-2']) {
      const { port, say } = makePort();
      link.attach(port);
      say({ kind: 'event', name: 'tickets.changed', payload: { tickets: [ticket] } });
    }
    stop();
    const { port, say } = makePort();
    link.attach(port);
    say({ kind: 'event', name: 'tickets.changed', payload: { tickets: ['T-3'] } });
    expect(heard).toEqual([{ tickets: ['T-1'] }, { tickets: ['T-2'] }]);
  });

  it('says whether the engine is there, to those who come late too', () => {
    const link = createEngineLink();
    const said: string[] = [];
    link.onLink((state) => said.push(state));
    link.attach(makePort().port);
    link.onLink((state) => said.push(`late ${state}`));
    link.detach();
    link.detach();
    expect(said).toEqual(['up', 'late up', 'down', 'late down']);
  });
});
