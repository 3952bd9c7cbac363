import { foldPlain } from './fold-text';

/** Labels: words of the team's own on tickets. They sort and are found by; no rule reads them. */

/** Colour tokens of `renderer/tickets/labels.css`; a new label takes the one that was used longest ago. */
export const LABEL_COLOURS = ['blue', 'green', 'amber', 'red', 'violet', 'grey'] as const;
export type LabelColour = (typeof LABEL_COLOURS)[number];

/** Longest name: one badge of a row. */
export const MAX_LABEL_CHARS = 40;
/** More than a row or a head can show is no sorting any more. */
export const MAX_LABELS_OF_TICKET = 20;

/** A name as it is kept: one line, single spaces. '' where nothing is left. */
export function labelName(typed: string): string {
  return typed.replace(/\s+/gu, ' ').trim();
}

/** What makes two names one label: "Rimborso", "rimborso " and "RIMBORSO" are. */
export function labelKey(name: string): string {
  return foldPlain(labelName(name));
}

/** The colour of the label that is made after `made` others. */
export function labelColour(made: number): LabelColour {
  return LABEL_COLOURS[made % LABEL_COLOURS.length] ?? 'grey';
}
