/** What the host hands in: nothing in the engine reads a clock, draws randomness or writes a log on its own. */
export type Outside = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Folder of `resources/`, absolute. */
  readonly resourcesDir: string;
};

export type Clock = {
  /** Epoch ms. */
  now(): number;
  /** Calls back once after `delayMs`; answers how to cancel. Tests move it by hand. */
  after(delayMs: number, callback: () => void): () => void;
};

export type Ids = {
  /** A sortable unique id for a row. */
  row(): string;
  /** 128 random bits as hex: Message-IDs and tokens. */
  secret(): string;
};

/** Structured lines: never bodies, passwords or whole addresses; `maskText` goes over every value. */
export type Log = {
  info(area: string, event: string, fields?: LogFields): void;
  warn(area: string, event: string, fields?: LogFields): void;
  error(area: string, event: string, fields?: LogFields): void;
};
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Draws 0..1 from a row of hex digits: the engine draws no randomness of its own. */
export function spreadOf(secret: string): number {
  const value = Number.parseInt(secret.slice(0, 6), 16);
  return Number.isFinite(value) ? value / 0xffffff : 0;
}
