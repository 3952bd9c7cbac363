import { z } from 'zod';

/** What a colleague tells somebody: a ticket was given to him, or a note mentions him. */
export const TOLD_KINDS = ['given', 'mention'] as const;
export type ToldKind = (typeof TOLD_KINDS)[number];

/** As many as are listed and marked read at once. */
export const MAX_TOLD = 200;

export const toldParams = {
  /** What I was told and have not read, the newest first. */
  'told.list': z.strictObject({}),
  /** I have seen these. */
  'told.read': z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(MAX_TOLD) }),
} as const;

/** Something that I was told; times as epoch ms. */
export type ToldView = {
  readonly id: string;
  readonly kind: ToldKind;
  readonly ticket: string;
  /** Requester of the ticket, and what it is about. */
  readonly name: string;
  readonly subject: string;
  readonly by: string;
  readonly at: number;
};

export type ToldResults = {
  'told.list': readonly ToldView[];
  'told.read': { readonly read: number };
};
