import { join } from 'node:path';
import { build } from 'vite';

/** Builds the parser thread into this folder as the engine's build does; answers its file. */
export async function buildParser(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: { 'parser-worker': join(import.meta.dirname, '../../electron/engine/mail/parser-process.ts') },
        external: ['re2', '@napi-rs/canvas', 'electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', dynamicImportInCjs: false },
      },
    },
  });
  return join(folder, 'parser-worker.cjs');
}
