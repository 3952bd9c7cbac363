import { z } from 'zod';
import type { PackedError } from './errors';
import type { CaseView } from './views';
import type { Message } from '../domain/message';

const id = z.string().min(1).max(64);

export const savedMailParams = {
  /**
   * Reads a saved mail at this absolute path and writes nothing. Asked by hosts alone (`HOST_METHODS`), with a path that the
   * person opened or dropped.
   */
  'savedMails.open': z.strictObject({ path: z.string().min(1).max(4096) }),
  /** Files the mail that was opened last under this id, like one that came. */
  'savedMails.file': z.strictObject({ id }),
  /** Nobody wants it: its bytes are let go. */
  'savedMails.close': z.strictObject({ id }),
} as const;

/** A saved mail that the desk does not have, as it is shown before anybody makes a ticket of it. */
export type SavedMailView = {
  readonly id: string;
  readonly fromName: string;
  /** '' where the mail names no sender that can be read. */
  readonly fromAddress: string;
  readonly subject: string;
  /** Its Date, epoch ms; null without one. */
  readonly sentAt: number | null;
  readonly newText: string;
  readonly attachments: number;
  /** Text in its pictures is read once it is a ticket. */
  readonly pictures: boolean;
  readonly readability: Message['readability'];
  /** The ticket that it belongs to and would be added to; null: it opens one of its own. */
  readonly joins: string | null;
  /** What the desk makes of the ticket that it would open; null where it joins one, or nothing can be decided. */
  readonly case: Pick<CaseView, 'match' | 'delivery' | 'decision' | 'intent'> | null;
};

/** Why no ticket is made of a saved mail: the desk wrote it, its words were erased for good, or the mailbox brings it just now. */
export type SavedMailRefusal = 'own' | 'erased' | 'arriving';

/** What became of a saved mail that was opened. */
export type OpenedMail =
  | { readonly kind: 'known'; readonly ticket: string }
  | { readonly kind: 'new'; readonly mail: SavedMailView }
  | { readonly kind: 'refused'; readonly reason: SavedMailRefusal };

/** The same as main tells it to the window, by the name of its file; `left` more wait behind it. */
export type ToldMail = {
  readonly fileName: string;
  readonly left: number;
  readonly opened: OpenedMail | { readonly kind: 'failed'; readonly error: PackedError };
};

export type SavedMailResults = {
  'savedMails.open': OpenedMail;
  /** `isNew`: it was filed now, and not before under the same bytes. */
  'savedMails.file': { readonly ticket: string; readonly isNew: boolean };
  'savedMails.close': { readonly closed: boolean };
};
