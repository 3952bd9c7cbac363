import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  BORDER_PARTS,
  emlOf,
  readLabelledCases,
  SHIPPED_PARTS,
  wantedDecisions,
} from '../../electron/cli/labelled-case';
import type { CasesPart, LabelledCase } from '../../electron/cli/labelled-case';
import { runTriage } from '../../electron/cli/triage';
import { onDisk } from '../../electron/engine/purchases/files/import-file';
import { readProducts } from '../../electron/engine/purchases/files/read-products';
import { readSales } from '../../electron/engine/purchases/files/read-sales';
import { SILENT_DECISIONS } from '../../shared/domain/decision';
import { wilson } from '../../shared/domain/evaluation';
import type { Share } from '../../shared/domain/evaluation';

/** What triage printed for one message. */
export type TriageLine = {
  readonly file: string;
  readonly error?: string;
  readonly language: string | null;
  readonly intent: string | null;
  readonly match: { readonly status: string; readonly transaction: string | null; readonly identity: string } | null;
  readonly delivery: string | null;
  readonly decision: string | null;
  readonly reasons: readonly object[];
  readonly reply: { readonly subject: string; readonly body: string } | null;
};

/** A case with its line. */
export type DecidedCase = { readonly label: LabelledCase; readonly line: TriageLine };

export const FIGURES = ['language', 'intent', 'match', 'identity', 'delivery', 'decision'] as const;
export type Figure = (typeof FIGURES)[number];

const root = path.resolve(import.meta.dirname, '../..');
const casesDir = path.join(root, 'resources/evaluation');

/** The labelled mails by part; `blind` is three files, each with purchases of its own;
 * `border` is two files full of other matters in the words of access, `inbox` is a fair sample. */
const PARTS = {
  development: [{ cases: 'development.jsonl', sales: 'sales.csv', products: 'products.csv' }],
  'held-out': SHIPPED_PARTS.filter(({ cases }) => cases === 'held-out.jsonl'),
  unseen: SHIPPED_PARTS.filter(({ cases }) => cases === 'unseen.jsonl'),
  blind: SHIPPED_PARTS.filter(({ cases }) => /^blind-(?:one|two|three)\b/.test(cases)),
  border: BORDER_PARTS,
  inbox: SHIPPED_PARTS.filter(({ cases }) => cases.startsWith('blind-five')),
} satisfies Readonly<Record<string, readonly CasesPart[]>>;
export type Part = keyof typeof PARTS;

/** Runs every mail of one part through the triage command, as `.eml` files in a folder that is gone afterwards. */

export async function decideCases(part: Part): Promise<readonly DecidedCase[]> {
  const decided: DecidedCase[] = [];
  for (const files of PARTS[part]) decided.push(...(await decideFile(files)));
  return decided;
}

