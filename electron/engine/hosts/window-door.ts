import { SportelloError } from '../../../shared/contract/errors';
import type { Engine } from '../engine';

/**
 * The engine as a window may use it. A window shows hostile mail: it names no file that is to be written, so a copy of the
 * store goes into the folder of copies and nowhere else. A command line is the person at the keyboard, and may.
 */
export function windowDoor(engine: Pick<Engine, 'dispatch' | 'on'>): Pick<Engine, 'dispatch' | 'on'> {
  return {
    on: (event, listener) => engine.on(event, listener),
    dispatch: (method, params) =>
      method === 'copies.write' && namesPath(params) ? Promise.reject(noPath()) : engine.dispatch(method, params),
  };
}

function namesPath(params: unknown): boolean {
  return typeof params !== 'object' || params === null || Reflect.get(params, 'path') !== null;
}

function noPath(): SportelloError {
  return new SportelloError('not-allowed', 'A window writes copies into their folder only.', {
    action: 'Run `backup FILE` to write one elsewhere.',
  });
}
