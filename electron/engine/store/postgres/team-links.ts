import type { Writable } from 'node:stream';
import { Client } from 'pg';
import type { ClientConfig, QueryResult } from 'pg';
import type { Log } from '../../outside';
import { failureCode, isAway } from './postgres-failure';
import { ANSWER_MS, CONNECT_MS } from './team-address';
import { POSTGRES_PARSERS, postgresValue } from './values';

/** Connections of a desk for work; the third listens. */
const WORK_CONNECTIONS = 2;
/** One that nobody needs is given back: at the server it is a process. */
const IDLE_MS = 60_000;

/**
 * The connections of one desk. Statements that are no transaction's share them and go out one behind the other without waiting for
 * answers (pipeline), so that what a ticket shows costs the server's time and hardly any ways to it. A transaction has one alone.
 */
export type TeamLinks = {
  /** Runs one statement on the connection with the least before it. */
  statement(text: string, values: readonly unknown[]): Promise<QueryResult>;
  /** A connection for one transaction, to be given back. */
  take(): Promise<TakenLink>;
  /** Ends them when what is under way is answered. */
  close(): Promise<void>;
};

export type TakenLink = {
  statement(text: string, values: readonly unknown[]): Promise<QueryResult>;
  release(): void;
};

type Link = {
  readonly client: Client;
  readonly ready: Promise<unknown>;
  /** Statements without an answer. */
  waiting: number;
  isTaken: boolean;
  isLost: boolean;
  idle: NodeJS.Timeout | null;
  /** What is asked in this turn of the event loop goes out at its end. */
  isHeld: boolean;
};

/** Opens none before the first statement; one that broke is replaced by the next. */
export function createTeamLinks(config: ClientConfig, log: Log): TeamLinks {
  const links: Link[] = [];
  const queue: { readonly taking: boolean; give(link: Link): void; refuse(error: Error): void }[] = [];
  let isClosed = false;

  function open(): Link {
    const client = new Client({
      ...config,
      types: POSTGRES_PARSERS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      pipeline: true,
    });
    const ready = client.connect();
    const link: Link = { client, ready, waiting: 0, isTaken: false, isLost: false, idle: null, isHeld: false };
    // A link that breaks while nobody uses it is forgotten; the next statement opens another.
    client.on('error', (error: Error) => {
      log.warn('store', 'connection.lost', { reason: error.message });
      lose(link);
    });
    client.on('end', () => lose(link));
    // Whoever waits for it hears of it.
    ready.catch(() => lose(link));
    links.push(link);
    return link;
  }

  function lose(link: Link): void {
    if (link.isLost) return;
    link.isLost = true;
    if (link.idle) clearTimeout(link.idle);
    links.splice(links.indexOf(link), 1);
    // Ended already, or broken: there is nobody to say goodbye to.
    link.client.end().catch(() => undefined);
    serve();
  }

  /** The free one with the least before it, a new one rather than a wait; null while transactions have all. */
  function free(): Link | null {
    const [least] = links.filter((link) => !link.isTaken).sort((a, b) => a.waiting - b.waiting);
    if (least && least.waiting === 0) return least;
    return links.length < WORK_CONNECTIONS ? open() : (least ?? null);
  }

  function ask(taking: boolean): Promise<Link> {
    if (isClosed) return Promise.reject(new Error('The connection ended: the store is closed'));
    return new Promise((give, refuse) => {
      queue.push({ taking, give, refuse });
      serve();
    });
  }

  function serve(): void {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const link = free();
      if (link === null) return;
      queue.shift();
      if (link.idle) clearTimeout(link.idle);
      link.idle = null;
      if (next.taking) link.isTaken = true;
      // Counted here, so that the next one sees it.
      else link.waiting += 1;
      next.give(link);
    }
  }

  function rest(link: Link): void {
    if (link.isLost || link.isTaken || link.waiting > 0) return;
    if (isClosed) return lose(link);
    link.idle = setTimeout(() => lose(link), IDLE_MS).unref();
  }

  async function run(link: Link, text: string, values: readonly unknown[]): Promise<QueryResult> {
    try {
      const bound = values.map(postgresValue);
      await link.ready.catch(unconnected);
      sendTogether(link);
      return await link.client.query(text, bound);
    } catch (error) {
      if (isAway(error)) lose(link);
      throw error;
    }
  }

  return {
    async statement(text, values) {
      const link = await ask(false);
      try {
        return await run(link, text, values);
      } finally {
        link.waiting -= 1;
        rest(link);
      }
    },
    async take() {
      const link = await ask(true);
      return {
        statement: (text, values) => run(link, text, values),
        release() {
          link.isTaken = false;
          rest(link);
          serve();
        },
      };
    },
    async close() {
      isClosed = true;
      for (const waiting of queue.splice(0)) waiting.refuse(new Error('The connection ended: the store is closed'));
      const open = [...links];
      const ended = open.map(
        (link) =>
          new Promise<void>((resolve) => {
            link.client.once('end', resolve);
            link.ready.catch(() => resolve());
          }),
      );
      for (const link of open) rest(link);
      await Promise.all(ended);
    },
  };
}

/** Statements of one moment go out in one piece: each by itself costs a call of the system and wakes the server anew. */
function sendTogether(link: Link): void {
  if (link.isHeld) return;
  const { stream } = Reflect.get(link.client, 'connection') as { readonly stream: Writable };
  link.isHeld = true;
  stream.cork();
  // Behind the microtasks in which the others are asked.
  process.nextTick(() => {
    link.isHeld = false;
    stream.uncork();
  });
}

/** Whatever keeps a desk from connecting again (TLS, the network, a proxy) is a server that is away, but for a refused login. */
function unconnected(error: unknown): never {
  if (isAway(error) || failureCode(error).startsWith('28')) throw error;
  throw new Error(`Connection terminated before it began: ${String(error)}`, { cause: error });
}
