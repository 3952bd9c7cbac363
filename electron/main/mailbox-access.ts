import type { EngineSecrets } from '../../shared/contract/host';
import type { SignedIn } from '../../shared/contract/host';
import type { MailboxSettings } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';
import type { KeptSecrets } from './secrets';

/** Passwords as a person typed them; '' where nothing was typed. */
export type Typed = { readonly imapPassword: string; readonly smtpPassword: string };

/** A sign-in that was made and not saved yet. */
export type FreshSignIn = SignedIn & { readonly of: string; readonly clientSecret: string | null };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables that count for a mailbox. Those of a sign-in were set for the mailbox that profile.json held at start
 * (`startedWith`: its `grantOf`): another one, chosen in Settings since, may have a provider that must not see them.
 */
export function environmentFor(
  mailbox: MailboxSettings | null,
  environment: Environment,
  startedWith: string | null,
): Environment {
  const of = mailbox && grantOf(mailbox);
  if (of !== null && of === startedWith) return environment;
  return { ...environment, SPORTELLO_OAUTH_REFRESH_TOKEN: undefined, SPORTELLO_OAUTH_CLIENT_SECRET: undefined };
}

/** What the engine gets for a mailbox: what is kept, and over it the variables of cli.md. */
export function accessFor(
  mailbox: MailboxSettings | null,
  kept: KeptSecrets,
  environment: Environment,
): Omit<EngineSecrets, 'storeKey'> {
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

/** What is to be kept when a mailbox is saved: what was typed or signed in now, else what was kept for the same. */
export function secretsToKeep(mailbox: MailboxSettings, kept: KeptSecrets, given: GivenAccess): KeptSecrets {
  // another mailbox is no reason to forget what lets the desk into Hotmart or to its team
  const rest = {
    ...(kept.hotmart === undefined ? {} : { hotmart: kept.hotmart }),
    ...(kept.store === undefined ? {} : { store: kept.store }),
  };
  return { ...rest, ...accessToKeep(mailbox, kept, given) };
}

type GivenAccess = { readonly typed: Typed; readonly fresh: FreshSignIn | null; readonly environment: Environment };

function accessToKeep(mailbox: MailboxSettings, kept: KeptSecrets, given: GivenAccess): KeptSecrets {
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
