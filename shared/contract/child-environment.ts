/** Names of variables that hold secrets (cli.md), or change what Node a child runs in. */
const KEPT_FROM_CHILDREN = /^(SPORTELLO_|PGPASSWORD$|NODE_OPTIONS$|ELECTRON_RUN_AS_NODE$)/;

/**
 * The environment of a child process or thread: secrets reach it by message, where it needs any, and a thread that reads
 * strangers' mail needs none.
 */
export function childEnvironment(of: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(of).filter(([name]) => !KEPT_FROM_CHILDREN.test(name));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** By this word the launcher (packaging/sportello.sh) says that it hands our variables over by descriptor 3. */
export const VARIABLES_HANDED_OVER = '--variables-on-3';

/** Reads lines of `NAME=value`; of names that are not ours nothing is taken. */
export function readVariables(lines: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.split('\n').flatMap((line) => {
      const [, name, value] = /^(SPORTELLO_[A-Z_]+)=(.*)$/s.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * Takes our variables out of an environment and answers what they were, so that nothing that is started from now on
 * inherits them.
 */
export function takeOwnVariables(
  from: Record<string, string | undefined>,
): Readonly<Record<string, string | undefined>> {
  const own = Object.entries(from).filter(([name]) => name.startsWith('SPORTELLO_'));
  for (const [name] of own) delete from[name];
  return Object.fromEntries(own);
}
