import { MAIN_MAILBOX } from '../../shared/contract/listed-mailboxes';
import type { KeptAccess, KeptSecrets } from './secrets';

/**
 * Where in the kept secrets those of a mailbox lie. A desk that has had one mailbox keeps them at the top, as it always did, with the id
 * beside them where that is not `main`; from the second mailbox on each is kept under its id, those of before among them.
 */
export type KeptPlace = { readonly id: string; readonly isOnly: boolean };

const NOTHING: KeptAccess = { imapPassword: null, smtpPassword: null };

/** What is kept for a mailbox. */
export function keptAt(kept: KeptSecrets, { id }: KeptPlace): KeptAccess {
  if (kept.mailboxes !== undefined) return kept.mailboxes[id] ?? NOTHING;
  return id === ownerOfTop(kept) ? atTop(kept) : NOTHING;
}

/** The kept secrets with those of one mailbox changed. */
export function withKeptAt(kept: KeptSecrets, place: KeptPlace, access: KeptAccess): KeptSecrets {
  const { imapPassword: _imap, smtpPassword: _smtp, grant: _grant, of: _of, mailboxes, ...rest } = kept;
  if (mailboxes === undefined && place.isOnly) {
    return { ...rest, ...access, ...(place.id === MAIN_MAILBOX ? {} : { of: place.id }) };
  }
  const before = mailboxes ?? { [ownerOfTop(kept)]: atTop(kept) };
  return { ...rest, ...NOTHING, mailboxes: { ...before, [place.id]: access } };
}

/** The kept secrets without those of this mailbox. */
export function withoutKeptAt(kept: KeptSecrets, place: KeptPlace): KeptSecrets {
  const { mailboxes = {}, ...rest } = withKeptAt(kept, { ...place, isOnly: false }, NOTHING);
  const { [place.id]: _gone, ...left } = mailboxes;
  return { ...rest, mailboxes: left };
}

function atTop({ imapPassword, smtpPassword, grant }: KeptSecrets): KeptAccess {
  return { imapPassword, smtpPassword, ...(grant === undefined ? {} : { grant }) };
}

/** Whose the secrets at the top are, whichever mailbox the profile lists first by now. */
function ownerOfTop({ of }: KeptSecrets): string {
  return of ?? MAIN_MAILBOX;
}
