import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Downloads that outlive a clone: the fallback runtime. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sportello');

/** What a script tells the person. Standard output belongs to results (cli.md), so this never goes there. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Says why it cannot go on, and ends with exit code 1. */
export function giveUp(text) {
  say(text);
  process.exit(1);
}
