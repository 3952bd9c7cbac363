import type { Ids } from '../engine/outside';
import { usage } from './arguments';
import type { CommandLine } from './command';

/**
 * The password of a person who is added: made here where `ids` is given, else SPORTELLO_MEMBER_PASSWORD or the first line of
 * standard input. Never an argument: every program of this machine may read those.
 */
export async function memberPassword(ids: Ids | null, line: CommandLine): Promise<string> {
  // 128 bits, in groups that a person can read out.
  if (ids !== null) return (ids.secret().match(/.{1,8}/g) ?? []).join('-');
  const given = line.environment['SPORTELLO_MEMBER_PASSWORD'];
  if (given) return given;
  const typed = (await line.readInput?.())?.split(/\r?\n/, 1)[0] ?? '';
  if (typed !== '') return typed;
  throw usage(
    'The new member needs a password: set SPORTELLO_MEMBER_PASSWORD, give it on standard input, or take --generate-password',
  );
}
