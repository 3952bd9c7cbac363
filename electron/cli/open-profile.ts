import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EngineClient } from '../../shared/contract/engine-api';
import { SportelloError } from '../../shared/contract/errors';
import type { EngineSecrets } from '../../shared/contract/host';
import type { Profile } from '../../shared/contract/profile';
import { complain } from '../engine/log';
import { createEngine } from '../engine/engine';
import type { Engine } from '../engine/engine';
import { createOutside } from '../engine/hosts/outside';
import { connectToHolder, shareProfile } from '../engine/hosts/profile-socket';
import { mailboxesOf } from '../../shared/contract/listed-mailboxes';
import { decideProtection, loadProfile, saveProfile, storePath } from '../engine/profile';
import { secretsFromEnvironment } from '../../shared/contract/secret-variables';
import { readProfileHolder } from '../engine/store/profile-lock';
import type { CommandLine } from './command';
import { tokenFilesOf } from './token-file';
import type { TokenFiles } from './token-file';

/** A profile that a command may use: its own engine, or the one that holds the profile already. */
export type OpenProfile = {
  readonly client: EngineClient;
  /** null where another process holds the profile. */
  readonly engine: Engine | null;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Whether the command reaches servers. */
  readonly network: boolean;
  /** Other command lines may use this engine while it runs: for commands that stay. */
  readonly share?: boolean;
  /** It is this engine that should read the mailbox for a team. */
  readonly isPreferred?: boolean;
};

/**
 * Opens the profile folder of a command. On a held profile the command's request goes to its holder by the same
 * contract (design.md, "Store").
 */
export async function openProfile(dir: string, line: CommandLine, options: OpenOptions): Promise<OpenProfile> {
  const { profileDir, profile, secrets, files } = await findProfile(dir, line);
  const outside = createOutside({ resourcesDir: line.resourcesDir, sinks: [(text) => line.complain(text)] });
  try {
    const engine = await createEngine(
      {
        profileDir,
        profile,
        secrets,
        outside,
        demo: profile.demo ?? false,
        network: options.network,
        ...(options.isPreferred ? { isPreferred: true } : {}),
        keepRefreshToken: async (token, mailbox) => {
          const file = files.get(mailbox);
          if (file) await file.keep(token);
          else if (token !== null) outside.log.warn('sign-in', 'token.not-kept');
        },
      },
      line.parts,
    );
    const shared = options.share ? await shareProfile(engine, raiseBug) : null;
    return {
      client: engine,
      engine,
      close: async () => {
        await shared?.close();
        await engine.close();
      },
    };
  } catch (error) {
    if (!(error instanceof SportelloError) || error.code !== 'profile-held') throw error;
    const holder = readProfileHolder(profileDir);
    // Another program than ours holds the store: nobody to ask.
    if (!holder) throw error;
    const client = await connectToHolder(profileDir, holder);
    return {
      client,
      engine: null,
      close: async () => client.close(),
    };
  }
}

/** The profile of a folder with what the environment gives for it. A protection that was undecided is written down. */
export async function findProfile(
  dir: string,
  line: CommandLine,
): Promise<{
  readonly profileDir: string;
  readonly profile: Profile;
  readonly secrets: EngineSecrets;
  /** Where refresh tokens that change with their use are kept. */
  readonly files: TokenFiles;
}> {
  const profileDir = resolve(line.workingDir, dir);
  const found = await loadProfile(profileDir);
  const given = secretsFromEnvironment(line.environment);
  const files = tokenFilesOf(mailboxesOf(found), line);
  const mailboxes = { ...given.mailboxes };
  for (const [id, file] of files) mailboxes[id] = { ...mailboxes[id], refreshToken: await file.read() };
  const secrets = files.size === 0 ? given : { ...given, mailboxes };
  const profile = decideProtection(found, existsSync(storePath(profileDir, found)), secrets.storeKey);
  if (profile !== found) await saveProfile(profileDir, profile);
  // A passphrase is not the key that the keychain keeps: trying it would only say "wrong".
  const isKeychain = profile.store?.kind === 'sqlite' && profile.store.encryption === 'keychain';
  return { profileDir, profile, secrets: isKeychain ? { ...secrets, storeKey: null } : secrets, files };
}

function raiseBug(error: unknown): void {
  complain(error);
  process.exit(1);
}