async function decideFile({ cases, sales, products }: CasesPart): Promise<readonly DecidedCase[]> {
  const labels = await readLabelledCases(path.join(casesDir, cases));
  const dir = mkdtempSync(path.join(tmpdir(), 'sportello-cases-'));
  try {
    mkdirSync(path.join(dir, 'mail'));
    for (const label of labels) writeFileSync(path.join(dir, 'mail', `${label.id}.eml`), emlOf(label));
    let out = '';
    let complaints = '';
    const args = [
      '--purchases',
      path.join(casesDir, sales),
      '--catalogue',
      path.join(casesDir, products),
      '--authserv-id',
      'mx.support.example',
      '--json',
    ];
    const code = await runTriage(['--mail', path.join(dir, 'mail'), ...args], {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (complaints += text) },
      resourcesDir: path.join(root, 'resources'),
    });
    if (code !== 0) throw new Error(`triage ended with ${code}: ${complaints}`);
    const lines = new Map(
      out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as TriageLine)
        .map((line) => [line.file, line]),
    );
    return labels.map((label) => {
      const line = lines.get(`${label.id}.eml`);
      if (line === undefined) throw new Error('A message has no line');
      return { label, line };
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Which figures a case counts for, and whether each is right. */
export function judge({ label, line }: DecidedCase): Readonly<Partial<Record<Figure, boolean>>> {
  const isAuto = label.intent === 'auto';
  const intent = allows(label.intent, line.intent);
  // Nothing rests on the rest of a message that nobody answers.
  if (isAuto) return { intent, decision: line.decision === 'ignore' };
  const language = allows(label.language, line.language);
  const { match } = label;
  // Without a purchase or a number the table has two rows left: another matter, or a question for the purchase.
  if (match === undefined) return { language, intent, decision: wantedDecisions(label).includes(line.decision ?? '') };
  return {
    language,
    intent,
    match: line.match?.status === match.status && line.match.transaction === match.transaction,
    identity: line.match?.identity === match.identity,
    delivery: line.delivery === label.delivery,
    decision: line.decision === label.decision,
  };
}

function allows(label: string | readonly string[], value: string | null): boolean {
  return value !== null && (typeof label === 'string' ? label === value : label.includes(value));
}

/** All figures of a part. */
export function figuresOf(cases: readonly DecidedCase[]): Readonly<Record<Figure, Share>> {
  const judged = cases.map(judge);
  const share = (figure: Figure): Share => {
    const counted = judged.map((one) => one[figure]).filter((right) => right !== undefined);
    return { right: counted.filter(Boolean).length, all: counted.length };
  };
  return {
    language: share('language'),
    intent: share('intent'),
    match: share('match'),
    identity: share('identity'),
    delivery: share('delivery'),
    decision: share('decision'),
  };
}

/** One line a figure; no mail and no id. */
export function reportOf(title: string, cases: readonly DecidedCase[]): string {
  const figures = figuresOf(cases);
  const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);
  const lines = FIGURES.map((figure) => {
    const share = figures[figure];
    const [low, high] = wilson(share);
    return `  ${figure.padEnd(9)}${percent(share.right / share.all)} %  (${percent(low)} – ${percent(high)})  ${share.right}/${share.all}`;
  });
  return [`${title}, ${cases.length} mails`, ...lines].join('\n');
}

/** Cases that no text may answer, and were answered: a machine's mail, another matter, a product not yet classified. */
export function answeredWrongly(cases: readonly DecidedCase[]): readonly DecidedCase[] {
  return cases.filter(({ label, line }) => line.reply !== null && mayNotBeAnswered(label));
}

function mayNotBeAnswered(label: LabelledCase): boolean {
  if (label.decision !== undefined) return SILENT_DECISIONS.some((silent) => silent === label.decision);
  return [label.intent].flat().every((intent) => intent === 'auto' || intent === 'other');
}

/** Replies to somebody who is not the buyer that say something of a purchase which his mail did not say. */
export async function leaksOf(part: Part, cases: readonly DecidedCase[]): Promise<readonly DecidedCase[]> {
  const known: string[] = [];
  for (const { sales, products } of PARTS[part]) {
    for await (const rows of readSales(onDisk(path.join(casesDir, sales)))) {
      for (const row of rows) {
        if (row.kind !== 'row') continue;
        const { transaction, buyerEmail, buyerName, productName, producerName } = row.purchase;
        known.push(transaction, buyerEmail, buyerName, productName, producerName);
      }
    }
    for await (const rows of readProducts(onDisk(path.join(casesDir, products)))) {
      for (const row of rows) {
        if (row.kind !== 'row') continue;
        const { name, memberAreaUrl, producerName, producerEmail } = row.product;
        known.push(name, memberAreaUrl, producerName, producerEmail);
      }
    }
  }
  const facts = [...new Set(known.map(plain))].filter((fact) => fact !== '');
  return cases.filter(({ label, line }) => {
    if (line.reply === null || label.match?.identity === 'buyer') return false;
    const mail = plain(`${label.from.name} ${label.from.address} ${label.subject} ${label.text}`);
    const said = plain(`${line.reply.subject} ${line.reply.body}`);
    return facts.some((fact) => ` ${said} `.includes(` ${fact} `) && !mail.includes(fact));
  });
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9@.]+/g, ' ')
    .trim();
}
