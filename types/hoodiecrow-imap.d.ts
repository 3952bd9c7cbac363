/** The parts of hoodiecrow-imap 2.1.0 that the demo uses; the package has no types of its own. */
declare module 'hoodiecrow-imap' {
  import type { EventEmitter } from 'node:events';
  import type { Server } from 'node:net';

  export type StoredMessage = { uid?: number; flags?: string[]; internaldate?: Date | string; raw: string };
  export type StoredFolder = {
    uidvalidity?: number;
    uidnext?: number;
    'special-use'?: string;
    messages?: StoredMessage[];
  };
  export type FetchHandler = (connection: unknown, message: unknown, query: { partial?: number[] }) => unknown;
  export type Hoodiecrow = EventEmitter & {
    readonly server: Server;
    readonly folderCache: Record<string, StoredFolder & { readonly path: string; readonly flags: readonly string[] }>;
    readonly fetchHandlers: Record<string, FetchHandler>;
    listen(port: number, host: string, listening: () => void): void;
    close(closed?: () => void): void;
    /** `raw` has one character a byte. */
    appendMessage(folder: string, flags: string[], internaldate: Date, raw: string): unknown;
  };
  export default function hoodiecrow(options: {
    secureConnection: boolean;
    credentials: { key: string; cert: string };
    plugins: (string | ((server: Hoodiecrow) => void))[];
    users: Record<string, { password: string }>;
    storage: Record<string, StoredFolder & { separator?: string; folders?: Record<string, StoredFolder> }>;
  }): Hoodiecrow;
}

declare module 'hoodiecrow-imap/lib/commands/handlers/fetch.js' {
  import type { FetchHandler } from 'hoodiecrow-imap';
  const handlers: { readonly BODY: FetchHandler };
  export default handlers;
}
