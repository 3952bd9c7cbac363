import { join } from 'node:path';
import { evaluate, wilson } from '../../shared/domain/evaluation';
import type { Evaluation, Judged, Share } from '../../shared/domain/evaluation';
import type { CorrectedCase } from '../../shared/contract/views';
import { loadMacros } from '../engine/macros/load-macros';
import { parseMessage } from '../engine/mail/parse-message';
import { csvSource } from '../engine/purchases/csv-source';
import { EXIT } from './command';
import type { Command, CommandLine } from './command';
import { DryDesk } from './dry-desk';
import { CASES_AUTHSERV_ID, CASES_MAILBOX, emlOf, readLabelledCases, wantedDecisions } from './labelled-case';
import type { LabelledCase } from './labelled-case';
import { openProfile } from './open-profile';
import { columns } from './table-text';

/** The shipped cases that the rules were not made with. */
const SHIPPED = ['held-out', 'unseen'] as const;

type Line = { readonly language: string; readonly intent: string; readonly decision: string };
type Figures = Readonly<Record<string, Evaluation>>;

/**
 * `evaluate`: how right the desk is, over the shipped labelled cases; with `--profile` over what the agents of that desk
 * corrected by hand, read as if nobody had. Precision, recall and what was taken for what, with 95 % intervals.
 */
export const evaluateCommand: Command = {
  usage: 'evaluate [--profile DIR] [--json]',
  shape: { options: ['profile'], flags: ['json'], words: [] },
  async run(given, line) {
    const dir = given.option('profile');
    const figures = dir === null ? await overShipped(line) : await overCorrected(dir, line);
    const printed = given.has('json') ? [JSON.stringify(jsonOf(dir, figures))] : textOf(dir, figures);
    for (const text of printed) line.print(text);
    return EXIT.done;
  },
};

async function overShipped(line: CommandLine): Promise<Figures> {
  const folder = join(line.resourcesDir, 'evaluation');
  const cases = (await Promise.all(SHIPPED.map((part) => readLabelledCases(join(folder, `${part}.jsonl`))))).flat();
  const source = await csvSource(join(folder, 'sales.csv'), join(folder, 'products.csv'), ({ reason }) =>
    line.complain(reason),
  );
  const desk = new DryDesk({ language: 'it', json: true }, source, await loadMacros(line.resourcesDir), [
    CASES_MAILBOX,
  ]);
  const judged: { readonly label: LabelledCase; readonly line: Line }[] = [];
  for (const label of cases) {
    const options = { authservId: CASES_AUTHSERV_ID, html: true, attachments: true };
    const message = await parseMessage(emlOf(label), options);
    const read = JSON.parse(await desk.line({ file: label.id, message, error: '' })) as Line;
    judged.push({ label, line: read });
  }
  const of = (wanted: (label: LabelledCase) => readonly string[], got: (read: Line) => string): Evaluation =>
    evaluate(judged.map(({ label, line: read }): Judged => ({ wanted: wanted(label), got: got(read) })));
  return {
    intent: of(
      ({ intent }) => [intent].flat(),
      ({ intent }) => intent,
    ),
    decision: of(wantedDecisions, ({ decision }) => decision),
  };
}

async function overCorrected(dir: string, line: CommandLine): Promise<Figures> {
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

function jsonOf(dir: string | null, figures: Figures): object {
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

function textOf(dir: string | null, figures: Figures): readonly string[] {
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
