import { createHash } from 'node:crypto';
import { SportelloError } from '../../shared/contract/errors';
import { MAIN_MAILBOX, MOST_MAILBOXES, mailboxesOf } from '../../shared/contract/listed-mailboxes';
import { isSameMailbox } from '../../shared/contract/profile';
import type { MailboxSettings, NamedMailbox, Profile } from '../../shared/contract/profile';
import { foldAddress } from '../../shared/domain/address';

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
  const before = mailboxesOf(profile);
  const taken = before.map(({ id }) => id);
  if (add && before.length > 0) {
    if (before.length >= MOST_MAILBOXES) throw tooMany();
    refuseTwice(given, before);
    const former = profile?.formerMailboxes ?? [];
    const again = former.find(({ id, address }) => isSameAddress(address, given.address) && !taken.includes(id));
    const used = [...taken, ...former.map(({ id }) => id)];
    const mailbox = { ...given, id: again?.id ?? newMailboxId(given.address, used) };
    const left = former.filter((one) => one !== again);
    return { profile: withAll(profile, [...before, mailbox], left), mailbox };
  }
  const id = given.id !== undefined && taken.includes(given.id) ? given.id : (taken[0] ?? MAIN_MAILBOX);
  const mailbox = { ...given, id };
  refuseTwice(
    given,
    before.filter((one) => one.id !== id),
  );
  const all = before.length === 0 ? [mailbox] : before.map((one) => (one.id === id ? mailbox : one));
  return { profile: withAll(profile, all), mailbox };
}

/**
 * The profile without this mailbox. An id that does not follow from its address is remembered, so that nothing of it goes to another.
 * @throws SportelloError `not-allowed` for the last one: a desk reads at least one.
 */
export function withoutMailbox(profile: Profile | null, id: string): Profile {
  const before = mailboxesOf(profile);
  const left = before.filter((one) => one.id !== id);
  const gone = before.filter((one) => one.id === id && one.id !== newMailboxId(one.address, []));
  const former = [...(profile?.formerMailboxes ?? []), ...gone.map(({ address }) => ({ id, address }))];
  if (left.length > 0) return withAll(profile, left, former);
  throw new SportelloError('not-allowed', 'A desk has at least one mailbox', {
    reason: 'last-mailbox',
    action: 'Add another one first.',
  });
}

/** One mailbox with the usual id is written as a profile always was, so that an older program reads it. */
function withAll(
  profile: Profile | null,
  all: readonly NamedMailbox[],
  former = profile?.formerMailboxes ?? [],
): Profile {
  const { mailbox: _one, mailboxes: _several, formerMailboxes: _former, ...others } = profile ?? {};
  const rest = former.length === 0 ? others : { ...others, formerMailboxes: [...former] };
  const [first] = all;
  if (all.length === 1 && first?.id === MAIN_MAILBOX) {
    const { id: _usual, ...mailbox } = first;
    return { ...rest, mailbox };
  }
  return { ...rest, mailboxes: [...all] };
}

/**
 * An id out of an address: what stands before the @, and a hash of the whole. It follows from nothing else, so every desk of a team gives
 * a mailbox the same one without asking the store, and no address ever gets the id, and with it the folders and waiting mails, of another.
 * `taken` are ids of mailboxes that have other addresses by now.
 */
export function newMailboxId(address: string, taken: readonly string[]): string {
  const local = address.split('@')[0] ?? '';
  const words = local
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(foldAddress(address)).digest('hex').slice(0, 6);
  const base = `${words.slice(0, 21).replace(/-+$/, '') || 'mailbox'}-${hash}`;
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

function isSameAddress(one: string, other: string): boolean {
  return foldAddress(one) === foldAddress(other);
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
