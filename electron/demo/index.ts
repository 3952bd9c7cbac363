import { packError } from '../../shared/contract/errors';
import type { DemoToHost, HostToDemo } from '../../shared/contract/host';
import { complain, startDemo } from './demo';
import type { Demo } from './demo';

/** The entry of the demo's own process, forked by main. */
type ParentPort = {
  on(event: 'message', listener: (event: { readonly data: HostToDemo }) => void): void;
  postMessage(message: DemoToHost): void;
};
const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };

let demo: Demo | null = null;

async function start(profileDir: string, resourcesDir: string): Promise<DemoToHost> {
  demo = await startDemo({ profileDir, resourcesDir });
  const { imapPort, smtpPort, password } = demo;
  return { kind: 'started', imapPort, smtpPort, password };
}

parentPort?.on('message', ({ data }) => {
  if (data.kind === 'start') {
    start(data.profileDir, data.resourcesDir).then(
      (started) => parentPort.postMessage(started),
      (error: unknown) => {
        complain(error);
        parentPort.postMessage({ kind: 'failed', error: packError(error) });
      },
    );
    return;
  }
  void Promise.resolve(demo?.stop())
    .catch(complain)
    .finally(() => process.exit(0));
});
