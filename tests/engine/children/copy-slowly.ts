import { openStore } from '../../../electron/engine/store/open-store';
import { copyName, prepareCopiesFolder } from '../../../electron/engine/copies/copy-names';
import { writeCopy } from '../../../electron/engine/copies/write-copy';

/** Writes copies of a store one after another and says each step, so that a test can kill it in the middle. */
async function main(path: string, key: string): Promise<void> {
  const say = (_area: string, event: string) => void process.stdout.write(`${event}\n`);
  const log = { info: say, warn: say, error: say };
  const clock = { now: () => Date.now(), after: () => () => undefined };
  const store = await openStore({ path, key: key || null, clock, log });
  process.stdout.write('open\n');
  for (;;) {
    const at = Date.now();
    const to = `${prepareCopiesFolder(path)}/${copyName('daily', at)}`;
    await writeCopy({ copyTo: store.copyTo, key: key || null, to, at, log });
  }
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
