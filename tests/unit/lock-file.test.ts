import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Entry = {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
};
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Record<string, Entry> };

/** Where Node would find `name` required from the package at `path`: its own node_modules, then each one above. */
function findEntry(path: string, name: string): string | undefined {
  const folders = path.split('/node_modules/');
  while (folders.length > 0) {
    const candidate = `${folders.join('/node_modules/')}/node_modules/${name}`;
    if (lock.packages[candidate]) return candidate;
    folders.pop();
  }
  return lock.packages[`node_modules/${name}`] && `node_modules/${name}`;
}

describe('the lock file', () => {
  it('has an entry for every optional platform sibling, so that npm ci takes it', () => {
    const names = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ path, name })),
    );
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter(({ path, name }) => !findEntry(path, name))).toEqual([]);
  });

  it('names no registry host, so that any mirror serves it', () => {
    const hosts = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.includes('://'));
    expect(hosts.map(([path]) => path)).toEqual([]);
  });
});
