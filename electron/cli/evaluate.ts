import { join, resolve } from 'node:path';
import { evaluate, wilson } from '../../shared/domain/evaluation';
import type { Evaluation, Judged, Share } from '../../shared/domain/evaluation';
import type { Figures } from '../../shared/domain/shipped-figures';
import type { CorrectedCase, PastRunView } from '../../shared/contract/views';
import { loadMacros } from '../engine/macros/load-macros';
import { parseMessage } from '../engine/mail/parse-message';
import { csvSource } from '../engine/purchases/csv-source';
import { usage } from './arguments';
import { EXIT } from './command';
import type { Command, CommandLine } from './command';
import { DryDesk } from './dry-desk';
import {
  CASES_AUTHSERV_ID,
  CASES_MAILBOX,
  emlOf,
  readLabelledCases,
  SHIPPED_PARTS,
  wantedDecisions,
} from './labelled-case';
import type { LabelledCase } from './labelled-case';
import { openProfile } from './open-profile';
import { columns } from './table-text';

type Line = {
  readonly language: string | null;
  readonly intent: string;
  readonly match: { readonly status: string; readonly transaction: string | null; readonly identity: string } | null;
  readonly decision: string;
};
type JudgedCase = { readonly label: LabelledCase; readonly line: Line };
type NamedFigures = Readonly<Record<string, Evaluation>>;

/**
 * `evaluate`: how right the desk is, over the shipped labelled cases; with `--profile` over what the agents of that desk
 * corrected by hand, read as if nobody had. Precision, recall and what was taken for what, with 95 % intervals.
 * With `--past N` the newest tickets of that desk are decided again by this version, and what would change is told;
 * `--macros DIR` compares the texts of their replies with those of that folder. Writes nothing.
 */
export const evaluateCommand: Command = {
  usage: 'evaluate [--profile DIR [--past N [--macros DIR]]] [--json]',
  shape: { options: ['profile', 'past', 'macros'], flags: ['json'], words: [] },
  async run(given, line) {
    const dir = given.option('profile');
    const past = given.option('past');
    if (past !== null || given.option('macros') !== null) {
      const run = await overPast(dir, past, given.option('macros'), line);
      for (const text of given.has('json') ? [JSON.stringify(run)] : pastText(run)) line.print(text);
      return EXIT.done;
    }
    const figures =
      dir === null
        ? await overShipped(line.resourcesDir, (reason) => line.complain(reason))
        : await overCorrected(dir, line);
    const printed = given.has('json') ? [JSON.stringify(jsonOf(dir, figures))] : textOf(dir, figures);
    for (const text of printed) line.print(text);
    return EXIT.done;
  },
};

/** Reads every shipped mail as the desk would, and counts how right that was. */
export async function overShipped(resourcesDir: string, complain: (reason: string) => void): Promise<Figures> {
  const macros = await loadMacros(resourcesDir);
  const judged: JudgedCase[] = [];
  for (const part of SHIPPED_PARTS) {
    const file = (name: string): string => join(resourcesDir, 'evaluation', name);
    const source = await csvSource(file(part.sales), file(part.products), ({ reason }) => complain(reason));
    const desk = new DryDesk({ language: 'it', json: true }, source, macros, [CASES_MAILBOX]);
    for (const label of await readLabelledCases(file(part.cases))) {
      const options = { authservId: CASES_AUTHSERV_ID, html: true, attachments: true };
      const message = await parseMessage(emlOf(label), options);
      judged.push({ label, line: JSON.parse(await desk.line({ file: label.id, message, error: '' })) as Line });
    }
  }
  // Nothing rests on the rest of a message that nobody answers.
  const people = judged.filter(({ label }) => label.intent !== 'auto');
  const matched = people.filter(({ label }) => label.match !== undefined);
  return {
    language: figureOf(
      people,
      ({ language }) => [language].flat(),
      (line) => line.language ?? 'none',
    ),
    intent: figureOf(
      judged,
      ({ intent }) => [intent].flat(),
      (line) => line.intent,
    ),
    match: evaluate(matched.map(judgedMatch)),
    identity: figureOf(
      matched,
      ({ match }) => [match?.identity ?? ''],
      (line) => line.match?.identity ?? 'none',
    ),
    decision: figureOf(judged, wantedDecisions, (line) => line.decision),
  };
}

