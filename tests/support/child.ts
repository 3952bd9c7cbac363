import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { onTestFinished } from 'vitest';
import { makeFolder } from './make-store';

/** What a child printed so far and how it ended. */
export type Child = {
  readonly process: ChildProcess;
  /** Settles with the output once it holds `text`; rejects when the child ends before. */
  said(text: string): Promise<string>;
  /** Settles when the child has ended. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly output: string;
  }>;
};

/** Bundles a TypeScript file as the engine is; answers the file to start with `startBuilt`. Gone after the test. */
export async function buildChild(entry: string): Promise<string> {
  const outDir = makeFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(entry),
      outDir,
      target: 'node18',
      rolldownOptions: { external: ['libsql'], output: { format: 'cjs', entryFileNames: 'child.cjs' } },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  return join(outDir, 'child.cjs');
}

/** Starts a TypeScript file as a Node process of its own. Killed when the test ends. */
export async function startChild(entry: string, args: readonly string[]): Promise<Child> {
  return startBuilt(await buildChild(entry), args);
}

/** Starts what `buildChild` made. Killed when the test ends. */
export function startBuilt(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Child {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, NODE_PATH: resolve('node_modules') },
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code, signal, output }));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    process: child,
    ended,
    said: (text) =>
      new Promise((done, failed) => {
        const look = () => {
          if (output.includes(text)) done(output);
        };
        listeners.add(look);
        look();
        void ended.then(() => failed(new Error(`The child ended without saying ${text}: ${output}`)), failed);
      }),
  };
}
