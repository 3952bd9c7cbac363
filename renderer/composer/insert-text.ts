/** What is typed so far, with the place of the caret, and what an earlier insertion put there. */
export type Typed = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly inserted: string | null;
};

/**
 * The draft after a reply text was asked for. It takes the place of nothing, or of an inserted text that nobody has touched;
 * what was typed stays, and the new text comes in at the caret, in a paragraph of its own.
 *
 * @returns the text, and where the inserted one begins in it
 */
export function insertText(typed: Typed, added: string): { readonly text: string; readonly at: number } {
  const { text, from, to, inserted } = typed;
  if (text.trim() === '' || text === inserted) return { text: added, at: 0 };
  const before = text.slice(0, from).trimEnd();
  const after = text.slice(to).trimStart();
  const head = before === '' ? '' : `${before}\n\n`;
  return { text: `${head}${added}${after === '' ? '' : `\n\n${after}`}`, at: head.length };
}
