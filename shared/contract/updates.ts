import type { NoUpdateReason, UpdateOutcome, UpdateWay } from '../domain/update-rules';

/** What is being done about a newer version at this moment. */
export type UpdateStep =
  | { readonly kind: 'resting' }
  | { readonly kind: 'looking' }
  /** `percent` 0 to 100. */
  | { readonly kind: 'downloading'; readonly version: string; readonly percent: number }
  /** Downloaded and checked. `putOff`: it was to be installed, and a mail past `final_pending` did not end in time. */
  | { readonly kind: 'ready'; readonly version: string; readonly putOff: boolean }
  /** To be installed as soon as no mail is past `final_pending`. */
  | { readonly kind: 'waiting'; readonly version: string };

/** All that the window shows of updates. Times are epoch ms. */
export type UpdatesView = {
  /** How this copy is replaced, or why it cannot be. */
  readonly way: UpdateWay | null;
  readonly reason: NoUpdateReason | null;
  /** A person said that the desk may look by itself, once a day; false until then. */
  readonly allowed: boolean;
  readonly step: UpdateStep;
  /** The newest look and what came of it; null: never looked. */
  readonly last: { readonly at: number; readonly outcome: UpdateOutcome } | null;
};
