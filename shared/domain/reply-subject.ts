/**
 * `Re:`, `R:`, `Fwd:` and their like of the mail programs of our customers, one or several, with counters such as `Re[2]:`.
 * One list for all who ask: what a reply takes off must be what reading knows as an answer.
 */
export const SUBJECT_PREFIX =
  /^(?:\s*(?:re|r|rif|res|resp|rv|ref|fwd?|i|enc|tr|aw|wg|sv|vs|antw|odp|ynt|inoltr[ao]|rispondi|回复|答复|转发)\s*(?:[[(]\s*\d+\s*[\])])?\s*[:：])+\s*/iu;

/** Whether the subject is that of an answer or a forward: it is as old as what it answers. */
export function isReplySubject(subject: string): boolean {
  return SUBJECT_PREFIX.test(subject);
}
