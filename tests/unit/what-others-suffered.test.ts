import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TESTS = join(import.meta.dirname, '..');
const PAGE = join(TESTS, '../docs/what-others-suffered.md');
const ROW = /^\| (F?\d+) +\| ([^|]+)\| (.+?) *\|$/;
const GUARD = /`([\w-]+\/[\w-]+\.(?:test|spec)\.tsx?) › ([^`]+)`/g;

const rows = readFileSync(PAGE, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number = '', , says = ''] = ROW.exec(line) ?? [];
    return number === '' ? [] : [{ number, says }];
  });

/** Whether the file has this as a whole text in quotes: the title of a test, or of one of its cases. */
function holds(file: string, name: string): boolean {
  const path = join(TESTS, file);
  if (!existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  const written = name.replaceAll('\\', '\\\\');
  return ["'", '"', '`'].some((quote) => source.includes(quote + written.replaceAll(quote, `\\${quote}`) + quote));
}

describe('docs/what-others-suffered.md', () => {
  it('has each of the 64 complaints and the 35 faults once, in order', () => {
    const numbers = Array.from({ length: 64 }, (_, at) => String(at + 1));
    const faults = Array.from({ length: 35 }, (_, at) => `F${at + 1}`);
    expect(rows.map(({ number }) => number)).toEqual([...numbers, ...faults]);
  });

  it('names only tests that there are', () => {
    const guards = rows.flatMap(({ number, says }) =>
      [...says.matchAll(GUARD)].map(([, file = '', name = '']) => ({ number, file, name })),
    );
    expect(guards.length).toBeGreaterThan(100);
    expect(guards.filter(({ file, name }) => !holds(file, name))).toEqual([]);
  });

  it('has nothing in code marks that is no test', () => {
    const rest = rows.map(({ number, says }) => ({ number, says: says.replaceAll(GUARD, '') }));
    expect(rest.filter(({ says }) => says.includes('`'))).toEqual([]);
  });

  it('says of every row without a test why there is none', () => {
    const without = rows.filter(({ says }) => !says.includes(' › '));
    const reason = /not built yet|not ours|not run yet|\*\*open\*\*/;
    expect(without.filter(({ says }) => !reason.test(says))).toEqual([]);
  });
});
