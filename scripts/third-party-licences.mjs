import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { root } from './places.mjs';

/** What a package's licence is called where it is a file of its own. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * One text: of every package of others that is inside its name, version, licence, and the licence's own words where the package brings
 * them. Inside are those whose source stands in a bundle (its source map names each file), those in the archive, and those that lie
 * beside it, whose folders are given. Throws where one does not say under which licence it comes.
 */
export function licencesOf(archive, beside) {
  const bundled = new Set(beside);
  for (const source of bundledSources()) {
    const folder = packageFolder(source);
    if (folder) bundled.add(folder);
  }
  const parts = [...packagesOfArchive(archive), ...[...bundled].flatMap(packageOfProject)];
  const texts = new Map(parts.map((part) => [part.title, [part.title, ...part.words].join('\n\n')]));
  const head =
    "What Sportello is made with. Electron's own licence and Chromium's are LICENSE.electron.txt and LICENSES.chromium.html.";
  const sorted = [...texts.keys()].toSorted().map((title) => texts.get(title));
  return `${[head, ...sorted].join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}

function packageOfProject(folder) {
  const path = join(root, folder);
  // A folder without one is a part of the package above.
  if (!existsSync(join(path, 'package.json'))) return [];
  return [describe(folder, readdirSync(path), (file) => readFileSync(join(path, file), 'utf8'))];
}

/** Another version may lie there than at the same place of the project. */
function packagesOfArchive(archive) {
  const paths = listPackage(archive).map((path) => path.replaceAll('\\', '/').slice(1));
  const folders = paths.filter(
    (path) => packageFolder(path) !== null && path === `${packageFolder(path)}/package.json`,
  );
  return folders.map((manifest) => {
    const folder = manifest.slice(0, -'/package.json'.length);
    const files = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
    const packed = describe(folder, files, (file) => extractFile(archive, `${folder}/${file}`).toString('utf8'));
    // No text of Markdown is packed, and some bring their licence as one.
    const [known] = packed.words.length > 0 ? [] : packageOfProject(folder);
    return known?.title === packed.title ? known : packed;
  });
}

function describe(folder, files, read) {
  const { name, version, license, licenses } = JSON.parse(read('package.json'));
  const named =
    license?.type ??
    license ??
    [licenses]
      .flat()
      .map((one) => one?.type ?? one ?? '')
      .join(', ');
  if (!named) throw new Error(`${folder} does not say under which licence it comes.`);
  const own = files.filter((file) => LICENCE_FILE.test(file) && !file.includes('/'));
  return { title: `${name} ${version}: ${named}`, words: own.map((file) => read(file).trim()) };
}

function bundledSources() {
  return ['cli', 'demo', 'engine', 'main', 'preload', 'renderer']
    .flatMap((bundle) => filesBelow(join(root, 'out', bundle)))
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).sources);
}

/** Where the package of this file lies, from `node_modules/` on; null for a file of ours. */
function packageFolder(path) {
  return /^.*?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
