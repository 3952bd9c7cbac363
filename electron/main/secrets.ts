import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ErrorOptions } from '../../shared/contract/error-reasons';
import { SportelloError } from '../../shared/contract/errors';
import type { HotmartSecrets } from '../../shared/contract/hotmart';
import { writeWhole } from './profile-file';

/** The part of Electron's `safeStorage` that is used here. */
export type Keychain = {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(data: Buffer): string;
  /** Absent before Electron 26. */
  getSelectedStorageBackend?(): string;
};

/** The permission of a sign-in at a provider, and whose it is (`grantOf`). */
export type KeptGrant = {
  readonly of: string;
  /** null after signing out. */
  readonly refreshToken: string | null;
  readonly clientSecret: string | null;
};

/** Secrets of Hotmart's API, and what they are good for (`hotmartGrantOf`). */
export type KeptHotmart = HotmartSecrets & { readonly of: string };

/** What lets a mailbox in; null or absent where nothing is known. */
export type KeptAccess = {
  readonly imapPassword: string | null;
  readonly smtpPassword: string | null;
  readonly grant?: KeptGrant | undefined;
};

/** All that is kept for a profile. Where in it those of a mailbox lie: `kept-mailboxes.ts`. */
export type KeptSecrets = KeptAccess & {
  /** Id of the mailbox whose secrets lie at the top; absent: `main`. */
  readonly of?: string | undefined;
  /** By mailbox id; absent while the desk has had only one. */
  readonly mailboxes?: Readonly<Record<string, KeptAccess>> | undefined;
  readonly hotmart?: KeptHotmart | undefined;
  /** Password of the team's server, and whose it is (`storeGrantOf`). */
  readonly store?: KeptStorePassword | undefined;
};

/** A password goes to no other server, port or login than it was given for. */
export type KeptStorePassword = { readonly of: string; readonly password: string };

/** How the passwords of a profile are kept: `memory` forgets them when the desk closes. */
export type Protection =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'memory' };

const fileSchema = z.object({
  version: z.literal(1),
  /** Key of the store, encrypted by the keychain; base64. */
  storeKey: z.string().optional(),
  passwords: z.object({ by: z.enum(['keychain', 'passphrase']), data: z.string() }).optional(),
});
type SecretsFile = z.infer<typeof fileSchema>;

const accessSchema = z.object({
  imapPassword: z.string().nullable(),
  smtpPassword: z.string().nullable(),
  grant: z
    .object({ of: z.string(), refreshToken: z.string().nullable(), clientSecret: z.string().nullable() })
    .optional(),
});
const passwordsSchema = accessSchema.extend({
  of: z.string().optional(),
  mailboxes: z.record(z.string(), accessSchema).optional(),
  hotmart: z.object({ of: z.string(), clientSecret: z.string().nullable(), basic: z.string().nullable() }).optional(),
  store: z.object({ of: z.string(), password: z.string() }).optional(),
});
const NO_PASSWORDS: KeptSecrets = { imapPassword: null, smtpPassword: null };

/** Linux without a keyring offers "basic_text", which is a fixed key: that is no protection, so it does not count. */
export function hasKeychain(keychain: Keychain): boolean {
  if (!keychain.isEncryptionAvailable()) return false;
  return keychain.getSelectedStorageBackend?.() !== 'basic_text';
}

export type Secrets = {
  /** The random key of a store that the keychain protects; made at the first call. Throws `secret-unavailable`. */
  storeKey(): Promise<string>;
  passwords(protection: Protection): Promise<KeptSecrets>;
  /** Written when it settles. Where it rejects, what was kept before is still what `passwords` answers. */
  keep(passwords: KeptSecrets, protection: Protection): Promise<void>;
  /** Reads, changes and keeps in one turn: a token that comes meanwhile is neither lost nor overwritten. */
  change(protection: Protection, make: (kept: KeptSecrets) => KeptSecrets): Promise<void>;
};

