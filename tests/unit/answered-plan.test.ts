import { expect, it } from 'vitest';
import { chooseAnsweredLook } from '../../electron/engine/mail/answered-plan';

type Input = Parameters<typeof chooseAnsweredLook>[0];
const QUIET: Input = { modseq: 7n, known: 7n, isDue: false, pass: 'nothing' };
const LARGE = 2n ** 62n;

it.each<[string, Partial<Input>, ReturnType<typeof chooseAnsweredLook>]>([
  ['nothing changed', {}, 'nothing'],
  ['nothing changed, though messages have to be compared', { pass: 'full' }, 'nothing'],
  ['something changed', { modseq: 8n }, 'changed'],
  ['something changed, beyond what a number holds', { modseq: LARGE + 1n, known: LARGE }, 'changed'],
  ['the sequence went back', { modseq: 6n }, 'all'],
  ['it was never kept', { known: null }, 'all'],
  ['the time has come', { isDue: true }, 'all'],
  ['the server counts nothing', { modseq: null }, 'nothing'],
  ['the server counts nothing, and new mail came', { modseq: null, pass: 'new' }, 'nothing'],
  ['the server counts nothing, and everything is compared', { modseq: null, pass: 'full' }, 'all'],
])('%s', (_, change, expected) => {
  expect(chooseAnsweredLook({ ...QUIET, ...change })).toBe(expected);
});
