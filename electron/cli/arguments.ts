import { SportelloError } from '../../shared/contract/errors';

/** What a command takes: `--name VALUE` options, `--name` flags, and words in order. */
export type CommandShape = {
  readonly options: readonly string[];
  readonly flags: readonly string[];
  /** Names of the words, for the usage line; a name in brackets may be missing. */
  readonly words: readonly string[];
};

/** Arguments of one command, checked against its shape. */
export type Arguments = {
  option(name: string): string | null;
  /** @throws SportelloError `usage` where it is missing. */
  needed(name: string): string;
  has(flag: string): boolean;
  readonly words: readonly string[];
};

/** Reads the arguments after the command. `--name=VALUE` works too; `--` ends the options. */
export function readArguments(given: readonly string[], shape: CommandShape, usageLine: string): Arguments {
  const options = new Map<string, string>();
  const flags = new Set<string>();
  const words: string[] = [];
  const refuse = (reason: string): never => {
    throw usage(`${reason}. Usage: ${usageLine}`);
  };
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (word === '--') {
      words.push(...given.slice(at + 1));
      break;
    }
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    if (shape.flags.includes(name) && equals < 0) {
      flags.add(name);
      continue;
    }
    if (!shape.options.includes(name)) refuse(`Unknown option --${name}`);
    if (options.has(name)) refuse(`--${name} is given twice`);
    const value = equals < 0 ? given[(at += 1)] : word.slice(equals + 1);
    if (value === undefined || value === '') refuse(`--${name} needs a value`);
    else options.set(name, value);
  }
  const least = shape.words.filter((name) => !name.startsWith('[')).length;
  if (words.length < least) refuse(`${shape.words[words.length] ?? 'A word'} is missing`);
  if (words.length > shape.words.length) refuse(`"${words[shape.words.length] ?? ''}" is one word too many`);
  return {
    option: (name) => options.get(name) ?? null,
    needed: (name) => options.get(name) ?? refuse(`--${name} is missing`),
    has: (flag) => flags.has(flag),
    words,
  };
}

/** Unusable arguments: exit code 2. */
export function usage(message: string): SportelloError {
  return new SportelloError('usage', message, { action: 'See `sportello help`.' });
}
