import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { ServerSettings } from '../../shared/contract/profile';
import { makeCertificate } from './certificate';
import type { Certificate } from './certificate';

/** One message that the sink took, or that reached it whole before it was told to fall silent. */
export type SunkMessage = {
  readonly from: string;
  readonly to: readonly string[];
  /** The bytes as they were before dot-stuffing. */
  readonly raw: Buffer;
};

export type SinkStage = 'banner' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot';

/** What goes wrong, once for each time it is scripted. */
export type SinkFault =
  | { readonly at: SinkStage; readonly reply: readonly [code: number, text: string] }
  /** The connection goes away. At `dot` the message is there whole: `keep` says whether the server delivers it. */
  | { readonly at: SinkStage; readonly drop: 'fin' | 'rst'; readonly keep?: boolean }
  /** The connection goes away as soon as that many bytes of the message have come. */
  | { readonly at: 'body'; readonly afterBytes: number };

/** A real SMTP server on loopback that keeps what it takes and fails when told. */
export type SmtpSink = {
  readonly port: number;
  readonly certificate: Certificate;
  readonly user: string;
  readonly password: string;
  /** As a profile names it; the certificate goes to the transport as `ca`. */
  readonly server: ServerSettings;
  /** What the server accepted (250 to the dot) or kept before it dropped the connection. */
  readonly accepted: readonly SunkMessage[];
  /** All MAIL FROM commands seen. */
  mailCommands(): number;
  sessions(): number;
  /** Bytes of the message under way, before its end. */
  bytesUnderWay(): number;
  /** Settles as soon as at least this many bytes of a message have come. */
  bytesCome(count: number): Promise<void>;
  /** Scripts faults, used up in this order. */
  script(...faults: readonly SinkFault[]): void;
  /** From now on this recipient is answered so. */
  refuseAddress(address: string, reply: readonly [code: number, text: string]): void;
  close(): Promise<void>;
};

/** What smtp.gmail.com says after EHLO. */
export const OFFERED_BY_GOOGLE = ['LOGIN', 'PLAIN', 'XOAUTH2'];
/** What smtp.office365.com and smtp-mail.outlook.com say. */
export const OFFERED_BY_MICROSOFT = ['LOGIN', 'XOAUTH2'];

type ConnectionInside = {
  _socket: Socket;
  _onCommand(command: Buffer, callback: () => void): void;
  send(code: number, text: string): void;
};

/**
 * Starts a sink on a free port of 127.0.0.1. `secure: false` offers STARTTLS; `answerAfterMs` is how long the server thinks
 * about a message that it has taken before it says so, as those far away do.
 */
