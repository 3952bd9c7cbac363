import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CACHE_SUFFIX, runCached } from '../../electron/cached/run-cached';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sportello-cached-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = () => join(folder, 'index.cjs');
const put = (text: string): void => writeFileSync(program(), text);

/** Keeps what V8 makes of `compiled`, under the name of `named`: the two are the same text where nobody meddles. */
function keep(compiled: string, named = compiled): void {
  const data = new Script(Module.wrap(compiled), { filename: program() }).createCachedData();
  const digest = createHash('sha256').update(named).update(data).digest();
  writeFileSync(`${program()}${CACHE_SUFFIX}`, Buffer.concat([digest, data]));
}

describe('a program with compiled code beside it', () => {
  it('runs as it would without: with its own files, folder and exports', () => {
    const text = "exports.said = require('./words.cjs').hello + __dirname;";
    writeFileSync(join(folder, 'words.cjs'), "exports.hello = 'hello from ';");
    put(text);
    keep(text);
    expect(runCached(program())).toEqual({ said: `hello from ${folder}` });
  });

  it('takes the code and does not compile its text again', () => {
    put('exports.said = 2;');
    // Only here can one tell the two apart: the code is of another text, under this one's name.
    keep('exports.said = 1;', 'exports.said = 2;');
    expect(runCached(program())).toEqual({ said: 1 });
  });

  it('never takes code of another text, though it is as long', () => {
    put('exports.said = 2;');
    keep('exports.said = 1;');
    expect(runCached(program())).toEqual({ said: 2 });
  });

  it('never takes code that was damaged since it was written', () => {
    put('exports.said = 2;');
    keep('exports.said = 1;', 'exports.said = 2;');
    const cache = readFileSync(`${program()}${CACHE_SUFFIX}`);
    const last = cache.length - 1;
    cache[last] = (cache[last] ?? 0) ^ 1;
    writeFileSync(`${program()}${CACHE_SUFFIX}`, cache);
    expect(runCached(program())).toEqual({ said: 2 });
  });

  it.each([
    ['none', null],
    ['an empty one', Buffer.alloc(0)],
    ['the digest alone', createHash('sha256').update('exports.said = 2;').digest()],
    [
      'what V8 did not make',
      Buffer.concat([createHash('sha256').update('exports.said = 2;').digest(), Buffer.alloc(500)]),
    ],
  ])('is compiled where the code is %s', (_, bytes) => {
    put('exports.said = 2;');
    if (bytes !== null) writeFileSync(`${program()}${CACHE_SUFFIX}`, bytes);
    expect(runCached(program())).toEqual({ said: 2 });
  });
});
