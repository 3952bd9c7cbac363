import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RestoreReport, StoreCopy } from '../../shared/contract/copies';
import { SportelloError, packError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import type { EngineSecrets, SignInWords } from '../../shared/contract/host';
import { MAIN_MAILBOX, mailboxesOf } from '../../shared/contract/listed-mailboxes';
import type { HotmartChoice } from '../../shared/contract/hotmart';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';
import type { ShellState } from '../../shared/contract/shell-api';
import type { TeamCheck } from '../../shared/contract/team-work';
import type { Finding } from '../../shared/contract/views';
import { clientOf, grantOf } from '../../shared/domain/oauth-providers';
import type { DemoProcess } from './demo-process';
import { makeDemoProfile, prepareDemoFolder } from './demo-profile';
import type { EngineProcess } from './engine-process';
import { readProfile, writeProfile } from './profile-file';
import { createFreshSignIns } from './fresh-sign-in';
import { hotmartFor, saveHotmart } from './hotmart-access';
import { keepToken } from './keep-token';
import type { OpenGrant } from './keep-token';
import { keptAt, withKeptAt, withoutKeptAt } from './kept-mailboxes';
import type { KeptPlace } from './kept-mailboxes';
import { accessFor, accessForAll, atStart, environmentFor, placeOf, secretsToKeep } from './mailbox-access';
import type { AtStart, Typed } from './mailbox-access';
import { joined, keepCertificate, teamOf } from './join-team';
import { withMailbox, withoutMailbox } from './profile-mailboxes';
import { decideStage, teamKey } from './profile-stage';
import { hasKeychain, openSecrets } from './secrets';
import type { Keychain, KeptSecrets, Protection } from './secrets';
import type { SignInProcess } from './sign-in-process';
import { logMain } from './main-log';
import { keepStorePassword, storePasswordFor } from './store-access';

/** The part of `ShellState` that follows the profile. */
export type DeskState = Pick<ShellState, 'stage' | 'error' | 'keychain' | 'demo' | 'signedIn' | 'team' | 'profileDir'>;

/** Which profile is open and how far it got; the window only shows this. */
export type Desk = {
  state(): DeskState;
  /** Reads the profile and goes as far as it can without a person. Never rejects: failures are a stage. */
  start(): Promise<void>;
  startDemo(): Promise<void>;
  /** Tries both servers and changes nothing. An empty password stands for the one that is kept. */
  checkMailbox(mailbox: MailboxSettings, passwords: Typed, add?: boolean): Promise<readonly Finding[]>;
  /** An empty password leaves the one that is kept. */
  saveMailbox(mailbox: MailboxSettings, passwords: Typed, add?: boolean): Promise<void>;
  /** Takes a mailbox out of the profile; see `ShellApi.removeMailbox`. */
  removeMailbox(id: string): Promise<void>;
  /** Sets Hotmart's API up, or (null) takes it away; see `saveHotmart`. The desk is opened anew. */
  saveHotmart(choice: HotmartChoice | null): Promise<void>;
  /** Signs a mailbox in in the person's browser; kept with the next `saveMailbox` of the same mailbox. */
  signIn(
    mailbox: MailboxSettings,
    clientSecret: string,
    words: SignInWords,
    add?: boolean,
  ): Promise<{ readonly account: string | null }>;
  /** The same for an open mailbox (absent: the first) as it is set up; kept at once, and the desk opened anew. */
  signInAgain(words: SignInWords, mailbox?: string): Promise<{ readonly account: string | null }>;
  cancelSignIn(): void;
  /** Takes the permission of an open mailbox (absent: the first) back and forgets it. */
  signOut(mailbox?: string): Promise<{ readonly revoked: boolean }>;
  /** Keeps what a provider gave in place of the refresh token that the engine has of a mailbox; see `keepToken`. */
  keepRefreshToken(refreshToken: string | null, mailbox?: string): Promise<void>;
  /** Tries a team's store and changes nothing. Rejects with exactly what is wrong. */
  checkTeam(given: TypedTeam): Promise<TeamCheck>;
  /** Joins a team whose server lets one in: profile, certificate and password are kept, the desk is opened. */
  joinTeam(given: TypedTeam): Promise<void>;
  /** Keeps another password for the team's server once it lets one in, and opens the desk with it. */
  changeStorePassword(password: string): Promise<void>;
  protectStore(choice: { kind: 'keychain' | 'none' } | { kind: 'passphrase'; passphrase: string }): Promise<void>;
  unlockStore(passphrase: string): Promise<void>;
  /** The copies of a store that does not open: `broken` offers them. */
  copies(): Promise<readonly StoreCopy[]>;
  /** Closes the engine, restores this copy and opens the engine again, on the old store where it was refused. */
  restoreCopy(name: string): Promise<RestoreReport>;
  /** The machine woke up: the mailbox's links are made anew. */
  woke(): void;
  /** The engine gave up: shown, with a way to try again. */
  stopped(error: SportelloError): void;
  /** Answers the mails past `final_pending` that were left; see `EngineProcess.close`. */
  close(): Promise<number | null>;
};

/** An open mailbox; `of` and `client` say at which provider it signs in. */
type OpenMailbox = OpenGrant & { readonly of: string | null; readonly client: string | null };

/** Address of a team's store, and its password as it was typed. */
type TypedTeam = { readonly url: string; readonly password: string };

/** Between two tries to open the store of a team whose server is away. */
const AWAY_RETRY_MS = 5_000;

/** `environment` holds the variables of cli.md; what is set there wins over what is kept. */
export function createDesk(options: {
  /** Folder of the person's own profile, and of the demo's. */
  readonly profileDir: string;
  readonly demoDir: string;
  readonly resourcesDir: string;
  /** Opens the demo at once. */
  readonly demo: boolean;
  readonly engine: EngineProcess;
  readonly demoServers: DemoProcess;
  readonly signIns: SignInProcess;
  readonly keychain: Keychain;
  readonly environment: NodeJS.ProcessEnv;
  readonly onChanged: (state: DeskState) => void;
}): Desk {
  const { engine, demoServers, keychain, environment } = options;
  const signIns = createFreshSignIns(options.signIns);
  let { demo } = options;
  let profileDir = demo ? options.demoDir : options.profileDir;
  let cancelRetry: () => void = () => undefined;
  /** Openings under way: no retry comes between. */
  let tries = 0;
  let stage: DeskState['stage'] = 'welcome';
  let error: PackedError | null = null;
  let passphrase = environment['SPORTELLO_STORE_PASSPHRASE'] || null;
  let secrets = openSecrets(profileDir, keychain);
  /** What the engine was last opened with; null before. */
  let lastSecrets: EngineSecrets | null = null;
  /** The mailboxes that are open, the first one first, how their secrets are kept, and the refresh tokens that the engine has. */
  let opened: readonly OpenMailbox[] = [];
  /** The mailboxes of the first start; undefined before. */
  let startedWith: AtStart | undefined;
  let team: DeskState['team'] = null;
  /** A password of the team's server was typed since the start: it is newer than the variable. */
  let isTyped = false;

  const signedInNow = (): readonly OpenMailbox[] => opened.filter(({ refreshToken }) => refreshToken !== null);
  /** The clients whose permissions the engine uses now. */
  const clientsInUse = (): readonly (string | null)[] => signedInNow().map(({ client }) => client);
  const openedAt = (id: string | undefined): OpenMailbox | null =>
    (id === undefined ? opened[0] : opened.find(({ place }) => place.id === id)) ?? null;
  const state = (): DeskState => {
    const signedIn = signedInNow()
      .filter(({ client }) => client !== null)
      .map(({ place }) => place.id);
    return { stage, error, keychain: hasKeychain(keychain), demo, signedIn, team, profileDir };
  };

  function show(next: DeskState['stage'], why: unknown = null): void {
    stage = next;
    error = why === null ? null : packError(why);
    options.onChanged(state());
  }

  /** `quietly`: the desk is shown once the store is open, so that what is on screen stays there where it is not. */
  async function openProfile(quietly = false): Promise<void> {
    await engine.close();
    opened = [];
    const profile = await readProfile(profileDir);
    team = teamOf(profile);
    const decided = decideStage(profile, passphrase, hasKeychain(keychain));
    if (decided.stage !== 'desk') {
      show(decided.stage);
      return;
    }
    if (JSON.stringify(decided.profile) !== JSON.stringify(profile)) await writeProfile(profileDir, decided.profile);
    const protection = protectionOf(decided.key);
    const storeKey = await storeKeyFor(decided);
    const mailboxes = mailboxesOf(decided.profile);
    const kept = await secrets.passwords(protection);
    const access = accessForAll(mailboxes, kept, environment, startedWith ?? atStart([]));
    const hotmart = hotmartFor(decided.profile.hotmart, kept.hotmart, environment);
    opened = mailboxes.map((mailbox, index) => ({
      of: grantOf(mailbox),
      client: clientOf(mailbox),
      place: placeOf(mailboxes, mailbox.id),
      protection,
      refreshToken: (index === 0 ? access : access.mailboxes?.[mailbox.id])?.refreshToken ?? null,
    }));
    if (!quietly) show('desk');
    const store = storePasswordFor(decided.profile.store, kept.store, isTyped ? {} : environment);
    await openEngine({ ...access, ...hotmart, ...store, storeKey });
    if (quietly) show('desk');
  }

  /** A team's store is on its server: nothing to encrypt here. */
  async function storeKeyFor({ profile, key }: { profile: Profile; key: 'keychain' | 'passphrase' | 'none' }) {
    if (profile.store?.kind === 'postgres') return null;
    return key === 'keychain' ? secrets.storeKey() : key === 'passphrase' ? passphrase : null;
  }

  /** Where the secrets of a mailbox that is being set up are kept. One more has none: nothing of another's is tried at its servers. */
  async function placeFor(mailbox: MailboxSettings, add: boolean): Promise<KeptPlace> {
    const mailboxes = mailboxesOf(demo ? null : await readProfile(profileDir));
    return placeOf(mailboxes, add && mailboxes.length > 0 ? '' : (mailbox.id ?? mailboxes[0]?.id ?? MAIN_MAILBOX));
  }

  const variablesFor = (mailbox: MailboxSettings, place: KeptPlace) =>
    environmentFor(mailbox, place, environment, startedWith ?? atStart([]));

  /** Reads once, before anything is chosen in a window, whom the variables are for. */
  async function begin(): Promise<void> {
    if (startedWith === undefined) {
      const profile = demo ? null : await readProfile(profileDir);
      startedWith = atStart(mailboxesOf(profile));
    }
    await (demo ? openDemo() : openProfile());
  }

  /** What is kept for the person's own profile. The demo's passwords are nobody's. */
  async function keptSecrets(): Promise<KeptSecrets> {
    const profile = demo ? null : await readProfile(profileDir);
    const decided = decideStage(profile, passphrase, hasKeychain(keychain));
    if (decided.stage !== 'desk') return { imapPassword: null, smtpPassword: null };
    return secrets.passwords(protectionOf(decided.key));
  }

  /** Keeps what was typed or signed in, and opens the desk with it. */
  async function keepAccess(
    mailbox: MailboxSettings,
    typed: Typed,
    protection: Protection,
    at: KeptPlace,
  ): Promise<void> {
    const given = { typed, fresh: signIns.of(mailbox), environment: variablesFor(mailbox, at) };
    await secrets.change(protection, (kept) => withKeptAt(kept, at, secretsToKeep(mailbox, keptAt(kept, at), given)));
    signIns.forget();
    await trying(() => openProfile());
  }

  function protectionOf(key: 'keychain' | 'passphrase' | 'none'): Protection {
    if (key === 'passphrase' && passphrase) return { kind: 'passphrase', passphrase };
    return { kind: key === 'keychain' ? 'keychain' : 'memory' };
  }

  async function openEngine(given: EngineSecrets, prepare?: () => Promise<void>): Promise<void> {
    const { resourcesDir } = options;
    lastSecrets = given;
    await engine.open({ kind: 'open', profileDir, resourcesDir, secrets: given, demo }, prepare);
  }

  /** A wrong passphrase is asked again; everything else is shown with what to do. */
  async function trying(work: () => Promise<void>): Promise<void> {
    tries += 1;
    try {
      await work();
    } catch (caught) {
      if (!(caught instanceof SportelloError)) logMain(String(caught));
      const wrongKey =
        caught instanceof SportelloError &&
        caught.code === 'store-passphrase-wrong' &&
        passphrase !== null &&
        !(await opensCopies());
      if (wrongKey) passphrase = null;
      show(wrongKey ? 'unlock' : 'broken', caught);
      if (caught instanceof SportelloError && caught.code === 'store-away') tryAgainLater();
    } finally {
      tries -= 1;
    }
  }

  /** The team's server was away at the start: it comes back by itself. */
  function tryAgainLater(): void {
    cancelRetry();
    const timer = setTimeout(() => {
      if (tries > 0 || stage !== 'broken' || error?.code !== 'store-away') return;
      void trying(() => openProfile(true));
    }, AWAY_RETRY_MS);
    cancelRetry = () => clearTimeout(timer);
  }

  /** Whether the key opens a copy of the store: then the passphrase is right, and the store is damaged. */
  async function opensCopies(): Promise<boolean> {
    try {
      const copies = await engine.copies(profileDir, lastSecrets?.storeKey ?? null);
      return copies.some((copy) => copy.state === 'sound');
    } catch (error) {
      // What hinders it hinders the store, too; that is said already.
      if (error instanceof SportelloError) return false;
      throw error;
    }
  }

  async function openDemo(): Promise<void> {
    await engine.close();
    await demoServers.stop();
    opened = [];
    demo = true;
    team = null;
    profileDir = options.demoDir;
    await mkdir(profileDir, { recursive: true, mode: 0o700 });
    await prepareDemoFolder(profileDir, Date.now());
    const servers = await demoServers.start(profileDir, options.resourcesDir);
    await writeProfile(profileDir, makeDemoProfile(servers));
    show('desk');
    const { password } = servers;
    await openEngine({ imapPassword: password, smtpPassword: password, storeKey: null }, async () => {
      for (const kind of ['products', 'sales'] as const) {
        await engine.ask('imports.run', { kind, path: join(profileDir, `${kind}.csv`) });
      }
      // The first look at the demo is at a full inbox.
      await engine.ask('mailbox.syncOnce', {});
    });
  }

  /** A real mailbox never joins the invented mails of the demo: it gets the person's own profile. */
  async function leaveDemo(): Promise<void> {
    if (!demo) return;
    if (options.demoDir === options.profileDir) {
      throw new SportelloError('not-allowed', `${profileDir} holds the demo.`, {
        reason: 'demo',
        action: 'Start again with another folder to connect a mailbox.',
      });
    }
    await engine.close();
    await demoServers.stop();
    demo = false;
    profileDir = options.profileDir;
    secrets = openSecrets(profileDir, keychain);
  }

  async function changeStore(change: (profile: Profile) => Profile): Promise<void> {
    const profile = await readProfile(profileDir);
    if (!profile) throw noMailbox();
    await writeProfile(profileDir, change(profile));
  }

  /** Keeps a password that the team's server has just taken, and opens the desk with it. */
  async function enterTeam(url: string, password: string): Promise<void> {
    await keepStorePassword(secrets, protectionOf(teamKey(passphrase, hasKeychain(keychain))), url, password);
    isTyped = true;
    await trying(() => openProfile());
  }

  return {
    state,
    start: () => trying(begin),
    startDemo: () => trying(openDemo),
    checkMailbox: async (mailbox, typed, add = false) => {
      const fresh = signIns.of(mailbox);
      const of = grantOf(mailbox);
      if (fresh === null && of !== null && opened.some((one) => one.of === of)) {
        // Only the engine may use its refresh token: two users would each make the other's useless.
        const { findings } = await engine.ask('mailbox.check', { mailbox, imapPassword: '', smtpPassword: '' });
        return findings;
      }
      const place = await placeFor(mailbox, add);
      const given = { typed, fresh, environment: variablesFor(mailbox, place) };
      const { imapPassword, smtpPassword } = secretsToKeep(mailbox, keptAt(await keptSecrets(), place), given);
      return engine.check({
        profileDir,
        mailbox,
        imapPassword: imapPassword ?? '',
        smtpPassword: smtpPassword ?? '',
        ...(fresh === null ? {} : { accessToken: fresh.accessToken }),
      });
    },
    saveMailbox: async (given, typed, add = false) => {
      await leaveDemo();
      const { profile, mailbox } = withMailbox(await readProfile(profileDir), given, add);
      await writeProfile(profileDir, profile);
      const decided = decideStage(profile, passphrase, hasKeychain(keychain));
      const protection = protectionOf(decided.stage === 'desk' ? decided.key : 'none');
      await keepAccess(mailbox, typed, protection, placeOf(mailboxesOf(profile), mailbox.id));
    },
    removeMailbox: async (id) => {
      const profile = await readProfile(profileDir);
      const place = placeOf(mailboxesOf(profile), id);
      const open = openedAt(id);
      if (demo || open === null) throw noMailbox();
      await writeProfile(profileDir, withoutMailbox(profile, id));
      await secrets.change(open.protection, (kept) => withoutKeptAt(kept, place));
      await trying(() => openProfile());
    },
    saveHotmart: async (choice) => {
      const [first] = opened;
      if (demo || first === undefined) {
        throw new SportelloError('not-allowed', 'Only an open mailbox of your own takes purchases from Hotmart.', {
          reason: 'own-mailbox',
          action: 'Connect a mailbox first.',
        });
      }
      await saveHotmart(profileDir, secrets, first.protection, choice);
      await trying(() => openProfile());
    },
    signIn: async (mailbox, clientSecret, words, add = false) => {
      const place = await placeFor(mailbox, add);
      const known = accessFor(mailbox, keptAt(await keptSecrets(), place), variablesFor(mailbox, place)).clientSecret;
      return signIns.start(mailbox, { clientSecret: clientSecret || known, inUse: clientsInUse(), words });
    },
    signInAgain: async (words, id) => {
      const open = openedAt(id);
      const mailbox = mailboxesOf(await readProfile(profileDir)).find((one) => one.id === open?.place.id);
      if (!mailbox || open === null) throw noMailbox();
      const { place } = open;
      const kept = keptAt(await keptSecrets(), place);
      const { clientSecret } = accessFor(mailbox, kept, variablesFor(mailbox, place));
      const answer = await signIns.start(mailbox, { clientSecret, inUse: clientsInUse(), words });
      await keepAccess(mailbox, { imapPassword: '', smtpPassword: '' }, open.protection, place);
      return answer;
    },
    cancelSignIn: () => signIns.giveUp(),
    signOut: async (mailbox) => {
      signIns.forget();
      const answer = await engine.ask('mailbox.signOut', mailbox === undefined ? {} : { mailbox });
      await trying(() => openProfile());
      return answer;
    },
    keepRefreshToken: async (refreshToken, mailbox) => {
      const open = openedAt(mailbox);
      if (open !== null) await keepToken(secrets, open, refreshToken);
    },
    checkTeam: (given) => engine.checkTeam({ profileDir, ...given }),
    joinTeam: async ({ url, password }) => {
      await leaveDemo();
      const { member } = await engine.checkTeam({ profileDir, url, password });
      const profile = joined(await readProfile(profileDir), url, member);
      const kept = await keepCertificate(profileDir, url);
      await writeProfile(profileDir, { ...profile, store: { kind: 'postgres', url: kept } });
      await enterTeam(kept, password);
    },
    changeStorePassword: async (password) => {
      const store = (await readProfile(profileDir))?.store;
      if (store?.kind !== 'postgres') {
        throw new SportelloError('not-allowed', 'This desk has a store of its own.', {
          reason: 'no-team',
          action: 'Join a team first.',
        });
      }
      await engine.checkTeam({ profileDir, url: store.url, password });
      await enterTeam(store.url, password);
    },
    protectStore: async (choice) => {
      if (choice.kind === 'keychain' && !hasKeychain(keychain)) {
        throw new SportelloError('secret-unavailable', 'This system has no keychain.', {
          reason: 'no-keychain',
          action: 'Choose a passphrase, or leave the store unencrypted.',
        });
      }
      passphrase = choice.kind === 'passphrase' ? choice.passphrase : null;
      await changeStore((profile) => ({ ...profile, store: { ...sqliteStore(profile), encryption: choice.kind } }));
      const protection: Protection =
        choice.kind === 'passphrase' ? choice : { kind: choice.kind === 'keychain' ? 'keychain' : 'memory' };
      // What was typed in "Connect a mailbox" waited in memory for this decision.
      await secrets.keep(await secrets.passwords(protection), protection);
      await trying(() => openProfile());
    },
    unlockStore: async (typed) => {
      passphrase = typed;
      await trying(() => openProfile());
    },
    copies: () => engine.copies(profileDir, lastSecrets?.storeKey ?? null),
    restoreCopy: async (name) => {
      const given = lastSecrets;
      if (given === null) {
        throw new SportelloError('not-allowed', 'No store was opened yet.', {
          reason: 'not-open',
          action: 'Open the desk first.',
        });
      }
      await engine.close();
      try {
        return await engine.restore(profileDir, given.storeKey, name);
      } finally {
        // what is kept is read anew: the provider may have changed a refresh token meanwhile
        await trying(demo ? () => openEngine(given) : () => openProfile(true));
      }
    },
    woke: () => {
      // without an engine there is no link to renew
      engine.ask('mailbox.renew', {}).catch(() => undefined);
    },
    stopped: (why) => {
      show('broken', why);
      if (why.code === 'store-away') tryAgainLater();
    },
    close: async () => {
      cancelRetry();
      signIns.giveUp();
      const pastMark = await engine.close();
      await demoServers.stop();
      return pastMark;
    },
  };
}

function noMailbox(): SportelloError {
  return new SportelloError('profile-incomplete', 'There is no mailbox yet.', {
    reason: 'no-mailbox',
    action: 'Connect a mailbox first.',
  });
}

function sqliteStore(profile: Profile): Extract<NonNullable<Profile['store']>, { kind: 'sqlite' }> {
  return profile.store?.kind === 'sqlite' ? profile.store : { kind: 'sqlite' };
}
