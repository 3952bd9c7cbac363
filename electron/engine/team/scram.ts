import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { SportelloError } from '../../../shared/contract/errors';

/** Rounds of PBKDF2: PostgreSQL's own default (`scram_iterations`). */
const ROUNDS = 4096;
/** Guessed over the network, and offline by whoever gets the server's catalogue. */
const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 128;

/**
 * The SCRAM verifier of a password as PostgreSQL keeps it (RFC 5803), made here so that the password itself is in no
 * statement, no log and no memory of the server. `salt` is 32 hex digits of chance.
 * @throws SportelloError `bad-params` for a password that is too short or has other signs than printable ASCII: programs
 * prepare those differently (SASLprep, RFC 4013), and one of them would not let its owner in.
 */
export function scramVerifier(password: string, salt: string): string {
  const { length } = password;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD || !/^[\x20-\x7e]+$/.test(password)) {
    throw new SportelloError('bad-params', 'This password is not usable for a team.', {
      action: `Choose ${String(SHORTEST_PASSWORD)} to ${String(LONGEST_PASSWORD)} letters without accents, digits and signs.`,
    });
  }
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'hex'), ROUNDS, 32, 'sha256');
  const key = (word: string): Buffer => createHmac('sha256', salted).update(word).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest('base64');
  const saltText = Buffer.from(salt, 'hex').toString('base64');
  return `SCRAM-SHA-256$${String(ROUNDS)}:${saltText}$${stored}:${key('Server Key').toString('base64')}`;
}
