import type { AddressInfo, Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import hoodiecrow from 'hoodiecrow-imap';
import type { FetchHandler, Hoodiecrow, StoredFolder } from 'hoodiecrow-imap';
import fetchHandlers from 'hoodiecrow-imap/lib/commands/handlers/fetch.js';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from './certificate';
import type { DemoMail } from './timeline';

/** The mailbox of the demo. */
export const DEMO_ADDRESS = 'assistenza@corsi.example';

/** Folders of the demo's mailbox as they are written down between two starts. */
export type KeptFolders = Readonly<Record<string, StoredFolder>>;

export type MailServers = {
  readonly imapPort: number;
  readonly smtpPort: number;
  /** A new mail in the inbox. */
  deliver(mail: DemoMail): void;
  folders(): KeptFolders;
  close(): Promise<void>;
};

const SPECIAL_FOLDERS = { Sent: '\\Sent', Drafts: '\\Drafts', Trash: '\\Trash', Junk: '\\Junk' } as const;

/**
 * A real IMAP and a real SMTP server on loopback, both TLS from the first byte. What is sent to the demo's own address
 * arrives in its inbox, as at any provider; `onSent` sees what is sent to others.
 */
export async function startMailServers(options: {
  readonly certificate: Certificate;
  readonly password: string;
  readonly kept: KeptFolders;
  readonly onSent: (recipients: readonly string[], raw: string) => Promise<void>;
}): Promise<MailServers> {
  const { certificate, kept } = options;
  const special = Object.entries(SPECIAL_FOLDERS).map(([name, use]) => [name, { ...kept[name], 'special-use': use }]);
  const imap = hoodiecrow({
    secureConnection: true,
    credentials: certificate,
    plugins: [
      'ID',
      'ENABLE',
      'CONDSTORE',
      'IDLE',
      'LITERALPLUS',
      'MOVE',
      'NAMESPACE',
      'SPECIAL-USE',
      'UIDPLUS',
      'UNSELECT',
      fetchPartsOfSeveral,
    ],
    users: { [DEMO_ADDRESS]: { password: options.password } },
    storage: {
      INBOX: kept['INBOX'] ?? {},
      '': { separator: '/', folders: Object.fromEntries(special) as Record<string, StoredFolder> },
    },
  });
  // A client that goes away in the middle of a line is no reason to end.
  imap.server.on('tlsClientError', ignoreBrokenClient);
  imap.server.on('error', (error) => process.stderr.write(`Demo IMAP server: ${error.message}\n`));

  const smtp = new SMTPServer({
    secure: true,
    key: certificate.key,
    cert: certificate.cert,
    authOptional: false,
    size: 25 * 1024 * 1024,
    onAuth: (auth, _session, done) => {
      const known = auth.username === DEMO_ADDRESS && auth.password === options.password;
      done(known ? null : new Error('Invalid login'), known ? { user: DEMO_ADDRESS } : undefined);
    },
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then(async (data) => {
          const raw = data.toString('latin1');
          await options.onSent(
            recipients.filter((address) => address !== DEMO_ADDRESS),
            raw,
          );
          if (recipients.includes(DEMO_ADDRESS)) imap.appendMessage('INBOX', [], new Date(), raw);
        })
        .then(() => done(), done);
    },
  });
  smtp.on('error', ignoreBrokenClient);

  await new Promise<void>((listening) => imap.listen(0, '127.0.0.1', listening));
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening));
  return {
    imapPort: portOf(imap.server),
    smtpPort: portOf(smtp.server),
    deliver: ({ raw, at }) => void imap.appendMessage('INBOX', [], at, raw),
    folders: () =>
      Object.fromEntries(
        Object.entries(imap.folderCache).map(([path, folder]) => [
          path,
          {
            uidvalidity: folder.uidvalidity ?? 1,
            uidnext: folder.uidnext ?? 1,
            messages: (folder.messages ?? []).map(({ uid, flags, internaldate, raw }) => ({
              ...(uid === undefined ? {} : { uid }),
              flags: flags ?? [],
              internaldate: internaldate ?? new Date(),
              raw,
            })),
          },
        ]),
      ),
    close: async () => {
      imap.close();
      await new Promise<void>((closed) => smtp.close(closed));
    },
  };
}

/**
 * The library forgets the length of `BODY[]<0.N>` after the first message of a FETCH and answers the others empty. Each
 * message gets the question as it was asked; the answer names only where it starts, as RFC 3501 has it.
 */
function fetchPartsOfSeveral(server: Hoodiecrow): void {
  const asked = new WeakMap<object, readonly number[]>();
  const fetchBody: FetchHandler = (connection, message, query) => {
    if (!query.partial) return fetchHandlers.BODY(connection, message, query);
    const partial = asked.get(query) ?? [...query.partial];
    asked.set(query, partial);
    query.partial = [...partial];
    const answer = fetchHandlers.BODY(connection, message, query);
    query.partial = partial.slice(0, 1);
    return answer;
  };
  server.fetchHandlers['BODY'] = fetchBody;
  server.fetchHandlers['BODY.PEEK'] = fetchBody;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A connection that breaks concerns its client, who is told by its own socket. */
function ignoreBrokenClient(error: Error): void {
  process.stderr.write(`Demo mail server: ${error.message}\n`);
}
