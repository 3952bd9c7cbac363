import { engineParams } from '../../shared/contract/engine-api';
import type { EngineMethod } from '../../shared/contract/engine-api';
import { SportelloError } from '../../shared/contract/errors';
import type { EngineContext } from './context';
import { handlers } from './handlers/table';
import { explainStale } from './tickets/who-was-first';

/**
 * Answers one call, whatever carried it: own methods of the contract only, every parameter checked at this door.
 * @throws SportelloError `unknown-method`, `bad-params`, or what the handler refuses; anything else is a bug.
 */
export async function dispatch(context: EngineContext, method: string, params: unknown): Promise<unknown> {
  const checked = checkCall(method, params);
  const handler = handlers[checked.method] as (context: EngineContext, params: unknown) => unknown;
  try {
    return await handler(context, checked.params);
  } catch (error) {
    throw await explainStale(context, error, checked.params);
  }
}

/** Checks name and parameters of a call against the contract. */
export function checkCall(method: string, params: unknown): { method: EngineMethod; params: unknown } {
  // Own properties only: `toString` and `__proto__` are no methods of ours.
  if (!Object.hasOwn(engineParams, method)) {
    throw new SportelloError('unknown-method', `The engine has no method ${method.slice(0, 80)}`, {
      action: 'Window and engine are of different versions: restart the desk.',
    });
  }
  const known = method as EngineMethod;
  const result = engineParams[known].safeParse(params);
  if (result.success) return { method: known, params: result.data };
  const problems = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || 'params'}: ${issue.message}`)
    .join('; ');
  throw new SportelloError('bad-params', `${known} was called with unusable parameters: ${problems}`, {
    action: 'Correct what was typed; if nothing was typed, report this with the diagnostics.',
    detail: { method: known },
  });
}
