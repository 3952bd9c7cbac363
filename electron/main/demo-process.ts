import { utilityProcess } from 'electron';
import type { UtilityProcess } from 'electron';
import { SportelloError, unpackError } from '../../shared/contract/errors';
import type { DemoToHost, HostToDemo } from '../../shared/contract/host';
import { cleanEnvironment, forwardOutput } from './child-process';

/** Ports on loopback and the password of both servers. */
export type DemoServers = Extract<DemoToHost, { readonly kind: 'started' }>;

export type DemoProcess = {
  start(profileDir: string, resourcesDir: string): Promise<DemoServers>;
  /** Lets it write down what arrived, then ends it; never rejects. */
  stop(): Promise<void>;
};

const STOP_LIMIT_MS = 3_000;

/** The demo's mail servers, in a process of their own: the desk reaches them as it reaches any provider. */
export function createDemoProcess(entry: string): DemoProcess {
  let child: UtilityProcess | null = null;
  return {
    start: (profileDir, resourcesDir) =>
      new Promise((resolve, reject) => {
        const started = utilityProcess.fork(entry, [], {
          serviceName: 'Sportello demo',
          stdio: 'pipe',
          env: cleanEnvironment(),
        });
        child = started;
        forwardOutput(started);
        started.on('message', (answer: DemoToHost) => {
          if (answer.kind === 'started') resolve(answer);
          else reject(unpackError(answer.error));
        });
        started.once('exit', (code) => {
          if (child === started) child = null;
          reject(
            new SportelloError('bug', `The demo's mail servers ended (exit code ${code}).`, {
              action: 'Start the demo again.',
            }),
          );
        });
        const message: HostToDemo = { kind: 'start', profileDir, resourcesDir };
        started.postMessage(message);
      }),
    stop: () =>
      new Promise((resolve) => {
        const ending = child;
        if (!ending) {
          resolve();
          return;
        }
        const limit = setTimeout(() => ending.kill(), STOP_LIMIT_MS);
        ending.once('exit', () => {
          clearTimeout(limit);
          resolve();
        });
        const message: HostToDemo = { kind: 'stop' };
        ending.postMessage(message);
      }),
  };
}
