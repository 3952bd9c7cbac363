import diagnostics from 'node:diagnostics_channel';

/**
 * What Electron 25's Node 18.15 lacks. Imported before anything else by every host: pino under imapflow asks for
 * `diagnostics_channel.tracingChannel` while it is loaded. Nobody here listens to traces, so the stand-in only has to
 * run what it is given.
 */
type Traced = (this: unknown, ...values: unknown[]) => unknown;

const module = diagnostics as { tracingChannel?: unknown };

if (typeof module.tracingChannel !== 'function') {
  const run = (work: Traced, _context: unknown, self: unknown, ...values: unknown[]): unknown =>
    work.apply(self, values);
  module.tracingChannel = () => ({
    hasSubscribers: false,
    subscribe: () => undefined,
    unsubscribe: () => true,
    traceSync: run,
    tracePromise: run,
    traceCallback: (work: Traced, _position: number, _context: unknown, self: unknown, ...values: unknown[]) =>
      work.apply(self, values),
  });
}
