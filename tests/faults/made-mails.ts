import { expect } from 'vitest';
import { countEach } from '../support/count-each';

/** The Message-ID of one of `makeMail`, as the store has it. */
export function messageIdOf(mail: number): string {
  return `${String(mail)}.mail@mail.example`;
}

/** The first `count` mails of `makeMail` are there, each once, and no other. */
export function expectMadeMails(messageIds: Iterable<string | null>, count: number): void {
  const expected = Array.from({ length: count }, (_, index) => messageIdOf(index));
  expect(countEach(messageIds)).toEqual(countEach<string | null>(expected));
}
