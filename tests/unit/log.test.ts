import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLog, faultOf } from '../../electron/engine/log';
import { KEPT_LOGS, appendRotating } from '../../electron/log/rotating-file';
import { SportelloError } from '../../shared/contract/errors';
import { maskAddresses } from '../../shared/domain/mask-text';
import { makeFolder } from '../support/make-store';

it('a log line is JSON with time, level, area and event, addresses masked', () => {
  const lines: string[] = [];
  const log = createLog({ now: () => Date.UTC(2026, 0, 15, 9) }, (line) => lines.push(line));
  log.warn('sync', 'refused', { user: 'marta@dominio.it', count: 3, level: 'forged', text: 'line\nbreak' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('\n');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    at: '2026-01-15T09:00:00.000Z',
    level: 'warn',
    area: 'sync',
    event: 'refused',
    user: 'm***@dominio.it',
    count: 3,
    text: 'line\nbreak',
  });
});

it.each([
  ['login of marta@dominio.it failed', 'login of m***@dominio.it failed'],
  ['<marta@dominio.it>, bruno@posta.example', '<m***@dominio.it>, b***@posta.example'],
  ['no address @ all', 'no address @ all'],
])('%j is logged as %j', (text, masked) => {
  expect(maskAddresses(text)).toBe(masked);
});

it('a log file is put aside when it is full, three of them are kept, and only its owner reads them', () => {
  const folder = makeFolder();
  const path = join(folder, 'logs', 'engine.log');
  for (let line = 0; line < 12; line += 1) appendRotating(path, `line ${String(line).padStart(4, '0')}`, 15);
  const names = readdirSync(join(folder, 'logs')).sort();
  expect(names).toEqual(['engine.log', ...Array.from({ length: KEPT_LOGS }, (_, at) => `engine.log.${at + 1}`)]);
  expect(names.map((name) => readFileSync(join(folder, 'logs', name), 'utf8').split('\n')[0])).toEqual([
    'line 0010',
    'line 0008',
    'line 0006',
    'line 0004',
  ]);
  for (const name of names) expect(statSync(join(folder, 'logs', name)).mode & 0o077).toBe(0);
});

it('a fault with a mail is logged by its kind and place, never by words that may quote the mail', () => {
  const fault = faultOf(new TypeError('bad charset in "Gentile Giulia"'));
  expect(fault).toMatch(/^TypeError at .*log\.test\.ts:\d+/);
  expect(fault).not.toContain('Giulia');
  expect(faultOf(new SportelloError('file-unreadable', 'It says Giulia.', { action: '' }))).toBe('file-unreadable');
});
