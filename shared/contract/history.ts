/** Everything that a ticket's history can tell; each has its sentence in the window (`renderer/case/history-sentence.ts`). */
export const HISTORY_KINDS = [
  'created',
  'message',
  'decided',
  'accepted',
  'undone',
  'sent',
  'send-failed',
  'returned',
  'producer-answered',
  'producer-settled',
  'machine',
  'state',
  'claimed',
  'taken-over',
  'released',
  'lapsed',
  'given-back',
  'handed-over',
  'assigned',
  'note',
  'corrected',
  'labelled',
  'unlabelled',
  'reviewed',
  'unreviewed',
  'case-closed',
  'case-joined',
  'case-parted',
  'case-undone',
  'no-answer',
  'spam',
  'sender-blocked',
  'sender-unblocked',
  'filed',
  'put-back',
  'notice-ended',
  'linked',
  'moved',
  'ruled',
  'erased',
  'report',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** One line of a ticket's history: who did what, when, on which evidence. */
export type HistoryEntry = {
  readonly at: number;
  readonly actor: string;
  readonly kind: HistoryKind;
  /** Plain values for the sentence, never a body. */
  readonly detail: Readonly<Record<string, string | number | null>>;
};
