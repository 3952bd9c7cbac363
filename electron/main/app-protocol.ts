import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Session } from 'electron';
import { readAddress } from './read-address';
import { serveScheme } from './served-scheme';

/** Where the window's page lives. `new URL(…).origin` of such an address is the text "null": compare protocol and host. */
export const APP_PAGE = 'app://bundle/index.html';

export function isAppAddress(address: string): boolean {
  const url = readAddress(address);
  return url?.protocol === 'app:' && url.host === 'bundle';
}

/**
 * Neither scripts nor style elements may be inline; the component library is set up to write none (renderer/app.tsx).
 * Frames are only the parked mails. No text becomes markup or script but what the sanitiser reads, under its own policy: React and the
 * component library write text and elements alone.
 */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob: mail:",
  "font-src 'self'",
  "connect-src 'self'",
  'frame-src mail:',
  "worker-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify',
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The window's files: what an address may name, and what of it was read ahead. */
export type AppFiles = {
  readonly paths: ReadonlyMap<string, string>;
  /** What the window asks for first; each once, a page that is loaded again reads the disk. */
  readonly ahead: Map<string, Promise<Buffer>>;
};

/**
 * Lists the window's files, and begins to read those that index.html names: called before Electron is ready, they are there when
 * the window asks.
 */
export async function listApp(rendererDir: string): Promise<AppFiles> {
  const paths = await listFiles(rendererDir, '');
  const page = await readFile(join(rendererDir, 'index.html'));
  const named = [...page.toString('utf8').matchAll(/(?:src|href)="\.?\/(?<name>[^"]+)"/g)];
  const ahead = new Map([['index.html', Promise.resolve(page)]]);
  for (const { groups } of named) {
    const name = groups?.['name'] ?? '';
    const path = paths.get(name);
    if (path !== undefined) ahead.set(name, readFile(path));
  }
  return { paths, ahead };
}

/**
 * Serves the built page under `app://bundle/`. The files are listed once, at start: an address is looked up, never
 * joined to a path, so no address reaches any other file.
 */
export function serveApp(session: Session, { paths, ahead }: AppFiles): void {
  serveScheme(session, 'app', async (address) => {
    const url = new URL(address);
    const name = decodeURIComponent(url.pathname).slice(1);
    const file = url.host === 'bundle' ? paths.get(name) : undefined;
    const type = file ? TYPES[extname(file)] : undefined;
    if (!file || !type) return { status: 404, headers: {}, body: Buffer.from('Not found') };
    const body = await (ahead.get(name) ?? readFile(file));
    ahead.delete(name);
    return {
      status: 200,
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
      body,
    };
  });
}

async function listFiles(folder: string, prefix: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      for (const [name, file] of await listFiles(path, `${prefix}${entry.name}/`)) files.set(name, file);
    } else files.set(`${prefix}${entry.name}`, path);
  }
  return files;
}
