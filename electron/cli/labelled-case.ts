import { readFile } from 'node:fs/promises';

/** One line of `resources/evaluation/*.jsonl`; the fields are explained in the README beside them. */
export type LabelledCase = {
  readonly id: string;
  readonly language: string | readonly string[];
  readonly intent: string | readonly string[];
  readonly from: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sentAt: string;
  readonly match?: {
    readonly status: string;
    readonly transaction: string | null;
    readonly identity: string;
  };
  readonly delivery: string | null;
  readonly decision?: string;
  readonly why: string;
};

/** Which labelled mails, and the purchases and catalogue that they are matched against; file names of `resources/evaluation`. */
export type CasesPart = { readonly cases: string; readonly sales: string; readonly products: string };

/** The shipped parts that the rules were not made with. */
export const SHIPPED_PARTS: readonly CasesPart[] = [
  { cases: 'held-out.jsonl', sales: 'sales.csv', products: 'products.csv' },
  { cases: 'unseen.jsonl', sales: 'sales.csv', products: 'products.csv' },
  { cases: 'blind-one.jsonl', sales: 'blind-one-sales.csv', products: 'blind-one-products.csv' },
  { cases: 'blind-two.jsonl', sales: 'blind-two-sales.csv', products: 'blind-two-products.csv' },
  { cases: 'blind-three.jsonl', sales: 'blind-three-sales.csv', products: 'blind-three-products.csv' },
  { cases: 'blind-five.jsonl', sales: 'blind-five-sales.csv', products: 'blind-five-products.csv' },
];

/**
 * Parts of other matters in the words of access, far more of them than an inbox has: a measure of their own, which says
 * nothing of how often a desk is right.
 */
export const BORDER_PARTS: readonly CasesPart[] = [
  { cases: 'blind-four.jsonl', sales: 'blind-four-sales.csv', products: 'blind-four-products.csv' },
  { cases: 'blind-six.jsonl', sales: 'blind-six-sales.csv', products: 'blind-six-products.csv' },
];

/** The receiving server whose Authentication-Results the cases trust. */
export const CASES_AUTHSERV_ID = 'mx.support.example';
/** The desk that they were written to. */
export const CASES_MAILBOX = 'support@corsi.example';

/** Reads a file of labelled cases. Throws what reading a file throws, and for a line that is no JSON. */
export async function readLabelledCases(file: string): Promise<readonly LabelledCase[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledCase);
}

/** The message as a server would deliver it: encoded header words, UTF-8 text. */
export function emlOf(label: LabelledCase): Buffer {
  const name = label.from.name === '' ? '' : `${encodedWords(label.from.name)} `;
  return Buffer.from(
    [
      ...Object.entries(label.headers ?? {}).map(([header, value]) => `${header}: ${encodedHeader(value)}`),
      `From: ${name}<${label.from.address}>`,
      `To: ${CASES_MAILBOX}`,
      `Subject: ${encodedWords(label.subject)}`,
      `Date: ${new Date(label.sentAt).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${label.id}@cases.example>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      label.text.replace(/\r?\n/g, '\r\n'),
    ].join('\r\n'),
  );
}

/** The decisions that are right: what the label says, else what the table leaves where nothing was bought or named. */
export function wantedDecisions(label: LabelledCase): readonly string[] {
  if (label.decision !== undefined) return [label.decision];
  return [label.intent].flat().map((intent) => {
    if (intent === 'auto') return 'ignore';
    return intent === 'other' ? 'route.support' : 'ask.purchase-details';
  });
}

/** The words before an address are encoded, the address is not. */
function encodedHeader(value: string): string {
  const address = /^([^<]*\S)\s*(<[^<>]+>)$/.exec(value);
  return address === null ? value : `${encodedWords(address[1] ?? '')} ${address[2] ?? ''}`;
}

/** RFC 2047; characters are never cut in two. */
function encodedWords(text: string): string {
  if (/^[\w !#$%&'*+/?^`{|}~.-]*$/.test(text)) return text;
  return (text.match(/.{1,12}/gsu) ?? [])
    .map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`)
    .join('\r\n ');
}
