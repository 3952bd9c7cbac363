import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { UpdateRequests } from '../../electron/main/updates/update-requests';

it('all that is asked for one thing shares one time, however often it is asked', async () => {
  const server = createServer(() => undefined);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const requests = new UpdateRequests();
  const ask = () => requests.request({ protocol: 'http:', hostname: '127.0.0.1', port, path: '/latest-linux.yml' });
  requests.expect({ bytes: 1_000, ms: 200 });
  const began = performance.now();
  await expect(ask()).rejects.toMatchObject({ failure: 'unreachable' });
  const first = performance.now() - began;
  await expect(ask()).rejects.toMatchObject({ failure: 'unreachable' });
  expect(first).toBeGreaterThanOrEqual(190);
  expect(performance.now() - began).toBeLessThan(first + 150);
});
