import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { Script } from 'node:vm';

/** Beside each file of a program, where the build could make it. */
export const CACHE_SUFFIX = '.cache';
/** Length of the digest that a cache begins with, bytes. */
const DIGEST_BYTES = 32;

/** How Node compiles one CommonJS file; the one place where a loader can take compiled code. */
type Compiling = {
  _compile(this: NodeJS.Module, content: string, filename: string, ...further: unknown[]): unknown;
};

/**
 * Runs a program with the code that the build compiled from it (scripts/code-cache.mjs): to compile it anew takes longer than to run
 * it. A cache is code. So it lies beside the program, is written with it and by nobody else, and counts only as it was written, for the
 * very text that it was made of (both in its digest) and for the V8 that made it; otherwise Node compiles as always. Answers what the program exports.
 */
export function runCached(entry: string): unknown {
  const folder = dirname(entry) + sep;
  const module = Module.prototype as unknown as Compiling;
  // Called below on the module that it is given, as Node itself does.
  // oxlint-disable-next-line typescript/unbound-method
  const compile = module._compile;
  module._compile = function compileCached(content, filename, ...further) {
    const script = filename.startsWith(folder) ? cachedScript(content, filename) : null;
    if (script === null) return compile.call(this, content, filename, ...further);
    const run = script.runInThisContext() as (...args: readonly unknown[]) => unknown;
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, dirname(filename));
  };
  return createRequire(entry)(entry);
}

/** The compiled text; null where there is no cache for just this text and this V8. */
function cachedScript(content: string, filename: string): Script | null {
  let cache: Buffer;
  try {
    cache = readFileSync(`${filename}${CACHE_SUFFIX}`);
  } catch {
    // Built without an Electron at hand.
    return null;
  }
  // V8 itself compares no more than the length of the text, and runs a cache that was damaged.
  const code = cache.subarray(DIGEST_BYTES);
  const digest = createHash('sha256').update(content).update(code).digest();
  if (!digest.equals(cache.subarray(0, DIGEST_BYTES))) return null;
  const script = new Script(Module.wrap(content), { filename, cachedData: code });
  return script.cachedDataRejected === true ? null : script;
}