/** Secrets of one profile: `secrets.json` beside `profile.json`, holding ciphertext only. */
export function openSecrets(profileDir: string, keychain: Keychain): Secrets {
  const path = join(profileDir, 'secrets.json');
  let inMemory: KeptSecrets | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<SecretsFile> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return { version: 1 };
    const parsed = fileSchema.safeParse(parseJson(text));
    if (!parsed.success)
      throw unavailable(`${path} is damaged`, {
        action: 'Move it away; then type the passwords again.',
        reason: 'damaged',
        detail: { path },
      });
    return parsed.data;
  }

  const write = (file: SecretsFile): Promise<void> => writeWhole(path, `${JSON.stringify(file, null, 2)}\n`);

  async function passwordsBy(protection: Protection): Promise<KeptSecrets> {
    if (inMemory) return inMemory;
    const { passwords } = await read();
    if (!passwords || passwords.by !== protection.kind) return NO_PASSWORDS;
    const text =
      protection.kind === 'passphrase'
        ? openBox(passwords.data, protection.passphrase)
        : decrypt(keychain, passwords.data);
    // A passphrase that opens the store but not this file: the file is of another day, the passwords are asked again.
    return text === null ? NO_PASSWORDS : passwordsSchema.parse(JSON.parse(text));
  }

  async function keepNow(passwords: KeptSecrets, protection: Protection): Promise<void> {
    // where memory is all there is, it holds whatever the disk says about the file of before
    if (protection.kind === 'memory') inMemory = passwords;
    const { passwords: _old, ...file } = await read();
    const text = JSON.stringify(passwords);
    if (protection.kind === 'keychain') {
      await write({ ...file, passwords: { by: 'keychain', data: encrypt(keychain, text) } });
    } else if (protection.kind === 'passphrase') {
      await write({ ...file, passwords: { by: 'passphrase', data: closeBox(text, protection.passphrase) } });
    } else if (_old) await write(file);
    // only now: what is not on the disk must not look as if it were when it is kept once more
    inMemory = passwords;
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const run = last.then(work);
    // who comes next is not stopped by this one's failure; its own caller hears of it
    last = run.catch(() => undefined);
    return run;
  }

  return {
    storeKey: async () => {
      if (!hasKeychain(keychain)) {
        throw unavailable('This store is locked with a key of the system keychain', {
          action: 'Unlock the keychain and try again.',
          reason: 'store-key',
        });
      }
      const file = await read();
      if (file.storeKey) return decrypt(keychain, file.storeKey);
      const key = randomBytes(32).toString('hex');
      await write({ ...file, storeKey: encrypt(keychain, key) });
      return key;
    },
    passwords: passwordsBy,
    keep: (passwords, protection) => inTurn(() => keepNow(passwords, protection)),
    change: (protection, make) =>
      inTurn(async () => {
        const kept = await passwordsBy(protection);
        const changed = make(kept);
        if (changed !== kept) await keepNow(changed, protection);
      }),
  };
}

function encrypt(keychain: Keychain, text: string): string {
  try {
    return keychain.encryptString(text).toString('base64');
  } catch (error) {
    throw unavailable('The system keychain takes nothing now', {
      action: 'Unlock the keychain and try again.',
      cause: error,
    });
  }
}

function decrypt(keychain: Keychain, base64: string): string {
  try {
    return keychain.decryptString(Buffer.from(base64, 'base64'));
  } catch (error) {
    throw unavailable('The system keychain cannot open this profile', {
      action: 'Unlock the keychain, or use the account that made the profile.',
      reason: 'other-account',
      cause: error,
    });
  }
}

// salt (16) + iv (12) + tag (16) + ciphertext: AES-256-GCM under scrypt of the passphrase.
function closeBox(text: string, passphrase: string): string {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(passphrase, salt), iv);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([salt, iv, cipher.getAuthTag(), data]).toString('base64');
}

/** Null when the passphrase is not the one it was closed with. */
function openBox(base64: string, passphrase: string): string | null {
  const box = Buffer.from(base64, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(passphrase, box.subarray(0, 16)), box.subarray(16, 28));
  decipher.setAuthTag(box.subarray(28, 44));
  try {
    return Buffer.concat([decipher.update(box.subarray(44)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function deriveKey(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { N: 1 << 15, r: 8, p: 1, maxmem: 64 << 20 });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unavailable(message: string, options: ErrorOptions<'secret-unavailable'>): SportelloError {
  return new SportelloError('secret-unavailable', `${message}.`, options);
}
