import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
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
    expect(score.accuracy['transaction']).toBeGreaterThanOrEqual(0.95);
    expect(score.accuracy['identity']).toBeGreaterThanOrEqual(0.95);
    expect(score.accuracy['decision']).toBeGreaterThanOrEqual(0.95);
    expect(score.accuracy['language']).toBeGreaterThanOrEqual(0.98);
    expect(score.missing_reply.length).toBeLessThanOrEqual(1);
  });
});
