import type { Session } from 'electron';
import { logMain } from './main-log';

/** What the window's own scheme answers; 404 is an answer, too. */
export type ServedFile = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** Chromium's ERR_FAILED. */
const FAILED = -2;

/**
 * Serves a scheme of this session from memory; `answer` gets the whole address. Electron's newer `handle` speaks in terms of `fetch`, whose
 * library main would read while the window waits for its first file (some 30 ms), and passes each file on in pieces. Where an Electron
 * has the older way no more, the newer one does the same.
 */
export function serveScheme(
  session: Session,
  scheme: string,
  answer: (address: string) => ServedFile | Promise<ServedFile>,
): void {
  const { protocol } = session;
  // Deprecated, and the types of one Electron do not say what the next one lacks.
  const older = Reflect.get(protocol, 'registerBufferProtocol') as Older | undefined;
  if (older === undefined) {
    protocol.handle(scheme, async ({ url }) => {
      const { status, headers, body } = await answer(url);
      return new Response(new Uint8Array(body), { status, headers });
    });
    return;
  }
  older.call(protocol, scheme, ({ url }, give) => {
    Promise.resolve(answer(url)).then(
      ({ status, headers, body }) => give({ statusCode: status, headers, data: body }),
      (error: unknown) => {
        logMain(
          `${scheme}: a file of the window cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        );
        give({ error: FAILED });
      },
    );
  });
}

type Given =
  | { readonly statusCode: number; readonly headers: Readonly<Record<string, string>>; readonly data: Buffer }
  | { readonly error: number };

type Older = (
  scheme: string,
  handler: (request: { readonly url: string }, give: (response: Given) => void) => void,
) => boolean;
