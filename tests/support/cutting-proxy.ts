import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/**
 * Where a connection is cut: after so many bytes of one direction, by a clean end, a reset, or by silence both ways while it
 * stays open.
 */
export type Cut = {
  readonly direction: 'to-server' | 'to-client';
  readonly afterBytes: number;
  readonly how: 'fin' | 'rst' | 'stall';
};

/** A TCP proxy on loopback that cuts the next connections as told, and passes the others. */
export type CuttingProxy = {
  readonly port: number;
  cut(next: Cut): void;
  /** From now on each connection is cut as this says; null passes them again. Those told by `cut` come first. */
  cutEach(next: (() => Cut) | null): void;
  /** How many connections were cut. */
  cuts(): number;
  /** Bytes of the last connection that was passed whole. */
  passed(): { readonly toServer: number; readonly toClient: number };
  /** The most connections that were open at one time. */
  mostOpen(): number;
  close(): Promise<void>;
};

export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const cuts: Cut[] = [];
  let cutNext: (() => Cut) | null = null;
  let done = 0;
  const sockets = new Set<Socket>();
  let passed = { toServer: 0, toClient: 0 };
  const open = { now: 0, most: 0 };
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    client.once('close', () => (open.now -= 1));
    const cut = cuts.shift() ?? cutNext?.();
    let isStalled = false;
    const bytes = { toServer: 0, toClient: 0 };
    if (cut === undefined) passed = bytes;
    const end = (how: Cut['how']): void => {
      if (how === 'stall') isStalled = true;
      else close(how);
    };
    const close = (how: 'fin' | 'rst'): void => {
      for (const socket of [client, server]) {
        if (how === 'fin') socket.destroy();
        else socket.resetAndDestroy();
      }
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        close('fin');
      });
      // Both ends hear of the cut; that is what is tested.
      socket.on('error', () => close('fin'));
    }
    const pass = (from: Socket, to: Socket, direction: Cut['direction']): void => {
      from.on('data', (chunk: Buffer) => {
        if (isStalled) return;
        const key = direction === 'to-server' ? 'toServer' : 'toClient';
        const before = bytes[key];
        bytes[key] += chunk.length;
        if (cut?.direction !== direction || bytes[key] < cut.afterBytes) {
          to.write(chunk);
          return;
        }
        if (before < cut.afterBytes) done += 1;
        to.write(chunk.subarray(0, Math.max(0, cut.afterBytes - before)), () => end(cut.how));
      });
    };
    pass(client, server, 'to-server');
    pass(server, client, 'to-client');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (proxy.address() as AddressInfo).port,
    cut: (next) => void cuts.push(next),
    cutEach: (next) => void (cutNext = next),
    cuts: () => done,
    passed: () => passed,
    mostOpen: () => open.most,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
