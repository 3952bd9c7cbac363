import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './child.mjs';
import { giveUp, root } from './places.mjs';
import { PACKAGES } from './system-packages.mjs';

/** Below what other programs keep to themselves: a folder of a vendor's own. */
const HOME = 'opt/sportello';
/** The desk works without it, but asks for a passphrase instead of using the keychain, and cannot open a browser, and draws by the processor alone. */
const RECOMMENDS = ['gnome-keyring | kwalletmanager', 'libgl1', 'libegl1', 'xdg-utils', 'libnotify4'];

/**
 * Makes the .deb from the folder that electron-builder made, by dpkg-deb itself: electron-builder wants a Ruby program from a site that
 * may be out of reach, and electron-installer-debian brings thirty packages to do these lines. `flavour` renames it where it is
 * not the product. Answers the path.
 */
export async function makeDebianPackage(folder, flavour) {
  const { author, description, homepage, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = flavour?.name ?? name;
  const tree = mkdtempSync(join(tmpdir(), 'sportello-deb-'));
  try {
    chmodSync(tree, 0o755);
    cpSync(folder, join(tree, HOME), { recursive: true });
    // Copying dropped the mode.
    chmodSync(join(tree, HOME, 'chrome-sandbox'), 0o4755);
    // How the desk knows what it was installed from (electron/main/updates/packed-feed.ts).
    put(tree, `${HOME}/resources/package-type`, 'deb\n');
    put(tree, 'usr/share/applications/sportello.desktop', desktopEntry(flavour));
    put(
      tree,
      'usr/share/metainfo/example.sportello.desk.metainfo.xml',
      readFileSync(join(root, 'packaging/metainfo.xml'), 'utf8'),
    );
    put(
      tree,
      `usr/share/doc/${named}/copyright`,
      'MIT. Of others: /opt/sportello/resources/THIRD-PARTY-LICENCES.txt\n',
    );
    for (const file of readdirSync(join(root, 'packaging/icons'))) {
      const icon = join(tree, 'usr/share/icons/hicolor', file.replace('.png', ''), 'apps/sportello.png');
      mkdirSync(dirname(icon), { recursive: true });
      copyFileSync(join(root, 'packaging/icons', file), icon);
    }
    mkdirSync(join(tree, 'usr/bin'));
    symlinkSync(`/${HOME}/sportello`, join(tree, 'usr/bin/sportello'));
    const postrm = readFileSync(join(root, 'packaging/postrm'), 'utf8');
    put(tree, 'DEBIAN/postrm', postrm.replace('@NAME@', flavour?.productName ?? 'Sportello'), 0o755);
    const control = {
      Package: named,
      Version: version,
      Architecture: 'amd64',
      Maintainer: author,
      'Installed-Size': String(Math.ceil(sizeOf(tree) / 1024)),
      Section: 'mail',
      Priority: 'optional',
      Homepage: homepage,
      Depends: PACKAGES.electron.map((names) => names.join(' | ')).join(', '),
      Recommends: RECOMMENDS.join(', '),
      ...(flavour ? { Conflicts: name } : { Conflicts: 'sportello-test-runtime' }),
      Description: flavour?.description ?? description,
    };
    put(
      tree,
      'DEBIAN/control',
      Object.entries(control)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    );
    const file = join(root, 'dist', `${named}_${version}_amd64.deb`);
    rmSync(file, { force: true });
    // Root's whoever makes it; xz takes many times as long for a twelfth less.
    const options = ['--root-owner-group', '-Zzstd', '-z6', '--build', tree, file];
    if ((await run('dpkg-deb', options, { stdio: ['ignore', 2, 2] })) !== 0)
      giveUp('The .deb could not be made; see above.');
    return file;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

function desktopEntry(flavour) {
  const entry = readFileSync(join(root, 'packaging/sportello.desktop'), 'utf8');
  if (!flavour) return entry;
  return entry.replace(/^(Name|StartupWMClass)=.*$/gm, `$1=${flavour.productName}`);
}

function put(tree, path, text, mode = 0o644) {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
