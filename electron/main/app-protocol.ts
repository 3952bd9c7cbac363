import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Session } from 'electron';
import { readAddress } from './read-address';

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

/**
 * Serves the built page under `app://bundle/`. The files are listed once, at start: an address is looked up, never
 * joined to a path, so no address reaches any other file.
 */
export async function serveApp(session: Session, rendererDir: string): Promise<void> {
  const files = await listFiles(rendererDir, '');
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const file = url.host === 'bundle' ? files.get(decodeURIComponent(url.pathname).slice(1)) : undefined;
    const type = file ? TYPES[extname(file)] : undefined;
    if (!file || !type) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(await readFile(file)), {
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
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
