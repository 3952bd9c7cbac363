import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMessageParser } from '../../../electron/engine/mail/parser-host';
import { HOSTILE_MAILS } from '../../support/hostile-mails';
import { writeMail } from '../../support/write-mail';

/**
 * Reads the hostile mails, each between two ordinary ones, and prints a line for each: time, memory, what became of it. One that
 * takes more than `mostMs` is read up to twice more. */
async function main(workerFile: string, mostMs: string): Promise<void> {
  const parser = createMessageParser({
    clock: {
      now: () => Date.now(),
      after: (ms, done) => {
        const timer = setTimeout(done, ms);
        return () => clearTimeout(timer);
      },
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    workerFile,
  });
  const ordinary = async (): Promise<string> => {
    const { message } = await parser.parse(writeMail(), { authservId: null });
    return message.readability;
  };
  await ordinary();
  const idle = residentMb('VmRSS');
  const read = async (make: () => Buffer) => {
    const raw = make();
    collect();
    forgetPeak();
    const start = performance.now();
    const [before, result, after] = await Promise.all([
      ordinary(),
      parser.parse(raw, { authservId: 'mx.support.example' }).then(
        ({ message }) => message.readability,
        (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
      ),
      ordinary(),
    ]);
    const ms = Math.round(performance.now() - start);
    return { ms, grown: Math.round(residentMb('VmHWM') - idle), result, neighbours: [before, after] };
  };
  for (const { name, make } of HOSTILE_MAILS) {
    let reading = await read(make);
    // A busy machine stops anything for a second or two: what is really too slow is too slow each time.
    for (let again = 0; again < 2 && reading.ms > Number(mostMs); again += 1) reading = await read(make);
    process.stdout.write(`${JSON.stringify({ name, ...reading })}\n`);
  }
  process.stdout.write('{"name":"done"}\n');
  await parser.close();
}

/** What this side let go must not count as the parser's. */
const collect: () => void = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** Resident memory of this process now (`VmRSS`) or at most since it was forgotten (`VmHWM`), in MB. */
function residentMb(field: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  return Number(kilobytes) / 1024;
}

function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
