import { readFile } from 'node:fs/promises';
import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

/** What a mail would reach if it could: a web server and a server of bare connections, both on loopback. */
export type Canaries = {
  /** Address on the web server that names this vector. */
  readonly web: (vector: number) => string;
  /** Host and port of the server of bare connections. */
  readonly bare: string;
  /** Connections of both since the last call, with the paths asked for. */
  readonly take: () => { readonly connections: number; readonly paths: readonly string[] };
  readonly stop: () => Promise<void>;
};

export async function startCanaries(): Promise<Canaries> {
  let connections = 0;
  let paths: string[] = [];
  const web = createWebServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(404).end();
  });
  const bare = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  web.on('connection', () => (connections += 1));
  const webPort = await listen(web);
  const barePort = await listen(bare);
  return {
    web: (vector) => `http://127.0.0.1:${webPort}/v${vector}`,
    bare: `127.0.0.1:${barePort}`,
    take: () => {
      const taken = { connections, paths };
      connections = 0;
      paths = [];
      return taken;
    },
    stop: async () => {
      web.closeAllConnections();
      await Promise.all([web, bare].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Host names that Chromium asked for by its own log of the network (`--log-net-log`), without loopback and our own schemes. */
export async function namesAskedFor(netLog: string): Promise<readonly string[]> {
  // A process that ends leaves the log without its end: it is read as text.
  const text = await readFile(netLog, 'utf8');
  const names = new Set<string>();
  for (const [, host = ''] of text.matchAll(/"(?:host|hostname)":"([^"]*)"/g)) {
    const name = host.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, '');
    if (name !== '' && name !== '127.0.0.1' && name !== 'localhost') names.add(name);
  }
  return [...names];
}
