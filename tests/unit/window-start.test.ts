import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** Static imports and re-exports that stay in the program; types are gone by then, and `import(…)` is a file of its own. */
const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\s+from\s+)?'(?<from>[^']+)'/gm;

function fileOf(path: string): string | undefined {
  return [path, `${path}.ts`, `${path}.tsx`].find((one) => /\.\w+$/.test(one) && existsSync(one));
}

/** Everything that the window's program reads before it can show anything: own files by their path, packages by name. */
function readAtStart(): ReadonlySet<string> {
  const seen = new Set<string>();
  const read = (path: string): void => {
    if (seen.has(relative(ROOT, path))) return;
    seen.add(relative(ROOT, path));
    if (!/\.tsx?$/.test(path)) return;
    for (const { groups } of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      const from = groups?.['from'] ?? '';
      const file = from.startsWith('.') ? fileOf(resolve(dirname(path), from)) : undefined;
      if (file !== undefined) read(file);
      else seen.add(from);
    }
  };
  read(resolve(ROOT, 'renderer/main.tsx'));
  return seen;
}

describe('the program that the window reads at its start', () => {
  const start = readAtStart();

  it('has the desk: list, conversation, case', () => {
    for (const part of ['tickets/ticket-list', 'conversation/conversation', 'case/case-panel']) {
      expect(start).toContain(`renderer/${part}.tsx`);
    }
    expect(start).toContain('react-dom/client');
  });

  it('has no page that is not yet open', () => {
    const pages = [...start].filter((file) =>
      /^renderer\/(?:settings|team-lead|macros|outbox)\/.*page\.tsx$/.test(file),
    );
    expect(pages).toEqual([]);
    expect(start).not.toContain('renderer/first-run/welcome.tsx');
  });

  it('has nothing that the window of a ticket alone needs', () => {
    expect([...start].filter((file) => file.startsWith('renderer/ticket-window/'))).toEqual([]);
  });

  it('has the words of no language: the one that is spoken is read beside it', () => {
    expect([...start].filter((file) => file.endsWith('.json'))).toEqual([]);
  });

  it('has no checker of what is typed', () => {
    expect(start).not.toContain('zod');
  });
});
