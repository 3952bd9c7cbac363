import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { overShipped } from '../../electron/cli/evaluate';
import {
  answeredWrongly,
  type DecidedCase,
  decideCases,
  FIGURES,
  figuresOf,
  judge,
  leaksOf,
  reportOf,
} from '../support/labelled-cases';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Least share of right answers, a little under what the rules reach. They go up with the rules, never down. Of the held-out, the
 * unseen and the blind part only totals may be seen (resources/evaluation/README.md): nothing here may print one of their mails, ids or
 * answers.
 */
const FLOORS = {
  development: {
    language: 0.99,
    intent: 0.98,
    match: 0.98,
    identity: 0.98,
    delivery: 0.98,
    decision: 0.98,
    answered: 0,
  },
  'held-out': {
    language: 0.98,
    intent: 0.91,
    match: 0.98,
    identity: 0.98,
    delivery: 0.98,
    decision: 0.93,
    answered: 0,
  },
  unseen: { language: 0.99, intent: 0.95, match: 0, identity: 0, delivery: 0, decision: 0.96, answered: 0 },
  blind: {
    language: 0.99,
    intent: 0.97,
    match: 0.99,
    identity: 0.99,
    delivery: 0.98,
    decision: 0.98,
    answered: 0,
  },
  // What is answered here is the open end of the rules: see ARCHITECTURE.
  border: {
    language: 0.99,
    intent: 0.94,
    match: 0.99,
    identity: 0.99,
    delivery: 0.98,
    decision: 0.94,
    answered: 15,
  },
  inbox: {
    language: 0.99,
    intent: 0.98,
    match: 0.99,
    identity: 0.99,
    delivery: 0.98,
    decision: 0.98,
    answered: 0,
  },
} as const;

describe.each(['development', 'held-out', 'unseen', 'blind', 'border', 'inbox'] as const)(
  'the labelled mails, %s',
  (part) => {
    let cases: readonly DecidedCase[] = [];
    beforeAll(async () => {
      cases = await decideCases(part);
      const answered = answeredWrongly(cases).length;
      const leaks = (await leaksOf(part, cases)).length;
      process.stdout.write(`${reportOf(part, cases)}\n  answered where nobody may be: ${answered}, leaks: ${leaks}\n`);
      if (part === 'development' && process.env['CASES_SHOW'] !== undefined) process.stdout.write(missesOf(cases));
    });

    // The senders of the unseen part bought nothing: it says nothing of matches.
    it.each(part === 'unseen' ? (['language', 'intent', 'decision'] as const) : FIGURES)(
      '%s is read as well as before',
      (figure) => {
        const { right, all } = figuresOf(cases)[figure];
        expect(all).toBeGreaterThan(30);
        expect(right / all).toBeGreaterThanOrEqual(FLOORS[part][figure]);
      },
    );

    it('no reply tells a stranger anything of a purchase', async () => {
      expect((await leaksOf(part, cases)).length).toBe(0);
    });

    it('no machine is answered', () => {
      expect(answeredWrongly(cases).filter(({ label }) => label.intent === 'auto').length).toBe(0);
    });

    it('another matter and an unclassified product get no text of ours', () => {
      expect(answeredWrongly(cases).length).toBeLessThanOrEqual(FLOORS[part].answered);
    });
  },
);

describe('the shipped figures', () => {
  it('are those of today, so that the bar of a decision rests on what this version does (UPDATE_FIGURES=1)', async () => {
    const complaints: string[] = [];
    const figures = await overShipped(path.join(root, 'resources'), (reason) => complaints.push(reason));
    const file = path.join(root, 'shared/domain/shipped-figures.json');
    if (process.env['UPDATE_FIGURES'] !== undefined) writeFileSync(file, `${JSON.stringify(figures)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(figures);
    expect(complaints).toEqual([]);
  });
});

/** What was read otherwise than labelled; for the development part only. */
function missesOf(cases: readonly DecidedCase[]): string {
  return cases
    .filter((one) => Object.values(judge(one)).includes(false))
    .map(({ label, line }) => {
      const wanted = [label.language, label.intent, label.match?.status, label.match?.transaction, label.decision];
      const got = [line.language, line.intent, line.match?.status, line.match?.transaction, line.decision];
      const reasons = JSON.stringify(line.reasons);
      return `${label.id} ${JSON.stringify(wanted)}\n  got ${JSON.stringify(got)} ${line.error ?? ''}\n  ${label.why}\n  ${label.subject} | ${label.text.trim()}\n  ${reasons}\n`;
    })
    .join('\n');
}