export async function startSmtpSink(
  options: {
    secure?: boolean;
    size?: number;
    hosts?: readonly string[];
    user?: string;
    password?: string;
    answerAfterMs?: number;
    /** Whose an access token is, null for nobody's: the server then takes XOAUTH2 and nothing else, whatever it offers. */
    userOf?: (accessToken: string) => string | null;
    /** Mechanisms that a server with `userOf` offers. */
    offers?: readonly string[];
  } = {},
): Promise<SmtpSink> {
  const certificate = makeCertificate(options.hosts === undefined ? {} : { hosts: options.hosts });
  const user = options.user ?? 'support@corsi.example';
  const password = options.password ?? 'right horse';
  const accepted: SunkMessage[] = [];
  const faults: SinkFault[] = [];
  const refused = new Map<string, readonly [code: number, text: string]>();
  /** The TCP sockets below TLS, by the client's port: only these can be reset. */
  const sockets = new Map<number, Socket>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let mailCommands = 0;
  let sessions = 0;
  let underWay = 0;

  function take(at: SinkFault['at']): SinkFault | null {
    if (faults[0]?.at !== at) return null;
    return faults.shift() ?? null;
  }

  function drop(clientPort: number | undefined, how: 'fin' | 'rst'): void {
    const socket = sockets.get(clientPort ?? 0);
    if (how === 'fin') socket?.destroy();
    else socket?.resetAndDestroy();
  }

  class ScriptedServer extends SMTPServer {
    override connect(...args: Parameters<SMTPServer['connect']>): void {
      super.connect(...args);
      const connection = [...this.connections].at(-1) as unknown as ConnectionInside;
      const onCommand = connection._onCommand.bind(connection);
      connection._onCommand = (command, callback) => {
        const verb = command.toString('latin1').slice(0, 4).toUpperCase();
        if (verb === 'MAIL') mailCommands += 1;
        const stage = { EHLO: 'ehlo', AUTH: 'auth', MAIL: 'mail', RCPT: 'rcpt', DATA: 'data' }[verb];
        const fault = stage === undefined ? null : take(stage as SinkStage);
        if (fault === null || fault.at === 'body') onCommand(command, callback);
        else if ('reply' in fault) {
          connection.send(...fault.reply);
          callback();
        } else drop(connection._socket.remotePort, fault.drop);
      };
    }
  }

  const server = new ScriptedServer({
    secure: options.secure ?? true,
    key: certificate.key,
    cert: certificate.cert,
    authMethods: options.userOf ? [...(options.offers ?? OFFERED_BY_GOOGLE)] : ['PLAIN', 'LOGIN'],
    closeTimeout: 100,
    disableReverseLookup: true,
    ...(options.size === undefined ? {} : { size: options.size }),
    logger: false,
    onConnect(session, callback) {
      sessions += 1;
      const fault = take('banner');
      if (fault === null || fault.at === 'body') callback();
      else if ('reply' in fault) callback(failure(fault.reply));
      else drop(session.remotePort, fault.drop);
    },
    onAuth(auth, _session, callback) {
      if (options.userOf) {
        if (auth.accessToken === undefined) {
          callback(failure([535, '5.7.8 Username and Password not accepted']));
          return;
        }
        const owner = options.userOf(auth.accessToken);
        if (auth.username === user && owner === user) callback(null, { user });
        // as Google and Microsoft say it: JSON in base64 after 334, then 535
        else callback(null, { data: { status: '401', schemes: 'bearer mac', scope: 'https://mail.google.com/' } });
        return;
      }
      if (auth.username === user && auth.password === password) callback(null, { user });
      else callback(failure([535, '5.7.8 Authentication failed']));
    },
    onRcptTo({ address }, _session, callback) {
      const reply = refused.get(address);
      callback(reply === undefined ? null : failure(reply));
    },
    onData(stream: SMTPServerDataStream, session: SMTPServerSession, callback) {
      const chunks: Buffer[] = [];
      underWay = 0;
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        underWay += chunk.length;
        for (const one of waiting) if (underWay >= one.count) one.resolve();
        const [next] = faults;
        if (next?.at === 'body' && underWay >= next.afterBytes) {
          faults.shift();
          drop(session.remotePort, 'fin');
        }
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((one) => one.address),
          raw: Buffer.concat(chunks),
        };
        const fault = take('dot');
        if (fault === null || fault.at === 'body') {
          accepted.push(message);
          setTimeout(() => callback(null, `2.0.0 Ok: queued as ${accepted.length}`), options.answerAfterMs ?? 0);
        } else if ('reply' in fault) callback(failure(fault.reply));
        else {
          if (fault.keep === true) accepted.push(message);
          drop(session.remotePort, fault.drop);
        }
      });
    },
  });
  // Cut connections are what these tests make; the server tells of each of them.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.set(socket.remotePort ?? 0, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;

  return {
    port,
    certificate,
    user,
    password,
    server: { host: '127.0.0.1', port, secure: options.secure ?? true, user },
    accepted,
    mailCommands: () => mailCommands,
    sessions: () => sessions,
    bytesUnderWay: () => underWay,
    bytesCome: (count) =>
      underWay >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    refuseAddress: (address, reply) => void refused.set(address, reply),
    script: (...more) => void faults.push(...more),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function failure([code, text]: readonly [number, string]): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
