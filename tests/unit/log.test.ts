import { expect, it } from 'vitest';
import { createLog, maskAddresses } from '../../electron/engine/log';

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
