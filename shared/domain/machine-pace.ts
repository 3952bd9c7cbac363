/** Mails of one address in `PACE_MS` above which no person writes (reliability.md T31). */
export const MOST_MAILS = 5;
/** The same text in that time, above which it is a loop. */
export const MOST_ALIKE = 3;
export const PACE_MS = 10 * 60_000;

/** A mail as far as its pace tells. */
export type PacedMail = {
  /** When it arrived, epoch ms. */
  readonly at: number;
  /** What was written; '' counts as no text: four photos in four mails are a person's. */
  readonly text: string;
};

/**
 * How many mails of one address came in the ten minutes in which only a machine writes so: more than five, or more than
 * three of the same text. 0 where no ten minutes are like that.
 */
export function machineBurst(mails: readonly PacedMail[]): number {
  const inOrder = [...mails].sort((one, other) => one.at - other.at);
  let start = 0;
  let most = 0;
  for (const [end, newest] of inOrder.entries()) {
    while ((inOrder[start]?.at ?? 0) < newest.at - PACE_MS) start += 1;
    const recent = inOrder.slice(start, end + 1);
    const text = alike(newest.text);
    const same = text === '' ? 0 : recent.filter((mail) => alike(mail.text) === text).length;
    if (recent.length > MOST_MAILS || same > MOST_ALIKE) most = Math.max(most, recent.length);
  }
  return most;
}

function alike(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
