import { z } from 'zod';
import { foldAddress, isAddress } from '../../../shared/domain/address';
import type { ClubAccess } from '../../../shared/domain/club-access';
import { refusalOf } from '../../../shared/domain/import-refusals';
import { readItem, softText, softTime } from './read-item';
import type { Read } from './read-item';

const memberSchema = z.object({
  email: z.string(),
  status: softText,
  // null, 0 or absent: never entered (reference/hotmart.md §2)
  first_access_date: softTime,
  last_access_date: softTime,
});

/** One member of a members area of Hotmart Club, by its slug. */
export function readClubUser(slug: string): (item: unknown) => Read<ClubAccess> {
  return (item) =>
    readItem(memberSchema, item, ({ email, status, first_access_date: first, last_access_date: last }) => {
      if (!isAddress(email.trim())) return refusalOf('address', { field: 'email' });
      return {
        area: { kind: 'club', slug },
        memberFolded: foldAddress(email),
        statusWord: status,
        firstAccessAt: first,
        lastAccessAt: last,
      };
    });
}
