import { SportelloError } from '../../shared/contract/errors';
import { isSameMailbox } from '../../shared/contract/profile';
import type { MailboxSettings, NamedMailbox, Profile } from '../../shared/contract/profile';

/** Id of a mailbox that is alone in its profile and has none written down; the store's rows carry it (cli.md). */
const MAIN = 'main';
/** As many as a profile may hold. */
const MOST_MAILBOXES = 20;

/** The mailboxes of a profile in their order, each with its id. */
export function mailboxesIn(profile: Profile | null): readonly NamedMailbox[] {
  if (profile?.mailboxes) return profile.mailboxes;
  return profile?.mailbox ? [{ ...profile.mailbox, id: profile.mailbox.id ?? MAIN }] : [];
}

/**
 * The profile with a mailbox set up: `id` names the one that is changed, `add` makes one more; with neither it is the first, or the only
 * one there is. An id that is in use never changes, for the store keeps everything by it. Answers the mailbox with its id, too.
 * @throws SportelloError `not-allowed` for one more than there may be, or for an account or address that another mailbox has
 */
export function withMailbox(
  profile: Profile | null,
  given: MailboxSettings,
  add: boolean,
): { readonly profile: Profile; readonly mailbox: NamedMailbox } {
  const before = mailboxesIn(profile);
  const taken = before.map(({ id }) => id);
  if (add && before.length > 0) {
    if (before.length >= MOST_MAILBOXES) throw tooMany();
    refuseTwice(given, before);
    const mailbox = { ...given, id: newMailboxId(given.address, taken) };
    return { profile: withAll(profile, [...before, mailbox]), mailbox };
  }
  const id = given.id !== undefined && taken.includes(given.id) ? given.id : (taken[0] ?? MAIN);
  const mailbox = { ...given, id };
  refuseTwice(
    given,
    before.filter((one) => one.id !== id),
  );
  const all = before.length === 0 ? [mailbox] : before.map((one) => (one.id === id ? mailbox : one));
  return { profile: withAll(profile, all), mailbox };
}

/** The profile without this mailbox. @throws SportelloError `not-allowed` for the last one: a desk reads at least one. */
export function withoutMailbox(profile: Profile | null, id: string): Profile {
  const left = mailboxesIn(profile).filter((one) => one.id !== id);
  if (left.length > 0) return withAll(profile, left);
  throw new SportelloError('not-allowed', 'A desk has at least one mailbox', {
    reason: 'last-mailbox',
    action: 'Add another one first.',
  });
}

/** One mailbox with the usual id is written as a profile always was, so that an older program reads it. */
function withAll(profile: Profile | null, all: readonly NamedMailbox[]): Profile {
  const { mailbox: _one, mailboxes: _several, ...rest } = profile ?? {};
  const [first] = all;
  if (all.length === 1 && first?.id === MAIN) {
    const { id: _usual, ...mailbox } = first;
    return { ...rest, mailbox };
  }
  return { ...rest, mailboxes: [...all] };
}

/** An id out of an address: what stands before the @, else with a number behind it. */
export function newMailboxId(address: string, taken: readonly string[]): string {
  const local = address.split('@')[0] ?? '';
  const words = local
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const base = words.slice(0, 28).replace(/-+$/, '') || 'mailbox';
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

function refuseTwice(given: MailboxSettings, others: readonly NamedMailbox[]): void {
  const same = others.find((one) => isSameMailbox(one, given));
  if (same === undefined) return;
  throw new SportelloError('not-allowed', `The desk has this account already, as ${same.address}`, {
    reason: 'mailbox-twice',
    action: 'Change that mailbox, or type the user and the address of another account.',
    detail: { address: same.address },
  });
}

function tooMany(): SportelloError {
  return new SportelloError('not-allowed', `A desk has at most ${MOST_MAILBOXES} mailboxes`, {
    reason: 'many-mailboxes',
    action: 'Remove one first, or forward it to another.',
    detail: { most: MOST_MAILBOXES },
  });
}
