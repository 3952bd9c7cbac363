import { join } from 'node:path';
import { build } from 'vite';

const SOURCE = join(import.meta.dirname, '../../renderer/conversation/sanitise-mail.ts');

/** The desk's own sanitiser as one script that puts `sanitiseMail` on the page: it cleans in the engine that shows the mail. */
export async function bundleSanitiser(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome114',
      lib: { entry: SOURCE, formats: ['iife'], name: 'hostileMail' },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('The sanitiser was not built');
  return `${chunk.code}\nglobalThis.sanitiseMail = hostileMail.sanitiseMail;`;
}
