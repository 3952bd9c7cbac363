import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { EnvironmentOptions } from 'vite';
import { textsDigest } from './electron/engine/macros/built-texts.ts';

const root = import.meta.dirname;

// Left in node_modules: Electron itself, a native binding, and optional peers that our dependencies only try to load.
const external = [
  'electron',
  'libsql',
  // Finds its commands and plugins by file name while it runs.
  /^hoodiecrow-imap/,
  're2',
  'pg-native',
  'cloudflare:sockets',
  '@napi-rs/canvas',
  ...builtinModules,
  /^node:/,
];

/**
 * One CommonJS bundle for Node 18.15 (the fallback runtime) and later. No `resolve.conditions` or `mainFields` here:
 * with 'import' among them a required package arrives as an ESM namespace and dies.
 */
function nodeBundle(name: string, input: Readonly<Record<string, string>>): EnvironmentOptions {
  return {
    consumer: 'server',
    define: { BUILT_TEXTS: JSON.stringify(shippedTexts()) },
    resolve: { noExternal: true, external: ['electron', 'libsql', 'hoodiecrow-imap', ...builtinModules] },
    build: {
      ssr: true,
      target: 'node18',
      outDir: resolve(root, 'out', name),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { ...input },
        external,
        output: {
          format: 'cjs',
          minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } },
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // import() of an external from inside an asar archive fails on the fallback runtime; require() does not.
          dynamicImportInCjs: false,
        },
        checks: { emptyImportMeta: false },
      },
    },
  };
}

/** What `npm test` has checked need not be checked again at each start (electron/engine/macros/load-macros.ts). */
function shippedTexts(): string {
  const folder = resolve(root, 'resources/macros');
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return textsDigest(new Map(names.map((name) => [name, readFileSync(resolve(folder, name), 'utf8')])));
}

function benchmarks(): Record<string, string> {
  const folder = resolve(root, 'bench');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), resolve(folder, file)]));
}

/** Everything that is built, by the folder below `out/` it goes to. A preload in the sandbox must be one file. */
const bundles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  main: {
    start: resolve(root, 'electron/main/start.ts'),
    index: resolve(root, 'electron/main/index.ts'),
    'spelling-worker': resolve(root, 'electron/main/spelling/spelling-worker.ts'),
  },
  preload: { index: resolve(root, 'electron/preload/index.ts') },
  engine: {
    start: resolve(root, 'electron/engine/hosts/start.ts'),
    index: resolve(root, 'electron/engine/hosts/utility-process.ts'),
    'parser-worker': resolve(root, 'electron/engine/mail/parser-process.ts'),
    'copy-worker': resolve(root, 'electron/engine/copies/copy-worker.ts'),
  },
  demo: { index: resolve(root, 'electron/demo/index.ts') },
  cli: { index: resolve(root, 'electron/cli/index.ts') },
  bench: benchmarks(),
  training: { index: resolve(root, 'training/train-intent.ts') },
};

export default defineConfig({
  root: resolve(root, 'renderer'),
  plugins: [react()],
  // Its ESM takes a CommonJS file for a namespace that can be called.
  resolve: { alias: { 'hunspell-asm': resolve(root, 'node_modules/hunspell-asm/dist/cjs/index.js') } },
  build: {
    target: 'chrome114',
    chunkSizeWarningLimit: 2_000,
    outDir: resolve(root, 'out/renderer'),
    emptyOutDir: true,
    sourcemap: true,
    assetsInlineLimit: 0,
    // The pages' styles stay in one order, whichever page is opened first.
    cssCodeSplit: false,
    // index.html names every file of the start, so that none waits for another to be read.
    modulePreload: { polyfill: false },
  },
  environments: {
    client: { build: { rolldownOptions: { input: resolve(root, 'renderer/index.html') } } },
    ...Object.fromEntries(Object.entries(bundles).map(([name, input]) => [name, nodeBundle(name, input)])),
  },
  builder: {
    async buildApp(builder) {
      // SPORTELLO_BUILD=cli,engine builds only those: the command line needs no window.
      const wanted = process.env['SPORTELLO_BUILD']?.split(',');
      for (const [name, environment] of Object.entries(builder.environments)) {
        const input = bundles[name];
        if (name === 'ssr' || (input && Object.keys(input).length === 0)) continue;
        if (wanted && !wanted.includes(name)) continue;
        await builder.build(environment);
      }
    },
  },
});
