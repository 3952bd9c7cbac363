import { types } from 'pg';
import { cleanText } from '../clean-text';
import { bindable } from '../driver';

/** Object ids of PostgreSQL's own types (pg_type.dat): the server's protocol names them by number. */
const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * A parameter as PostgreSQL is given it: the same kinds as on SQLite and nothing else, so that a value which one engine refuses
 * is refused on both. Throws a TypeError that names the kind, never the value.
 */
export function postgresValue(value: unknown, position: number): string | number | null | Buffer {
  if (typeof value === 'string') return cleanText(value);
  const bound = bindable(value, position);
  return typeof bound === 'bigint' ? bound.toString() : bound;
}

type Parser = (value: string) => unknown;

const PARSERS: Readonly<Record<number, Parser>> = {
  // SQLite has no booleans: code above both sees 0 and 1.
  [BOOL]: (value) => (value === 't' ? 1 : 0),
  // Times in epoch ms, counts, UIDs: all of ours fit a double exactly.
  [INT8]: Number,
  [NUMERIC]: Number,
  // A plain array: Buffer answers to `instanceof` and equality otherwise than what SQLite gives.
  [BYTEA]: (value) => Uint8Array.from(Buffer.from(value.slice(2), 'hex')),
};

/** How values come back, for the `types` of a connection: as SQLite gives them. */
export const POSTGRES_PARSERS = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = PARSERS[oid];
    return own && format !== 'binary' ? own : types.getTypeParser(oid, format);
  },
};
