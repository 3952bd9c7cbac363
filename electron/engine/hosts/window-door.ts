import { HOST_METHODS } from '../../../shared/contract/engine-api';
import { SportelloError } from '../../../shared/contract/errors';
import type { Engine } from '../engine';

/**
 * The engine as a window may use it. A window shows hostile mail: it names no file that is to be written. So what hosts
 * alone ask for (`HOST_METHODS`) is refused to it, and a copy of the store goes into the folder of copies and nowhere else.
 * A command line is the person at the keyboard, and may.
 */
export function windowDoor(engine: Pick<Engine, 'dispatch' | 'on'>): Pick<Engine, 'dispatch' | 'on'> {
  return {
    on: (event, listener) => engine.on(event, listener),
    dispatch(method, params) {
      const refusal = refusalOf(method, params);
      return refusal === null ? engine.dispatch(method, params) : Promise.reject(refusal);
    },
  };
}

function refusalOf(method: string, params: unknown): SportelloError | null {
  if (HOST_METHODS.has(method)) {
    return new SportelloError('not-allowed', 'A window may not ask this.', { action: '' });
  }
  if (method !== 'copies.write' || !namesPath(params)) return null;
  return new SportelloError('not-allowed', 'A window writes copies into their folder only.', {
    action: 'Run `backup FILE` to write one elsewhere.',
  });
}

function namesPath(params: unknown): boolean {
  return typeof params !== 'object' || params === null || Reflect.get(params, 'path') !== null;
}