function figureOf(
  cases: readonly JudgedCase[],
  wanted: (label: LabelledCase) => readonly string[],
  got: (line: Line) => string,
): Evaluation {
  return evaluate(cases.map(({ label, line }): Judged => ({ wanted: wanted(label), got: got(line) })));
}

/** A match of another purchase than the labelled one is a wrong answer of its own. */
function judgedMatch({ label, line }: JudgedCase): Judged {
  const isSame = line.match?.transaction === label.match?.transaction;
  const status = line.match?.status ?? 'none';
  return { wanted: [label.match?.status ?? ''], got: status === 'matched' && !isSame ? 'another purchase' : status };
}

async function overCorrected(dir: string, line: CommandLine): Promise<NamedFigures> {
  const profile = await openProfile(dir, line, { network: false });
  try {
    const cases = await profile.client.call('evaluation.corrected', {});
    const of = (field: CorrectedCase['field']): Evaluation =>
      evaluate(cases.filter((one) => one.field === field).map(({ wanted, got }) => ({ wanted: [wanted], got })));
    return { intent: of('intent'), transaction: of('transaction'), delivery: of('delivery') };
  } finally {
    await profile.close();
  }
}

/** Most tickets of one dry run: each takes some milliseconds. */
const MOST_PAST = 10_000;

async function overPast(
  dir: string | null,
  past: string | null,
  macros: string | null,
  line: CommandLine,
): Promise<PastRunView> {
  const last = Number(past ?? Number.NaN);
  if (dir === null) throw usage('--past needs --profile DIR: the desk whose past tickets are decided again.');
  if (!Number.isInteger(last) || last < 1 || last > MOST_PAST) {
    throw usage(`--past needs how many tickets: 1 to ${MOST_PAST}.`);
  }
  const profile = await openProfile(dir, line, { network: false });
  try {
    const folder = macros === null ? null : resolve(line.workingDir, macros);
    return await profile.client.call('evaluation.past', { last, macros: folder });
  } finally {
    await profile.close();
  }
}

function pastText({ tickets, decisions, texts, changes }: PastRunView): readonly string[] {
  return [
    `${tickets} tickets decided again: ${changes.length} would change`,
    ...decisions.map(({ wanted, got, cases }) => `  ${cases} × ${wanted} would be ${got}`),
    ...texts.map((one) => `  ${one.tickets} × the text of ${one.macro} would be another`),
    '',
    ...columns(changes.map(({ ticket, was, now, rule, subject }) => [ticket, was, `${now} (row ${rule})`, subject])),
  ];
}

function jsonOf(dir: string | null, figures: NamedFigures): object {
  const share = (of: Share): object => ({ ...of, interval: wilson(of) });
  const shown = Object.entries(figures).map(([figure, { right, classes, confusions }]) => [
    figure,
    {
      right: share(right),
      classes: classes.map(({ name, precision, recall }) => ({
        name,
        precision: share(precision),
        recall: share(recall),
      })),
      confusions,
    },
  ]);
  return { cases: dir === null ? 'shipped' : 'corrected', ...(Object.fromEntries(shown) as object) };
}

function textOf(dir: string | null, figures: NamedFigures): readonly string[] {
  const source = dir === null ? 'shipped cases' : 'corrected by agents';
  return Object.entries(figures).flatMap(([figure, { right, classes, confusions }]) => [
    `${figure}: ${shareText(right)}, ${source}`,
    ...columns([
      ['', 'precision', 'recall'],
      ...classes.map(({ name, precision, recall }) => [name, shareText(precision), shareText(recall)]),
    ]).map((text) => `  ${text}`),
    ...confusions.map(({ wanted, got, cases }) => `  ${cases} × ${wanted} read as ${got}`),
    '',
  ]);
}

function shareText(share: Share): string {
  if (share.all === 0) return 'no case';
  const percent = (value: number): string => (100 * value).toFixed(1);
  const [low, high] = wilson(share);
  return `${percent(share.right / share.all)} % (${percent(low)}–${percent(high)}) ${share.right}/${share.all}`;
}
