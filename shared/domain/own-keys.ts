/**
 * A person's own keys: id of a command → its key as on a cap, '' for none. A command that is not in here has the key of the default
 * map, which is that of ui.md, "Keys".
 */
export type OwnKeys = Readonly<Record<string, string>>;

/** As much as is kept of them: far above the commands that there are, and the settings stay a small file. */
export const MOST_OWN_KEYS = 200;
export const LONGEST_KEY = 12;
export const LONGEST_COMMAND_ID = 60;

/** What the rules need of a command. */
export type KeyedCommand = {
  readonly id: string;
  /** Those that open a page have a sequence, `G I`; all others a single key. */
  readonly group: string;
  /** The default map: alternatives, as on key caps. */
  readonly keys: readonly string[];
  /** Heard by the composer itself. */
  readonly whileWriting?: true;
  /** Is given no single key: it would be off by the very switch that it turns. */
  readonly withoutSingle?: true;
};

/** The keys that each command has now, by its id. */
export type KeyMap = ReadonlyMap<string, readonly string[]>;

/** Why a key cannot be given to a command. */
export type KeyProblem =
  /** The digits send suggestions; Enter, Esc, Tab, arrows and function keys lead through the window. */
  | { readonly kind: 'reserved' }
  /** Ctrl, Cmd and Alt belong to the system and to what is written; Ctrl+Alt types letters on Windows. */
  | { readonly kind: 'combination' }
  /** `G` alone begins the sequences of the pages. */
  | { readonly kind: 'begins-sequence' }
  /** Neither a letter, with or without Shift, nor `/` or `?`. */
  | { readonly kind: 'no-letter' }
  /** The second key of a sequence is a letter without Shift, and not `G` again. */
  | { readonly kind: 'no-second' }
  /** That command has it, by the default map or by choice. */
  | { readonly kind: 'taken'; readonly by: string };

const SINGLE = /^(?:⇧?\p{L}|[/?])$/u;
const SECOND = /^G \p{L}$/u;
/** The key that the sequences begin with. */
const FIRST = 'G';

function isSequence({ group }: KeyedCommand): boolean {
  return group === 'go';
}

/** True for a key that may be given to such a command, whoever has it now. */
function isGivable(command: KeyedCommand, key: string): boolean {
  if (key !== key.toUpperCase()) return false;
  if (isSequence(command)) return SECOND.test(key) && key !== `${FIRST} ${FIRST}`;
  return SINGLE.test(key) && key !== FIRST;
}

/**
 * Whether a person may choose the key of a command: it has one that can be given away, or none at all. The digits of the suggestions,
 * and keys with Ctrl, stay as they are; the switch of single keys has none of them.
 */
export function isChangeable(command: KeyedCommand): boolean {
  if (command.whileWriting === true || command.withoutSingle === true) return false;
  return command.keys.length === 0 || command.keys.some((key) => isGivable(command, key));
}

/** The key that the default map gives to a command and that may be given away; '' where there is none. */
export function defaultKey(command: KeyedCommand): string {
  return command.keys.find((key) => isGivable(command, key)) ?? '';
}

function withKey(command: KeyedCommand, key: string): readonly string[] {
  const usual = defaultKey(command);
  if (usual === '') return key === '' ? command.keys : [key, ...command.keys];
  return command.keys.flatMap((one) => (one !== usual ? [one] : key === '' ? [] : [key]));
}

/**
 * The key that may be changed, of each command that has such a one: the person's own where it can be, else the default. No key is
 * there twice: what a person chose goes before the default of another command, which then has none, and of two choices of
 * one key (written by hand) the first command's stands. So a default that a later version brings takes no key from anybody.
 */
