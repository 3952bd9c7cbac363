/** `Re:`, `R:`, `Fwd:` and their like in six languages, one or several. */
export const SUBJECT_PREFIX =
  /^(?:\s*(?:re|r|rif|res|resp|rv|aw|sv|antw|ref|fwd?|i|enc|tr|wg|inoltra|rispondi)\s*(?:\[\d+\])?\s*:)+\s*/i;

/** Whether the subject is that of an answer or a forward: it is as old as what it answers. */
export function isReplySubject(subject: string): boolean {
  return SUBJECT_PREFIX.test(subject);
}
