import { expect } from 'vitest';
import { countEach } from '../support/count-each';

/** The first `count` mails of `makeMail` are there, each once, and no other. */
export function expectMadeMails(messageIds: Iterable<string | null>, count: number): void {
  const expected = Array.from({ length: count }, (_, index) => `${index}.mail@mail.example`);
  expect(countEach(messageIds)).toEqual(countEach<string | null>(expected));
}
