import { runCommand } from '../../../electron/cli/run';

/** Moves a profile; stops itself (SIGSTOP) at the first line that holds the text, so that a test can kill it there. */
async function main(profile: string, to: string, stopAt: string, resourcesDir: string): Promise<void> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
    if (!line.includes(stopAt)) return;
    process.stdout.write('stopped here\n');
    process.kill(process.pid, 'SIGSTOP');
  };
  const given = ['move', '--profile', profile, '--to', to, ...(to === 'file' ? ['--unencrypted'] : [])];
  const environment = process.env;
  await runCommand(given, {
    environment,
    resourcesDir,
    workingDir: '/',
    print: say,
    complain: say,
    untilStopped: () => Promise.resolve(),
  });
  process.stdout.write('end\n');
}

const [, , profile = '', to = '', stopAt = '', resourcesDir = ''] = process.argv;
void main(profile, to, stopAt, resourcesDir);