export function chosenKeys(commands: readonly KeyedCommand[], own: OwnKeys): ReadonlyMap<string, string> {
  const changeable = commands.filter(isChangeable);
  const chosen = new Map<string, string>();
  const taken = new Set<string>();
  for (const command of changeable) {
    const key = Object.hasOwn(own, command.id) ? own[command.id] : undefined;
    if (key === undefined || (key !== '' && (!isGivable(command, key) || taken.has(key)))) continue;
    chosen.set(command.id, key);
    taken.add(key);
  }
  for (const command of changeable.filter(({ id }) => !chosen.has(id))) {
    const key = defaultKey(command);
    chosen.set(command.id, taken.has(key) ? '' : key);
  }
  return chosen;
}

/** All keys that each command has now: the one that may be changed in its place among those that stay. */
export function keysOf(commands: readonly KeyedCommand[], own: OwnKeys): KeyMap {
  const chosen = chosenKeys(commands, own);
  return new Map(
    commands.map((command) => {
      const key = chosen.get(command.id);
      return [command.id, key === undefined ? command.keys : withKey(command, key)];
    }),
  );
}

/** Why a command cannot have this key; null: it can. */
export function problemOfKey(
  commands: readonly KeyedCommand[],
  own: OwnKeys,
  command: KeyedCommand,
  key: string,
): KeyProblem | null {
  if (!isGivable(command, key)) {
    if (isSequence(command)) return { kind: 'no-second' };
    return { kind: key === FIRST ? 'begins-sequence' : 'no-letter' };
  }
  for (const [id, theirs] of chosenKeys(commands, own)) {
    if (theirs === key && id !== command.id) return { kind: 'taken', by: id };
  }
  return null;
}

/**
 * The own keys after a command was given this key, or none (''). Another one that had it goes back to its default where that is
 * free, else it is left without. Where more come together than are kept, those of commands that are no more go.
 */
export function ownWith(commands: readonly KeyedCommand[], own: OwnKeys, command: KeyedCommand, key: string): OwnKeys {
  const next: Record<string, string> = { ...own, [command.id]: key };
  if (key === defaultKey(command)) delete next[command.id];
  for (const other of key === '' ? [] : commands) {
    if (other.id === command.id || next[other.id] !== key) continue;
    delete next[other.id];
    const usual = defaultKey(other);
    const isFree = usual === '' || (usual !== key && problemOfKey(commands, next, other, usual) === null);
    if (!isFree) next[other.id] = '';
  }
  return withinLimit(commands, next);
}

/** The own keys of before together with those that were chosen since: of one command, and of one key, what was chosen since stands. */
export function ownTogether(commands: readonly KeyedCommand[], before: OwnKeys, since: OwnKeys): OwnKeys {
  const taken = new Set(Object.values(since).filter((key) => key !== ''));
  const still = Object.entries(before).filter(([, key]) => !taken.has(key));
  return withinLimit(commands, { ...Object.fromEntries(still), ...since });
}

/** Leaves out as many keys of unknown commands as are too many: later versions may know them, but nobody is refused a key for them. */
function withinLimit(commands: readonly KeyedCommand[], own: OwnKeys): OwnKeys {
  const known = new Set(commands.map(({ id }) => id));
  const entries = Object.entries(own);
  const unknown = entries.filter(([id]) => !known.has(id));
  const gone = new Set(unknown.slice(0, Math.max(0, entries.length - MOST_OWN_KEYS)).map(([id]) => id));
  return Object.fromEntries(entries.filter(([id]) => !gone.has(id)));
}

/** What can be kept of own keys that a file holds, whatever is in it: entries of text within the limits. Which of them count is asked of the commands. */
export function keptKeys(raw: unknown): OwnKeys {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return {};
  const entries = Object.entries(raw).filter(
    (entry): entry is [string, string] =>
      entry[0] !== '' &&
      entry[0].length <= LONGEST_COMMAND_ID &&
      typeof entry[1] === 'string' &&
      entry[1].length <= LONGEST_KEY,
  );
  return Object.fromEntries(entries.slice(0, MOST_OWN_KEYS));
}
