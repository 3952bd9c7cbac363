import { join } from 'node:path';
import { maskText } from '../../shared/domain/mask-text';
import { appendRotating } from '../log/rotating-file';

/** null until the profile is known: what is said before goes to standard error alone. */
let file: string | null = null;

/** From here on what main says is kept beside the engine's log, in `logs/main.log` of this folder. */
export function keepMainLog(userDir: string): void {
  file = join(userDir, 'logs', 'main.log');
}

/** Says a fault or an event of main: on standard error and in its log, with what names a customer masked. */
export function logMain(text: string): void {
  const masked = maskText(text);
  process.stderr.write(`${masked}\n`);
  if (file === null) return;
  const line = JSON.stringify({ at: new Date().toISOString(), text: masked });
  try {
    appendRotating(file, line);
  } catch (error) {
    process.stderr.write(`The log cannot be written: ${String(error)}\n`);
  }
}
