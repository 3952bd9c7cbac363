import { foldPlain } from './fold-text';

/** The words of a text, folded and one blank apart, with a blank at each end: what is looked for in it are whole words. */
export function plainWords(text: string): string {
  return ` ${foldPlain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

/** Whether a text holds these whole words in a row, whatever case and accents; it never holds none. */
export function holdsWords(text: string, words: string): boolean {
  const wanted = plainWords(words);
  return wanted.trim() !== '' && plainWords(text).includes(wanted);
}

/** Whether a text holds a link, with or without its scheme and last slash; it never holds ''. */
export function holdsLink(text: string, link: string): boolean {
  const bare = link
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  return bare !== '' && text.toLowerCase().includes(bare);
}
