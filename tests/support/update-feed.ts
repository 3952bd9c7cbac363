import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedBytes } from '../../electron/main/updates/feed-file';

/** The two keys of a publisher. */
export type FeedKeys = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/** A publisher's server on loopback: what it has stands under its name. */
export type UpdateFeed = {
  readonly url: URL;
  readonly keys: FeedKeys;
  /** What was asked for, in this order. */
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** Everything there is; to be changed at will. */
  readonly files: Map<string, Buffer>;
  /** Puts one package there, and a feed that tells of it, signed; `by`: with another key. */
  publish(version: string, file: string, content: Buffer, by?: KeyObject): void;
  /** From now on every answer ends in the middle of this file. */
  breakOff(file: string | null): void;
  /** From now on every answer for this file has this status and names its own address again. */
  sendElsewhere(file: string, status: number): void;
  close(): Promise<void>;
};

export function makeFeedKeys(): FeedKeys {
  return generateKeyPairSync('ed25519');
}

/** The text of a feed that names one file. */
export function feedText(version: string, file: string, content: Buffer): string {
  const digest = createHash('sha512').update(content).digest('base64');
  return `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${digest}\n    size: ${String(content.length)}\n`;
}

/** Starts one; Linux on x64 is whom it is for. */
export async function startUpdateFeed(keys: FeedKeys = makeFeedKeys()): Promise<UpdateFeed> {
  const files = new Map<string, Buffer>();
  const asked: UpdateFeed['asked'] = [];
  let broken: string | null = null;
  let elsewhere: { readonly file: string; readonly status: number } | null = null;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const content = files.get(path.slice(1));
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (elsewhere?.file === path.slice(1)) {
      response.writeHead(elsewhere.status, { location: path }).end(content);
      return;
    }
    response.writeHead(200, { 'content-length': content.length });
    if (broken !== path.slice(1)) response.end(content);
    else response.write(content.subarray(0, content.length / 2), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${String(port)}/`),
    keys,
    asked,
    files,
    publish(version, file, content, by = keys.privateKey) {
      const text = feedText(version, file, content);
      files.set(file, content);
      files.set('latest-linux.yml', Buffer.from(text));
      files.set(
        'latest-linux.yml.sig',
        Buffer.from(sign(null, signedBytes('latest-linux.yml', text), by).toString('base64')),
      );
    },
    sendElsewhere: (file, status) => void (elsewhere = { file, status }),
    breakOff: (file) => void (broken = file),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
