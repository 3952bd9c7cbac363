import { ERROR_CODES, SportelloError, unpackError } from '../shared/contract/errors';
import type { EngineMethod, ParamsOf, ResultOf } from '../shared/contract/engine-api';
import type { PackedError } from '../shared/contract/errors';
import type { SportelloBridge, SportelloWindow } from '../shared/contract/shell-api';

declare global {
  interface Window {
    readonly sportello: SportelloBridge;
  }
}

function isPacked(error: unknown): error is PackedError {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'string' && (ERROR_CODES as readonly string[]).includes(error.code);
}

/** Failures arrive from the preload as their packed fields, because a raw Error loses its code on the way. */
export function unpackFailure(error: unknown): unknown {
  return !(error instanceof SportelloError) && isPacked(error) ? unpackError(error) : error;
}

async function unpacking<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw unpackFailure(error);
  }
}

/** Wraps every promise of the shell, so that its failures carry their code. */
function unpackingShell(shell: SportelloWindow['shell']): SportelloWindow['shell'] {
  return new Proxy(shell, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, args);
        return answer instanceof Promise ? unpacking(answer) : answer;
      };
    },
  });
}

let world: { readonly raw: SportelloBridge; readonly wrapped: SportelloWindow } | null = null;

/** The world as the preload hands it over; nothing else in the window reaches outside. */
export function sportello(): SportelloWindow {
  const raw = window.sportello;
  if (world?.raw !== raw) {
    const engine: SportelloWindow['engine'] = {
      call: async <M extends EngineMethod>(method: M, params: ParamsOf<M>) => {
        const answer = await unpacking(raw.engine.call(method, params));
        return (answer === undefined ? undefined : JSON.parse(answer)) as ResultOf<M>;
      },
      on: (event, listener) => raw.engine.on(event, listener),
      onLink: (listener) => raw.engine.onLink(listener),
    };
    // A frozen contextBridge object forbids a proxy to answer differently, so the shell is copied first.
    world = { raw, wrapped: { engine, shell: unpackingShell({ ...raw.shell }) } };
  }
  return world.wrapped;
}
