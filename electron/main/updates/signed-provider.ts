import type { KeyObject } from 'node:crypto';
import type { CustomPublishOptions } from 'builder-util-runtime';
import { Provider } from 'electron-updater';
import type { AppUpdater, ResolvedUpdateFileInfo } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider';
import { judgeOffer } from '../../../shared/domain/update-rules';
import { readSignedFeed } from './feed-file';
import type { SignedFeed } from './feed-file';
import { UpdateFailed } from './update-failed';
import { FEED_LIMIT, PACKAGE_MS } from './update-requests';
import type { UpdateRequests } from './update-requests';

/** What the library hands on to the provider that it makes. */
export type SignedProviderOptions = CustomPublishOptions & {
  readonly feed: URL;
  readonly publicKey: KeyObject;
  readonly running: string;
  readonly requests: UpdateRequests;
  /** Ending of the file that this way installs, as `.deb`. */
  readonly ending: string;
  readonly newestSeen: () => string | null;
  readonly sawVersion: (version: string) => void;
};

/** The library's extension point: it downloads, compares digests and installs; whether a feed counts is decided here. */
export class SignedProvider extends Provider<SignedFeed> {
  private readonly options: SignedProviderOptions;

  constructor(options: SignedProviderOptions, _updater: AppUpdater, runtime: ProviderRuntimeOptions) {
    super(runtime);
    this.options = options;
  }

  /** The library would send an id of this machine with every question. */
  override setRequestHeaders(): void {}

  override get isUseMultipleRangeRequest(): boolean {
    return false;
  }

  /** @throws UpdateFailed `unreachable`, `signature`, `unreadable`, `older` */
  async getLatestVersion(): Promise<SignedFeed> {
    const { publicKey, requests, running, newestSeen, sawVersion, ending } = this.options;
    requests.expect(FEED_LIMIT);
    const name = `${this.getDefaultChannelName()}.yml`;
    const [text, signature] = [await this.ask(name), await this.ask(`${name}.sig`)];
    const feed = readSignedFeed(name, text, signature, publicKey);
    switch (judgeOffer({ running, offered: feed.version, newestSeen: newestSeen() })) {
      case 'older':
        throw new UpdateFailed('older', `${name} offers ${feed.version}; ${newestSeen() ?? running} was known`);
      case 'unreadable':
        throw new UpdateFailed('unreadable', `${feed.version} or ${running} is no version`);
      case 'newer':
      case 'current':
        break;
    }
    if (!feed.files.some(({ url }) => url.endsWith(ending))) {
      throw new UpdateFailed('unreadable', `${name} names no ${ending}`);
    }
    sawVersion(feed.version);
    return feed;
  }

  /** Of the files only ours, as large as the feed says it is. */
  resolveFiles({ files }: SignedFeed): ResolvedUpdateFileInfo[] {
    const { feed, ending, requests } = this.options;
    const ours = files.filter(({ url }) => url.endsWith(ending));
    requests.expect({ bytes: Math.max(...ours.map(({ size }) => size)), ms: PACKAGE_MS });
    return ours.map((info) => ({ url: new URL(info.url, feed), info }));
  }

  private async ask(name: string): Promise<string> {
    return (await this.httpRequest(new URL(name, this.options.feed))) ?? '';
  }
}
