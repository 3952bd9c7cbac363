import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The fallback runtime is Electron 25: Node 18.15 on V8 11.4, Chrome 114 in the window. A newer name compiles, passes
 * every test on a newer Node, and is `undefined` there.
 */
const MISSING_EVERYWHERE: Readonly<Record<string, RegExp>> = {
  'Promise.withResolvers, Promise.try': /\bPromise\.(withResolvers|try)\b/,
  'Object.groupBy, Map.groupBy': /\b(Object|Map)\.groupBy\b/,
  'Array.fromAsync': /\bArray\.fromAsync\b/,
  // a list is no set: that is a schema of zod
  'methods of sets':
    /\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\((?!\[)/,
  'methods of iterators':
    /\bIterator\.from\b|\.(values|keys|entries)\(\)\s*\.(map|filter|take|drop|flatMap|reduce|toArray|some|every|find|forEach)\(/,
  'URL.canParse, URL.parse': /\bURL\.(canParse|parse)\b/,
  'AbortSignal.any': /\bAbortSignal\.any\b/,
  'RegExp.escape': /\bRegExp\.escape\b/,
  'base64 and hex of Uint8Array': /\.(fromBase64|toBase64|fromHex|toHex)\(/,
  'import.meta.dirname': /\bimport\.meta\.(dirname|filename)\b/,
  'the size of search parameters': /\bsearchParams\.size\b/,
  'JSON.rawJSON, Math.sumPrecise': /\bJSON\.(rawJSON|isRawJSON)\b|\bMath\.sumPrecise\b/,
};

const MISSING_IN_NODE: Readonly<Record<string, RegExp>> = {
  'readdir of whole trees': /\breaddir(Sync)?\([^)]*recursive/,
  'Dirent.parentPath': /\.parentPath\b/,
  'modules of later Nodes': /['"]node:(sqlite|sea|test)['"]/,
  'functions of later Nodes':
    /\b(process\.(getBuiltinModule|loadEnvFile)|styleText|parseEnv|openAsBlob|crypto\.hash)\(/,
  'globals of later Nodes': /\bnew (WebSocket|CustomEvent|File|EventSource)\(|\bnavigator\./,
  'fs.glob': /\bglob(Sync)?\b.*from 'node:fs/,
};

const PLACES = [
  { folder: 'shared', missing: MISSING_EVERYWHERE },
  { folder: 'renderer', missing: MISSING_EVERYWHERE },
  { folder: 'electron', missing: { ...MISSING_EVERYWHERE, ...MISSING_IN_NODE } },
] as const;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Code without its comments: they may name what is missing. */
function codeOf(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
}

describe('what the fallback runtime lacks', () => {
  it.each(PLACES)('is used nowhere in $folder', ({ folder, missing }) => {
    const sources = sourcesIn(folder);
    expect(sources.length).toBeGreaterThan(20);
    const uses = sources.flatMap((path) => {
      const code = codeOf(path);
      return Object.entries(missing).flatMap(([name, pattern]) => (pattern.test(code) ? [`${path}: ${name}`] : []));
    });
    expect(uses).toEqual([]);
  });

  it.each([
    ['const { promise } = Promise.withResolvers<void>();', 'Promise.withResolvers, Promise.try'],
    ['return known.difference(seen);', 'methods of sets'],
    ['return tickets.values().map((ticket) => ticket.id);', 'methods of iterators'],
    ['if (URL.canParse(address)) return;', 'URL.canParse, URL.parse'],
    ['await readdir(folder, { recursive: true });', 'readdir of whole trees'],
    ["import { DatabaseSync } from 'node:sqlite';", 'modules of later Nodes'],
  ])('would be found: %s', (code, name) => {
    expect({ ...MISSING_EVERYWHERE, ...MISSING_IN_NODE }[name]?.test(code)).toBe(true);
  });
});
