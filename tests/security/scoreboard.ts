import { appendFileSync } from 'node:fs';

/** One line of the scoreboard that `npm run test:security` prints; written before the test judges it, so a failure is seen too. */
export function report(line: string): void {
  const file = process.env['SPORTELLO_SCOREBOARD'];
  if (file) appendFileSync(file, `${line}\n`);
}
