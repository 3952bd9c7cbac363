import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, PAGES } from '../../renderer/desk/commands';
import en from '../../renderer/i18n/locales/en.json';
import es from '../../renderer/i18n/locales/es.json';
import it_ from '../../renderer/i18n/locales/it.json';
import pt from '../../renderer/i18n/locales/pt.json';
import { startI18n } from '../../renderer/i18n/i18n';
import { createSayings } from '../../renderer/i18n/words';
import { ERROR_CODES } from '../../shared/contract/errors';
import { DECISIONS } from '../../shared/domain/decision';
import { INTENTS } from '../../shared/domain/intent';
import { HELD_REASONS, OUTBOX_STATES } from '../../shared/domain/outbox';
import { AMBER_REASONS, RED_REASONS } from '../../shared/domain/suggestion';
import { ARRIVAL_SOURCES } from '../../shared/domain/purchase';
import { STATUS_MEANINGS } from '../../shared/domain/status';
import { TICKET_STATES } from '../../shared/domain/ticket';
import { UPDATE_FAILURES, UPDATE_WAYS } from '../../shared/domain/update-rules';

const english: Readonly<Record<string, string>> = en;
const others = Object.entries({ it: it_, pt, es });
const holes = (text: string): readonly string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the interface speaks four languages', () => {
  it.each(others)('%s has every sentence of English, with the same values', (_language, words) => {
    const translated: Readonly<Record<string, string>> = words;
    expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      expect([key, holes(translated[key] ?? '')]).toEqual([key, holes(text)]);
      expect([key, (translated[key] ?? '').trim() === '']).toEqual([key, false]);
    }
  });

  it('has words for everything that has a name', () => {
    const needed = [
      ...ERROR_CODES.map((code) => `error.${code}`),
      ...DECISIONS.map((decision) => `decision.${decision}`),
      ...STATUS_MEANINGS.map((meaning) => `status-of.${meaning}`),
      ...ARRIVAL_SOURCES.map((source) => `from.${source}`),
      ...['blocked', 'blockedbyowner', 'overdue'].map((status) => `club-status.${status}`),
      ...['running', 'unpaid', 'starting', 'ended'].map((status) => `subscription.${status}`),
      ...INTENTS.map((intent) => `intent.${intent}`),
      ...OUTBOX_STATES.map((state) => `outbox.state.${state}`),
      ...HELD_REASONS.map((reason) => `held.${reason}`),
      ...AMBER_REASONS.map((reason) => `amber.${reason}`),
      ...RED_REASONS.map((reason) => `red.${reason}`),
      ...TICKET_STATES.map((state) => `state.${state}`),
      ...UPDATE_FAILURES.flatMap((failure) => [`updates.failed.${failure}`, `updates.do.${failure}`]),
      ...UPDATE_WAYS.map((way) => `updates.ready.${way}`),
      ...['checkout', 'no-key', 'folder', 'system'].map((reason) => `updates.none.${reason}`),
      ...PAGES.map((page) => `queue.${page}`),
      ...COMMANDS.filter((command) => command.group !== 'go').map((command) => `command.${command.id}`),
      ...Array.from({ length: 13 }, (_, row) => `rule.${row + 1}`),
    ];
    expect(needed.filter((key) => english[key] === undefined)).toEqual([]);
  });

  it('misses no key that the window asks for by name', () => {
    const asked = sources('renderer').flatMap((source) =>
      [...source.matchAll(/\bt\(\s*'([^']+)'|\bkey: '([^']+)'/g)].map((found) => found[1] ?? found[2] ?? ''),
    );
    const known = new Set(Object.keys(english).map((key) => key.replace(/_(?:one|other)$/, '')));
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('a price', () => {
  it.each([
    ['it', '1234.50', 'EUR', '1234,50 EUR'],
    ['it', '12345.50', 'EUR', '12.345,50 EUR'],
    ['pt', '97.00', 'BRL', '97,00 BRL'],
    ['en', '1234.5', 'USD', '1,234.5 USD'],
    ['en', '49', '', '49'],
    ['it', 'gratis', '', 'gratis'],
    ['it', '', '', ''],
  ] as const)('%s: %j %s is %j', async (language, amount, currency, said) => {
    expect(createSayings(await startI18n(language), language, new Map()).money(amount, currency)).toBe(said);
  });
});
