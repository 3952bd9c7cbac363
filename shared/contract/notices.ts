import { z } from 'zod';
import { MAX_NOTICE_CHARS } from './limits';
import type { PutAway } from './put-away';

const id = z.string().min(1).max(64);
/** Longer than any incident is a change of the texts, ms. */
export const LONGEST_NOTICE_MS = 14 * 24 * 3_600_000;
/** Without braces: a notice is words, not a template. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(MAX_NOTICE_CHARS)
  .refine((words) => !/\{\{|\{%/.test(words), 'A notice holds no placeholders');

/** Notices of incidents. */
export const noticeParams = {
  /** Those that run, and the last ones that ran, newest first. */
  'notices.list': z.strictObject({}),
  /** A lead tells everybody whom an incident touches. Product and producer empty: every ticket about access. */
  'notices.set': z.strictObject({
    productId: z.string().max(100),
    producerName: z.string().max(300),
    texts: z.strictObject({ it: text, pt: text, es: text, en: text }),
    /** When it ends, epoch ms. */
    until: z.number().int(),
  }),
  /** Notices that the desk proposes, the busiest first (`shared/domain/incident-surge.ts`). */
  'notices.proposals': z.strictObject({}),
  /** A lead says that what is proposed is no incident, or (undo) takes that back; scope as in `notices.set`. */
  'notices.decline': z.strictObject({
    productId: z.string().max(100),
    producerName: z.string().max(300),
    declined: z.boolean(),
  }),
  /** Ends one before its time: whoever was told comes back into the queues. */
  'notices.end': z.strictObject({ id }),
  /** Undo of that. */
  'notices.resume': z.strictObject({ id }),
} as const;

/** A notice as leads see it. */
export type NoticeView = {
  readonly id: string;
  readonly productId: string;
  readonly productName: string;
  readonly producerName: string;
  readonly texts: { readonly it: string; readonly pt: string; readonly es: string; readonly en: string };
  readonly from: number;
  /** When it ends or ended, epoch ms. */
  readonly until: number;
  readonly by: string;
  /** Who ended it before its time; null where nobody did. */
  readonly endedBy: string | null;
  readonly running: boolean;
  /** Tickets that were told of it. */
  readonly tickets: readonly string[];
  /** Those of them that are open again. */
  readonly back: readonly string[];
};

/** A notice that nobody has written yet: about one product, all of a producer, or (both empty) all access. */
export type NoticeProposal = {
  readonly productId: string;
  readonly producerName: string;
  /** Names of the products about which so many tickets come in, the busiest first. */
  readonly products: readonly string[];
  /** Tickets about them in the last hour; of one requester only a few count. */
  readonly tickets: number;
  /** Tickets in a usual hour of them; a part of one, too. */
  readonly usual: number;
};

/** What each of them answers. */
export type NoticeResults = {
  'notices.list': readonly NoticeView[];
  'notices.set': { readonly id: string };
  'notices.proposals': readonly NoticeProposal[];
  'notices.decline': { readonly declined: boolean };
  /** `back`: what puts the tickets back to sleep. */
  'notices.end': { readonly back: readonly PutAway[] };
  'notices.resume': { readonly resumed: boolean };
};
