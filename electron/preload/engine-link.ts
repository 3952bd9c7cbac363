import type { EngineEvent, EngineEvents } from '../../shared/contract/engine-api';
import type { PackedError } from '../../shared/contract/errors';
import type { SportelloBridge } from '../../shared/contract/shell-api';
import type { WindowMessage, WireRequest } from '../../shared/contract/wire';

type Pending = { readonly resolve: (json: string | undefined) => void; readonly reject: (error: PackedError) => void };
type Listener = (payload: unknown) => void;

/** What the preload needs of a MessagePort. */
export type EnginePort = {
  addEventListener(type: 'message', listener: (event: { readonly data: WindowMessage }) => void): void;
  /** Messages are held until then. */
  start(): void;
  postMessage(message: WireRequest): void;
  close(): void;
};

export type EngineLink = {
  readonly client: Omit<SportelloBridge['engine'], 'onLink'>;
  onLink(listener: (link: 'up' | 'down') => void): () => void;
  /** A new engine is there. */
  attach(port: EnginePort): void;
  /** The engine went away: pending calls are rejected, later ones too until the next `attach`. */
  detach(): void;
};

const GONE: PackedError = {
  code: 'engine-gone',
  message: 'The engine stopped in the middle of this and is starting again.',
  action: 'Nothing is lost. Try again in a moment.',
  retryable: true,
  detail: {},
};

/**
 * The window's end of the wire. The port itself never leaves the preload. Calls made before the first engine is up wait
 * for it; an engine that went away rejects. Rejections are `PackedError` values: the bridge strips an Error's fields.
 */
export function createEngineLink(): EngineLink {
  let port: EnginePort | null = null;
  let wasUp = false;
  let lastId = 0;
  const pending = new Map<number, Pending>();
  const waiting: WireRequest[] = [];
  const events = new Map<string, Set<Listener>>();
  const links = new Set<(link: 'up' | 'down') => void>();

  function receive(message: WindowMessage): void {
    if (message.kind === 'event') {
      for (const listener of events.get(message.name) ?? []) listener(message.payload);
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'result') call?.resolve(message.json);
    else if (message.kind === 'failure') call?.reject(message.error);
  }

  function announce(link: 'up' | 'down'): void {
    for (const listener of links) listener(link);
  }

  return {
    client: {
      call: (method, params) =>
        new Promise((resolve, reject: (error: PackedError) => void) => {
          if (!port && wasUp) {
            reject(GONE);
            return;
          }
          lastId += 1;
          pending.set(lastId, { resolve, reject });
          const request: WireRequest = { kind: 'call', id: lastId, method, params };
          if (port) port.postMessage(request);
          else waiting.push(request);
        }),
      on: <E extends EngineEvent>(event: E, listener: (payload: EngineEvents[E]) => void) => {
        const listeners = events.get(event) ?? new Set<Listener>();
        events.set(event, listeners);
        listeners.add(listener as Listener);
        return () => listeners.delete(listener as Listener);
      },
    },
    onLink: (listener) => {
      links.add(listener);
      if (port) listener('up');
      return () => links.delete(listener);
    },
    attach: (next) => {
      port?.close();
      port = next;
      wasUp = true;
      next.addEventListener('message', (event) => receive(event.data));
      next.start();
      for (const request of waiting.splice(0)) next.postMessage(request);
      announce('up');
    },
    detach: () => {
      if (!port) return;
      port.close();
      port = null;
      const calls = [...pending.values()];
      pending.clear();
      for (const call of calls) call.reject(GONE);
      announce('down');
    },
  };
}
