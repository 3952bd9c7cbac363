import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineMethod } from '../../shared/contract/engine-api';
import type { EngineSecrets } from '../../shared/contract/host';
import type { SignedIn } from '../../shared/contract/host';
import type { MailboxSettings } from '../../shared/contract/profile';
import type { TeamCheck } from '../../shared/contract/team-work';
import { createDesk } from '../../electron/main/desk';
import type { Desk } from '../../electron/main/desk';
import type { EngineProcess } from '../../electron/main/engine-process';
import { openSecrets } from '../../electron/main/secrets';
import type { Keychain, KeptSecrets } from '../../electron/main/secrets';
import type { SignInProcess } from '../../electron/main/sign-in-process';
import { makeFolder } from './make-store';

/** The desk of the main process over a real folder, with processes that only write down what they were given. */
export type HostDesk = {
  readonly desk: Desk;
  readonly profileDir: string;
  /** What the engine was opened with, the newest last. */
  readonly given: readonly EngineSecrets[];
  /** What each sign-in was asked for, the newest last; the next answers come from `signsIn`. */
  readonly signIns: readonly Parameters<SignInProcess['start']>[0][];
  signsIn: () => Promise<SignedIn>;
  /** Mailboxes that were tried in a process of their own, with the access token that went there. */
  readonly checks: readonly { readonly host: string; readonly accessToken: string | null }[];
  /** Passwords that those were tried with. */
  readonly tried: readonly { readonly imapPassword: string; readonly smtpPassword: string }[];
  /** What the team's server is asked with, and answers; it lets everybody in as Anna. */
  checksTeam: (given: { readonly url: string; readonly password: string }) => Promise<TeamCheck>;
  /** How the store opens; it does. */
  opens: () => Promise<void>;
  /** What the engine was asked. */
  readonly asked: readonly EngineMethod[];
  /** Makes every write of a secret fail, or lets it be again. */
  fillDisk(isFull: boolean): void;
  /** What a next start would find. */
  kept(): Promise<KeptSecrets>;
};

export const PROTECTION = { kind: 'keychain' } as const;

/** Turns bytes round: enough to see that nothing plain is written. */
export const TURNING_KEYCHAIN: Keychain = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (data) => Buffer.from(data.map((byte) => byte ^ 0xff)).toString('utf8'),
};

export async function makeHostDesk(options: {
  /** null: profile.json is not there yet. */
  readonly mailbox: MailboxSettings | null;
  readonly kept?: KeptSecrets;
  readonly environment?: Readonly<Record<string, string>>;
  readonly keychain?: Keychain;
}): Promise<HostDesk> {
  const profileDir = makeFolder();
  const keychain = options.keychain ?? TURNING_KEYCHAIN;
  if (options.mailbox !== null) {
    const profile = { mailbox: options.mailbox, store: { kind: 'sqlite', encryption: 'keychain' } };
    writeFileSync(join(profileDir, 'profile.json'), JSON.stringify(profile));
  }
  if (options.kept) await openSecrets(profileDir, TURNING_KEYCHAIN).keep(options.kept, PROTECTION);
  const given: EngineSecrets[] = [];
  const signIns: Parameters<SignInProcess['start']>[0][] = [];
  const checks: { host: string; accessToken: string | null }[] = [];
  const tried: { imapPassword: string; smtpPassword: string }[] = [];
  const asked: EngineMethod[] = [];
  const engine = {
    open: ({ secrets }) => {
      given.push(secrets);
      return host.opens();
    },
    close: () => Promise.resolve(0),
    check: ({ mailbox, imapPassword, smtpPassword, accessToken = null }) => {
      tried.push({ imapPassword, smtpPassword });
      checks.push({ host: mailbox.imap.host, accessToken });
      return Promise.resolve([]);
    },
    checkTeam: (entry) => host.checksTeam(entry),
    ask: async (method: EngineMethod, params: { readonly mailbox?: string }) => {
      asked.push(method);
      if (method === 'mailbox.signOut') await host.desk.keepRefreshToken(null, params.mailbox);
      return { revoked: true, findings: [] };
    },
  } as Partial<EngineProcess> as EngineProcess;
  const desk = createDesk({
    profileDir,
    demoDir: join(profileDir, 'demo'),
    resourcesDir: '',
    demo: false,
    engine,
    demoServers: {
      start: () => Promise.reject(new Error('There is no demo here')),
      stop: () => Promise.resolve(),
    },
    signIns: {
      start: (message) => {
        signIns.push(message);
        return host.signsIn();
      },
      giveUp: () => undefined,
    },
    keychain,
    environment: options.environment ?? {},
    onChanged: () => undefined,
  });
  const host: HostDesk = {
    desk,
    profileDir,
    given,
    signIns,
    signsIn: () => Promise.resolve({ refreshToken: 'r-new', accessToken: 'a-new', account: null }),
    checks,
    tried,
    checksTeam: () =>
      Promise.resolve({
        member: { login: 'anna', name: 'Anna', email: 'anna@corsi.example', role: 'agent' },
        team: 'Corsi',
        server: '15.6',
      }),
    opens: () => Promise.resolve(),
    asked,
    fillDisk(isFull) {
      // what stands where the new file is to be written keeps it from being written, for root too
      const inTheWay = join(profileDir, 'secrets.json.new');
      if (isFull) mkdirSync(inTheWay);
      else rmdirSync(inTheWay);
    },
    kept: () => openSecrets(profileDir, TURNING_KEYCHAIN).passwords(PROTECTION),
  };
  return host;
}
