import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainError, explainFailure } from '../../renderer/desk/explain-error';
import { startI18n } from '../../renderer/i18n/i18n';
import { createSayings, withAges } from '../../renderer/i18n/words';
import en from '../../renderer/i18n/locales/en.json';
import es from '../../renderer/i18n/locales/es.json';
import it_ from '../../renderer/i18n/locales/it.json';
import pt from '../../renderer/i18n/locales/pt.json';
import { ERROR_REASONS } from '../../shared/contract/error-reasons';
import { ERROR_CODES, SportelloError, packError } from '../../shared/contract/errors';
import type { ErrorCode } from '../../shared/contract/errors';

const LOCALES: readonly (readonly [string, Readonly<Record<string, string>>])[] = Object.entries({
  en,
  it: it_,
  pt,
  es,
});
const ROWS: readonly (readonly [string, readonly string[]])[] = ERROR_CODES.flatMap((code) => {
  const reasons: Readonly<Record<string, readonly string[]>> = {
    '': [],
    ...(code in ERROR_REASONS ? ERROR_REASONS[code as keyof typeof ERROR_REASONS] : {}),
  };
  return Object.entries(reasons).map(
    ([reason, values]) => [reason === '' ? `error.${code}` : `error.${code}.${reason}`, values] as const,
  );
});

function valuesIn(...texts: readonly (string | undefined)[]): readonly string[] {
  const named = texts.flatMap((text) => [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? ''));
  return [...new Set(named)].sort();
}

function sources(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [[path, readFileSync(path, 'utf8')] as const] : [];
  });
}

describe('the words of failures', () => {
  it.each(LOCALES)('in %s say of every code and reason what happened and what to do', (_language, words) => {
    const missing = ROWS.flatMap(([key]) => [key, `${key}.do`]).filter((key) => (words[key] ?? '').trim() === '');
    expect(missing).toEqual([]);
  });

  it.each(LOCALES)('in %s name the values that a failure of theirs brings, and no other', (_language, words) => {
    for (const [key, values] of ROWS) {
      expect([key, valuesIn(words[key], words[`${key}.do`])]).toEqual([key, [...values].sort()]);
    }
  });

  it('are of no reason that nothing gives', () => {
    const made = [...sources('electron'), ...sources('shared')]
      .filter(([path]) => !path.endsWith('error-reasons.ts'))
      .map(([, source]) => source)
      .join('\n');
    const reasons = Object.values(ERROR_REASONS).flatMap((of) => Object.keys(of));
    // Those of a sender who cannot be blocked are put together: `block-${reason}`.
    const given = reasons.filter((reason) => reason !== '' && !reason.startsWith('block-'));
    expect(given.filter((reason) => !made.includes(`'${reason}'`))).toEqual([]);
  });

  it('are of no failure that there is not', () => {
    const known = new Set(ROWS.flatMap(([key]) => [key, `${key}.do`]));
    expect(Object.keys(en).filter((key) => key.startsWith('error.') && !known.has(key))).toEqual([]);
  });
});

describe('what the window says of a failure', () => {
  const unknownHost = new SportelloError('imap-connect', 'imap.example.com: no such host name is known.', {
    reason: 'unknown-host',
    action: 'Check host and port.',
    detail: { host: 'imap.example.com' },
  });

  it('is said by its reason, with its values', () => {
    expect(explainError(unknownHost)).toEqual({
      sentence: { key: 'error.imap-connect.unknown-host', values: unknownHost.detail },
      detail: { key: 'error.imap-connect.unknown-host.do', values: unknownHost.detail },
      technical: null,
    });
  });

  it.each([
    ['a reason of a later version', { ...packError(unknownHost), reason: 'on-the-moon' }],
    ['a kept failure without the values of its words', { ...packError(unknownHost), detail: {} }],
    ['a kept failure of a version without reasons', { ...packError(unknownHost), reason: undefined }],
  ])('is said by its code alone for %s', (_what, error) => {
    expect(explainFailure(error).sentence.key).toBe('error.imap-connect');
    expect(explainFailure(error).detail.key).toBe('error.imap-connect.do');
  });

  it.each([
    ['with its value', packError(unknownHost).detail, 'The mail server imap.example.com cannot be reached.'],
    ['without it', {}, 'The mail server … cannot be reached.'],
  ])('never shows the name of a value: %s', async (_what, detail, said) => {
    const english = await startI18n('en');
    const explained = explainFailure({ ...packError(unknownHost), reason: undefined, detail });
    const [sentence, todo] = [explained.sentence, explained.detail].map(({ key, values }) =>
      english.t(key, { ...values }),
    );
    expect(sentence).toBe(said);
    expect(todo).not.toContain('{{');
  });

  it('is a bug where a later version failed with a code of its own', () => {
    const explained = explainFailure({ ...packError(unknownHost), code: 'moon-away' as ErrorCode });
    expect(explained).toMatchObject({ sentence: { key: 'error.bug' }, detail: { key: 'error.bug.do' } });
    expect(explained.technical).toBe(unknownHost.message);
  });

  it('keeps the English of a bug apart from its words', () => {
    const explained = explainError(new TypeError('rows is not iterable'));
    expect(explained).toMatchObject({ sentence: { key: 'error.bug' }, detail: { key: 'error.bug.do' } });
    expect(explained.technical).toBe('rows is not iterable');
  });

  it('is never the English sentence or action of the engine', () => {
    const shown = /\b(?:error|failure|problem|away|stopped|uncopied|unerased)\??\.(?:message|action)\b/;
    const found = sources('renderer').filter(
      ([path, source]) => shown.test(source) && path !== join('renderer', 'desk', 'explain-error.ts'),
    );
    // A program of the window that cannot be read is no failure of the engine; the browser's words stand behind "reason".
    expect(found.map(([path]) => path)).toEqual([join('renderer', 'desk', 'later.tsx')]);
  });
});

describe('what a failure names', () => {
  const say = async (error: SportelloError) => {
    const { sentence } = explainError(error);
    return withAges(createSayings(await startI18n('it'), 'it', new Map()), 0).say(sentence);
  };

  it('is a column of sales by its name in the window', async () => {
    const error = new SportelloError('import-columns', 'sales.csv lacks buyer_email, status.', {
      action: 'Say which columns hold them.',
      detail: { path: 'sales.csv', columns: 'buyer_email, status' },
    });
    expect(await say(error)).toContain('E-mail dell’acquirente, Stato');
  });

  it('is a column of a catalogue by the name that the file must give it', async () => {
    const error = new SportelloError('import-columns', 'products.csv lacks product_id.', {
      reason: 'products',
      action: 'Add it.',
      detail: { path: 'products.csv', columns: 'product_id' },
    });
    expect(await say(error)).toContain('product_id');
  });

  it('is what is wrong with hours and clocks, as the form says it', async () => {
    const error = (problem: string) =>
      new SportelloError('bad-params', 'These hours and clocks cannot be kept', {
        reason: 'clocks',
        action: 'Mend them.',
        detail: { problem },
      });
    expect(await say(error('closes-before-reminder'))).toBe(it_['clocks.problem.closes-before-reminder']);
    expect(await say(error('of-another-version'))).toBe(it_['error.bad-params.clocks']);
  });
});
