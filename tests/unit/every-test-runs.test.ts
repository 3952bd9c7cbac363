import { readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import playwright from '../../playwright.config';
import vitest from '../../vitest.config';

const ROOT = resolve(import.meta.dirname, '../..');

/** The files of tests/ that end like this, from the root, with slashes. */
function filesEnding(ending: RegExp): readonly string[] {
  return readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => `tests/${file.split(sep).join('/')}`)
    .filter((file) => ending.test(file))
    .sort();
}

/** A pattern of files as these configurations write them: `*`, `{one,other}`. */
function asRegExp(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|[\]\\]/g, String.raw`\$&`)
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`)
    .replaceAll('**/', '(?:[^/]+/)<any>')
    .replaceAll('*', '[^/]*')
    .replaceAll('<any>', '*');
  return new RegExp(`^${source}$`);
}

function unclaimed(files: readonly string[], globs: readonly string[]): readonly string[] {
  const patterns = globs.map(asRegExp);
  return files.filter((file) => !patterns.some((pattern) => pattern.test(file)));
}

describe('a test that no suite runs', () => {
  it('is not there among those of Vitest', () => {
    const projects = (vitest as { readonly test: { readonly projects: readonly unknown[] } }).test.projects;
    const globs = projects.flatMap((project) => (project as { test: { include: readonly string[] } }).test.include);
    const files = filesEnding(/\.test\.tsx?$/);
    expect(files.length).toBeGreaterThan(300);
    expect(unclaimed(files, globs)).toEqual([]);
  });

  it('is not there among those of the real window', () => {
    const globs = (playwright.projects ?? []).flatMap(({ testMatch }) => [testMatch ?? []].flat()).map(String);
    const files = filesEnding(/\.spec\.tsx?$/);
    expect(files.length).toBeGreaterThan(20);
    expect(
      unclaimed(
        files,
        globs.map((glob) => `tests/${glob}`),
      ),
    ).toEqual([]);
  });

  it('would be found', () => {
    expect(unclaimed(['tests/ui/one.test.ts'], ['tests/ui/**/*.test.tsx', 'tests/unit/**/*.test.ts'])).toHaveLength(1);
    expect(unclaimed(['tests/ui/in/one.test.ts'], ['tests/ui/**/*.test.{ts,tsx}'])).toEqual([]);
  });
});
