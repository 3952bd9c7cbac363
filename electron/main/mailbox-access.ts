import type { EngineSecrets, MailboxSecrets, SignedIn } from '../../shared/contract/host';
import type { MailboxSettings, NamedMailbox } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';
import { passwordsOf, variableOf } from '../../shared/contract/secret-variables';
import { keptAt } from './kept-mailboxes';
import type { KeptPlace } from './kept-mailboxes';
import { MAIN_MAILBOX } from '../../shared/contract/listed-mailboxes';
import type { KeptAccess, KeptSecrets } from './secrets';

/** Passwords as a person typed them; '' where nothing was typed. */
export type Typed = { readonly imapPassword: string; readonly smtpPassword: string };

/** A sign-in that was made and not saved yet. */
export type FreshSignIn = SignedIn & { readonly of: string; readonly clientSecret: string | null };

type Environment = Readonly<Record<string, string | undefined>>;

/** What profile.json held when the desk started: whom the variables were set for, whatever was chosen in Settings since. */
export type AtStart = {
  /** Variables that name no mailbox are this one's; null: there was none, and they are for the first that is set up. */
  readonly first: NamedMailbox | null;
  /** `grantOf` of each by its id: to what else it signs in since, no variable goes. */
  readonly grants: ReadonlyMap<string, string | null>;
};

/** Reads off what the desk has to know of its start. */
export function atStart(mailboxes: readonly NamedMailbox[]): AtStart {
  return {
    first: mailboxes[0] ?? null,
    grants: new Map(mailboxes.map((mailbox) => [mailbox.id, grantOf(mailbox)])),
  };
}

/** The variables that count for a mailbox, by the names that they have without an id: its own, and for the first one of the start those that name none. */
export function environmentFor(
  mailbox: MailboxSettings | null,
  place: KeptPlace,
  environment: Environment,
  { first, grants }: AtStart,
): Environment {
  const of = mailbox && grantOf(mailbox);
  const isKnown = of !== null && grants.get(place.id) === of;
  const isFirst = place.id === (first?.id ?? MAIN_MAILBOX);
  const usual = (name: string): string | undefined => (isFirst ? environment[name] : undefined);
  const read = (name: string): string | undefined => environment[variableOf(name, place.id)] || usual(name);
  const variables: Record<string, string | undefined> = {};
  for (const name of OF_PASSWORDS) variables[name] = read(name);
  for (const name of OF_SIGN_IN) variables[name] = isKnown ? read(name) : undefined;
  return variables;
}

const OF_PASSWORDS = ['SPORTELLO_IMAP_PASSWORD', 'SPORTELLO_SMTP_PASSWORD'] as const;
const OF_SIGN_IN = ['SPORTELLO_OAUTH_REFRESH_TOKEN', 'SPORTELLO_OAUTH_CLIENT_SECRET'] as const;

/** What the engine gets for a mailbox: what is kept, and over it the variables of cli.md. */
export function accessFor(
  mailbox: MailboxSettings | null,
  kept: KeptAccess,
  environment: Environment,
): Required<MailboxSecrets> {
  const of = mailbox && grantOf(mailbox);
  // a permission goes to nobody but the provider, client, user and servers that it was given for
  const grant = of !== null && kept.grant?.of === of ? kept.grant : null;
  return {
    imapPassword: environment['SPORTELLO_IMAP_PASSWORD'] ?? kept.imapPassword,
    smtpPassword: environment['SPORTELLO_SMTP_PASSWORD'] ?? kept.smtpPassword,
    refreshToken: environment['SPORTELLO_OAUTH_REFRESH_TOKEN'] ?? grant?.refreshToken ?? null,
    clientSecret: environment['SPORTELLO_OAUTH_CLIENT_SECRET'] ?? grant?.clientSecret ?? null,
  };
}

type GivenAccess = { readonly typed: Typed; readonly fresh: FreshSignIn | null; readonly environment: Environment };

/** What is to be kept when a mailbox is saved: what was typed or signed in now, else what was kept for the same. */
export function secretsToKeep(mailbox: MailboxSettings, kept: KeptAccess, given: GivenAccess): KeptAccess {
  const { typed, fresh, environment } = given;
  const of = grantOf(mailbox);
  if (of === null) {
    const known = accessFor(mailbox, kept, environment);
    return {
      imapPassword: typed.imapPassword || known.imapPassword,
      smtpPassword: typed.smtpPassword || known.smtpPassword,
    };
  }
  // a mailbox that is signed in needs no password: one less to lose
  const none = { imapPassword: null, smtpPassword: null };
  if (fresh?.of === of) {
    const { refreshToken, clientSecret } = fresh;
    return { ...none, grant: { of, refreshToken, clientSecret } };
  }
  return kept.grant?.of === of ? { ...none, grant: kept.grant } : none;
}

/** What the engine gets for all mailboxes: of each what is kept or set for it, and else a password that was set for the same server. */
export function accessForAll(
  mailboxes: readonly NamedMailbox[],
  kept: KeptSecrets,
  environment: Environment,
  start: AtStart,
): Omit<EngineSecrets, 'storeKey'> {
  const [first, ...others] = mailboxes;
  const imapPassword = environment['SPORTELLO_IMAP_PASSWORD'] || null;
  const general = { imapPassword, smtpPassword: environment['SPORTELLO_SMTP_PASSWORD'] || imapPassword };
  const givenFor = start.first ?? first ?? null;
  const of = (mailbox: NamedMailbox): Required<MailboxSecrets> => {
    const place = placeOf(mailboxes, mailbox.id);
    const own = accessFor(mailbox, keptAt(kept, place), environmentFor(mailbox, place, environment, start));
    if (mailbox.id === givenFor?.id) return own;
    const { imapPassword: imap, smtpPassword: smtp } = own;
    const known = {
      ...(imap === null ? {} : { imapPassword: imap }),
      ...(smtp === null ? {} : { smtpPassword: smtp }),
    };
    return { ...own, ...passwordsOf(mailbox, known, givenFor, general) };
  };
  const named = others.map((mailbox) => [mailbox.id, of(mailbox)]);
  return {
    ...(first === undefined ? { imapPassword: null, smtpPassword: null } : of(first)),
    ...(named.length === 0 ? {} : { mailboxes: Object.fromEntries(named) }),
  };
}

/** Where the secrets of one of these mailboxes are kept. */
export function placeOf(mailboxes: readonly NamedMailbox[], id: string): KeptPlace {
  return { id, isOnly: mailboxes.every((one) => one.id === id) };
}
