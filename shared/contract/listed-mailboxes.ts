import type { NamedMailbox, Profile } from './profile';

/** Id of a mailbox that is alone in its profile and has none written down; the store's rows carry it (cli.md). */
export const MAIN_MAILBOX = 'main';

/** As many as a profile may list. */
export const MOST_MAILBOXES = 20;

/** The mailboxes of a profile in their order, each with its id: `mailbox` alone is one with id `main`. */
export function mailboxesOf(profile: Profile | null): readonly NamedMailbox[] {
  if (profile?.mailboxes) return profile.mailboxes;
  return profile?.mailbox ? [{ ...profile.mailbox, id: profile.mailbox.id ?? MAIN_MAILBOX }] : [];
}
