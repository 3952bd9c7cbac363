import type { EngineEvent } from '../../../shared/contract/engine-api';
import { SportelloError, packError } from '../../../shared/contract/errors';
import type { WireMessage, WireRequest } from '../../../shared/contract/wire';
import type { Engine } from '../engine';

/** One client's line to the engine, whatever carries it: a window's port or a socket. */
export type WireLine = {
  send(message: WireMessage): void;
};

/** Every event of the contract: the build stops where one is missing. */
const FORWARDED: Readonly<Record<EngineEvent, true>> = {
  'tickets.changed': true,
  'queues.changed': true,
  'told.changed': true,
  'proposals.changed': true,
  'presence.changed': true,
  'outbox.changed': true,
  'desk.status': true,
  'earned.fell': true,
  'copies.changed': true,
  'imports.changed': true,
  'hotmart.changed': true,
  'macros.changed': true,
  'evaluation.read': true,
  'erasures.progress': true,
  'reply.returned': true,
  'machine.suspected': true,
  'messages.downloading': true,
};
const EVENTS = Object.keys(FORWARDED) as readonly EngineEvent[];

/**
 * Answers the calls of one client. An expected failure crosses as its fields; anything else is a bug: the caller hears
 * `bug`, and `onBug` ends the process (style.md, habit 12).
 */
export function serve(
  engine: Pick<Engine, 'dispatch' | 'on'>,
  line: WireLine,
  onBug: (error: unknown) => void,
): { receive(message: unknown): void; close(): void } {
  const listeners = EVENTS.map((name) => engine.on(name, (payload) => line.send({ kind: 'event', name, payload })));
  return {
    receive(message) {
      if (!isRequest(message)) return;
      const { id, method, params } = message;
      engine.dispatch(method, params).then(
        (value) => line.send({ kind: 'result', id, value }),
        (error: unknown) => {
          line.send({ kind: 'failure', id, error: packError(error) });
          if (!(error instanceof SportelloError)) onBug(error);
        },
      );
    },
    close() {
      for (const stop of listeners) stop();
    },
  };
}

/** Whether something that came over a line is a call. */
export function isRequest(message: unknown): message is WireRequest {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, id, method } = message as Partial<WireRequest>;
  return kind === 'call' && typeof id === 'number' && typeof method === 'string';
}
