import { z } from 'zod';
import type { LabelColour } from '../domain/label';
import { MAX_LABEL_CHARS, MAX_LABELS_OF_TICKET } from '../domain/label';
import { MAX_LABELLED } from './limits';

const ticket = z.string().regex(/^T-\d{1,12}$/);
const names = z.array(z.string().trim().min(1).max(MAX_LABEL_CHARS)).max(MAX_LABELS_OF_TICKET);

/** What one asks of labels. */
export const labelParams = {
  /** Every label that a ticket carries, with how many of these tickets carry it. */
  'labels.list': z.strictObject({ tickets: z.array(ticket).max(MAX_LABELLED) }),
  /** Puts labels on tickets and takes others off; a name that is new makes a label. */
  'labels.put': z.strictObject({
    changes: z
      .array(z.strictObject({ ticket, add: names, remove: names }))
      .min(1)
      .max(MAX_LABELLED),
  }),
} as const;

/** A label as a ticket shows it. */
export type LabelView = { readonly name: string; readonly colour: LabelColour };

/** A label of the team: on how many tickets at all, and on how many of those asked about. */
export type TeamLabel = LabelView & { readonly tickets: number; readonly on: number };

/** What was put on a ticket and taken off it. */
export type Labelling = {
  readonly ticket: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
};

/** What each of them answers. */
export type LabelResults = {
  'labels.list': readonly TeamLabel[];
  /** What takes it back: the same call with these. A ticket that had it so already is absent. */
  'labels.put': { readonly back: readonly Labelling[] };
};
