import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTriage } from '../../electron/cli/triage';

const root = path.resolve(import.meta.dirname, '../..');
const samples = path.resolve(root, '../shared/samples');
const tickets = path.join(samples, 'tickets');

/** Runs the command in this process and keeps what it wrote. */
async function triage(args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runTriage(args, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    resourcesDir: path.join(root, 'resources'),
  });
  return { code, out, err };
}

const csv = ['--purchases', path.join(tickets, 'sales.csv'), '--catalogue', path.join(tickets, 'products.csv')];

// The samples lie beside the checkout, not in it: a clone elsewhere has its own tests of the rules.
describe.skipIf(!existsSync(tickets))('the sample tickets', () => {
  it('are decided as their labels say, without a leak or an answer to a machine', async () => {
    const run = await triage(['--mail', tickets, ...csv, '--authserv-id', 'mx.support.example', '--json']);
    expect(run.code).toBe(0);
    const scored = spawnSync(process.execPath, [path.join(samples, 'score.mjs'), '-', '--json'], {
      input: run.out,
      encoding: 'utf8',
    });
    const score = JSON.parse(scored.stdout) as {
      accuracy: Record<string, number>;
      in_order: boolean;
      leaks: string[];
      auto_answered: string[];
      missing_reply: string[];
      broken: string[];
    };
    if (process.env['TRIAGE_SHOW'] !== undefined) {
      const shown = spawnSync(process.execPath, [path.join(samples, 'score.mjs'), '-', '--show'], {
        input: run.out,
        encoding: 'utf8',
      });
      process.stdout.write(shown.stdout + run.err);
    }
    expect(score).toMatchObject({ in_order: true, leaks: [], auto_answered: [], broken: [] });
    expect(score.accuracy['intent']).toBeGreaterThanOrEqual(0.95);
    expect(score.accuracy['status']).toBeGreaterThanOrEqual(0.95);
    // three of the numbers stand only in a picture, one only in a PDF
    expect(score.accuracy['transaction']).toBe(1);
    expect(score.accuracy['identity']).toBeGreaterThanOrEqual(0.95);
    expect(score.accuracy['decision']).toBeGreaterThanOrEqual(0.95);
    expect(score.accuracy['language']).toBeGreaterThanOrEqual(0.98);
    expect(score.missing_reply.length).toBeLessThanOrEqual(1);
  }, 120_000);
});

describe('the headless contract', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'sportello-triage-'));
  const sales = path.join(dir, 'sales.csv');
  const products = path.join(dir, 'products.csv');
  const files = ['--purchases', sales, '--catalogue', products];
  const mail = (name: string, ...lines: string[]): void =>
    writeFileSync(path.join(dir, 'mail', name), lines.join('\r\n'));
  const lines = (out: string): Record<string, unknown>[] =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  beforeAll(() => {
    mkdirSync(path.join(dir, 'mail', 'sub'), { recursive: true });
    mkdirSync(path.join(dir, 'empty'));
    writeFileSync(
      sales,
      'transaction,status,order_date,approved_date,product_id,product_name,producer_name,buyer_name,buyer_email,recurrence,price,currency\n' +
        'HP2216779101,APPROVED,2026-09-30T22:01:49,,1,Orto sul Balcone,Verde Facile,Anna Prova,anna@libero.it,,59.00,EUR\n',
    );
    writeFileSync(
      products,
      'product_id,product_name,delivery,member_area_url,producer_name,producer_email\n1,Orto sul Balcone,club,https://orto.example/login,Verde Facile,ciao@verde.example\n',
    );
    const to = 'To: support@corsi.example';
    mail(
      'b.eml',
      'From: anna@libero.it',
      to,
      'Date: Sat, 03 Oct 2026 00:30:00 +0200',
      'Message-ID: <b@x>',
      'Subject: Corso',
      '',
      'Ho dimenticato la password',
    );
    mail(
      'sub/a.eml',
      'From: anna@libero.it',
      to,
      'Date: Fri, 02 Oct 2026 22:00:00 +0000',
      'Message-ID: <a@x>',
      'Subject: Corso',
      '',
      'Non riesco ad entrare',
    );
    mail('c.eml', 'From: anna@libero.it', to, 'In-Reply-To: <a@x>', 'Subject: Re: Corso', '', 'Grazie, risolto');
    mail('d.eml', 'From: altra@x.example', to, 'In-Reply-To: <a@x>', 'Subject: Re: Corso', '', 'Non riesco ad entrare');
    mail('broken.eml', '\u0000\u0001 nothing of a mail');
    mail('notes.txt', 'no mail');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('prints one line a message in order of the Date, those without after all others by file', async () => {
    const run = await triage(['--mail', path.join(dir, 'mail'), ...files, '--json']);
    expect(run.code).toBe(0);
    expect(lines(run.out).map((line) => line['file'])).toEqual(['sub/a.eml', 'b.eml', 'broken.eml', 'c.eml', 'd.eml']);
  });

  it('joins a known Message-ID only for the requester himself', async () => {
    const run = await triage(['--mail', path.join(dir, 'mail'), ...files, '--json']);
    const ticket = Object.fromEntries(lines(run.out).map((line) => [line['file'], line['ticket']]));
    expect(ticket['c.eml']).toBe(ticket['sub/a.eml']);
    expect(ticket['d.eml']).not.toBe(ticket['sub/a.eml']);
    expect(ticket['b.eml']).not.toBe(ticket['sub/a.eml']);
  });

  it('says everything of the contract', async () => {
    const run = await triage(['--mail', path.join(dir, 'mail'), ...files, '--json']);
    expect(lines(run.out)[1]).toMatchObject({
      file: 'b.eml',
      language: 'it',
      intent: 'access.password',
      match: { status: 'matched', transaction: 'HP2216779101', basis: 'email', identity: 'buyer' },
      delivery: 'club',
      decision: 'club.password-reset',
      reasons: [{ rule: 10, cites: ['A7'] }],
      reply: { subject: 'Re: Corso', body: expect.stringContaining('https://orto.example/login') as string },
    });
    expect(lines(run.out)[3]).toMatchObject({ decision: 'route.support', reply: null });
    expect(lines(run.out)[2]).toMatchObject({ file: 'broken.eml', error: expect.any(String) as string });
  });

  it('prints one readable line a message without --json', async () => {
    const run = await triage(['--mail', path.join(dir, 'mail'), ...files]);
    expect(run.out.trim().split('\n')).toHaveLength(5);
    expect(run.out).toContain('club.password-reset');
  });

  it('an empty folder is no error', async () => {
    expect(await triage(['--mail', path.join(dir, 'empty'), ...files, '--json'])).toMatchObject({ code: 0, out: '' });
  });

  it.each([
    ['no folder', ['--mail', path.join(dir, 'nowhere')]],
    ['a file for a folder', ['--mail', sales]],
    ['no mail argument', []],
    ['an unknown option', ['--mail', dir, '--colour', 'red']],
    ['an unknown language', ['--mail', dir, '--language', 'xx']],
  ])('unusable arguments exit 2 and write nothing to stdout: %s', async (_, args) => {
    const run = await triage([...args, ...files]);
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err).toContain('Usage: triage');
  });
});
