import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listApp } from '../../electron/main/app-protocol';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sportello-app-'));
  mkdirSync(join(folder, 'assets'));
  for (const name of ['start', 'settings']) writeFileSync(join(folder, `assets/${name}.js`), `/* ${name} */`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const page = (head: string) => writeFileSync(join(folder, 'index.html'), `<!doctype html><head>${head}</head>`);

describe('the files of the window', () => {
  it('are listed, and what the page names is read ahead', async () => {
    page('<script type="module" src="/assets/start.js"></script>');
    const { paths, ahead } = await listApp(folder);
    expect([...paths.keys()].sort()).toEqual(['assets/settings.js', 'assets/start.js', 'index.html']);
    expect([...ahead.keys()]).toEqual(['index.html', 'assets/start.js']);
    expect((await ahead.get('assets/start.js'))?.toString()).toBe('/* start */');
  });

  it('are those of the folder alone, whatever the page names', async () => {
    page('<link href="/../outside.js"><link href="https://example.com/far.js">');
    const { ahead } = await listApp(folder);
    expect([...ahead.keys()]).toEqual(['index.html']);
  });
});
