import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ATTACHMENT_NAMES } from '../security/vectors/attachment-names';
import { LINK_VECTORS } from '../security/vectors/links';
import { OVERLAY_VECTORS } from '../security/vectors/overlay';
import { REMOTE_VECTORS } from '../security/vectors/remote';
import { SCRIPT_SET } from '../security/vectors/script-set';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** Least number of vectors of each class by reliability.md §1a. */
it.each([
  ['T1 script', SCRIPT_SET, 'vectors · 0 executed · 0 requests · 0 names', 300],
  ['T3 remote load', REMOTE_VECTORS, 'vectors · 0 executed · 0 requests · 0 names', 62],
  ['T4 overlay', OVERLAY_VECTORS, 'mails · 0 points outside of the frame changed', 12],
  ['T5 link disguise', LINK_VECTORS, 'links · 0 wrong', 60],
  ['T6 attachment names', ATTACHMENT_NAMES, 'names · 0 outside of the chosen folder · 0 opened', 80],
])('the README quotes the scoreboard of %s with the number of its vectors', (name, vectors, outcome, least) => {
  expect(vectors.length).toBeGreaterThanOrEqual(least);
  expect(README).toContain(`${name}: ${vectors.length} ${outcome}`);
});

it('no vector of a class stands in it twice', () => {
  const written = [SCRIPT_SET, REMOTE_VECTORS, OVERLAY_VECTORS, ATTACHMENT_NAMES].map(
    (set) => set.length - new Set(set).size,
  );
  expect(written).toEqual([0, 0, 0, 0]);
});
