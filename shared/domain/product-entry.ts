import { isAddress } from './address';

/** What is wrong with a catalogue entry that a person typed. */
export type EntryProblem = 'name' | 'link' | 'address';

/** The same rules as for a row of `products.csv`: a name, a web link or none, an address or none. */
export function entryProblems(entry: {
  readonly name: string;
  readonly memberAreaUrl: string;
  readonly producerEmail: string;
}): readonly EntryProblem[] {
  const problems: EntryProblem[] = [];
  if (entry.name.trim() === '') problems.push('name');
  if (entry.memberAreaUrl !== '' && !isWebLink(entry.memberAreaUrl)) problems.push('link');
  if (entry.producerEmail !== '' && !isAddress(entry.producerEmail)) problems.push('address');
  return problems;
}

/** The link stands in replies: nothing but the web may be in it. */
function isWebLink(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    // Not a link at all: that is the answer.
    return false;
  }
}
