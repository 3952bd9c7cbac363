import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { HttpExecutor, configureRequestUrl } from 'builder-util-runtime';
import type { DownloadOptions } from 'builder-util-runtime';
import { isAllowedAddress } from './packed-feed';
import { UpdateFailed } from './update-failed';

/** What answers may be: bytes of each, and ms from `expect` to the end of the last. */
export type AnswerLimit = { readonly bytes: number; readonly ms: number };

/** A feed of all our packages has a thousand bytes, its signature 88. */
export const FEED_LIMIT: AnswerLimit = { bytes: 64 * 1024, ms: 30_000 };
/** 200 MB through a line of 250 kbit/s. Silence of a minute ends it before (the library's limit). */
export const PACKAGE_MS = 2 * 3_600_000;

/**
 * Asks by Node, like the engine: Chromium's own network leads nowhere (main/index.ts). Sends what an answer needs and nothing
 * of this machine or its person: no id, no version, no cookie. An answer that sends one elsewhere is a failure: a feed is a plain folder.
 */
export class UpdateRequests extends HttpExecutor<ClientRequest> {
  private limit: AnswerLimit = FEED_LIMIT;
  private until = 0;

  /** For what is asked from now on; all of it together has this time. */
  expect(limit: AnswerLimit): void {
    this.limit = limit;
    this.until = performance.now() + limit.ms;
  }

  /** The library's own, which its Electron part has: to this file, compared with the digest on the way. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const asked: RequestOptions = {};
      configureRequestUrl(url, asked);
      const callback = (error: Error | null): void => (error ? reject(error) : resolve(destination));
      this.doDownload(asked, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }

  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    const { hostname, port, path } = options;
    const address = { protocol: options.protocol ?? 'https:', hostname: hostname ?? '' };
    if (!isAllowedAddress(address)) {
      throw new UpdateFailed('unreachable', `${address.protocol}//${address.hostname} is no address for updates`);
    }
    const { bytes } = this.limit;
    const left = Math.max(0, this.until - performance.now());
    const send = address.protocol === 'http:' ? httpRequest : httpsRequest;
    const asked = { ...address, port, path, agent: false, headers: { accept: '*/*', 'user-agent': 'Sportello' } };
    const request = send(asked, (response) => {
      const code = response.statusCode ?? 0;
      // The library follows an address whatever stands before it, and without end.
      const isElsewhere = response.headers.location !== undefined;
      if (code !== 200 || isElsewhere) {
        const what = `${String(code)}${isElsewhere ? ' and another address' : ''}`;
        fail(new UpdateFailed('unreachable', `The server answered ${what} to ${String(path)}`));
      } else {
        let come = 0;
        response.on('data', (chunk: Buffer | string) => {
          come += Buffer.byteLength(chunk);
          if (come > bytes) fail(new UpdateFailed('damaged', `${String(path)} is larger than ${String(bytes)} bytes`));
        });
        callback(response);
      }
    });
    const fail = (failure: UpdateFailed): void => {
      request.destroy();
      // Once there is an answer, `destroy` no longer tells of it.
      request.emit('error', failure);
    };
    const late = setTimeout(() => fail(new UpdateFailed('unreachable', `${String(path)} did not come in time`)), left);
    request.once('close', () => clearTimeout(late));
    return request;
  }
}
