import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodNamed } from '../../shared/domain/search-dates';
import type { Calendar } from '../../shared/domain/search-dates';
import { filterNamed, SEARCH_FILTERS, searchWords } from '../../shared/domain/search-names';
import { isWordsOnly, parseSearch } from '../../shared/domain/search-query';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';

/** Friday, 27 November 2026, where days begin at midnight UTC. */
const TODAY: Calendar = {
  year: 2026,
  month: 11,
  day: 27,
  startOf: (year, month, day) => Date.UTC(year, month - 1, day),
};
const parse = (typed: string) => parseSearch(typed, TODAY);

function dayNamed(typed: string): string | null {
  const period = periodNamed(typed, TODAY);
  if (period === null) return null;
  const write = (at: number) => new Date(at).toISOString().slice(0, 10);
  const last = write(period.until - 1);
  return write(period.from) === last ? last : `${write(period.from)}…${last}`;
}

describe('words', () => {
  it('stay as they were typed, in their order', () => {
    expect(parse('  password HP 1771 5690 036014 ')).toMatchObject({
      words: 'password HP 1771 5690 036014',
      notes: [],
    });
    expect(isWordsOnly(parse('password giulia.ferri@posta.example'))).toBe(true);
  });

  it('in quotes are a phrase, of which an open quote reaches to the end', () => {
    expect(parse('corso "non riesco a entrare"')).toMatchObject({ words: 'corso', phrases: ['non riesco a entrare'] });
    expect(parse('“non riesco')).toMatchObject({ words: '', phrases: ['non riesco'] });
  });

  it('must not be there behind a minus; a dash alone or inside a word takes nothing away', () => {
    expect(parse('corso -rimborso -"carta di credito"')).toMatchObject({
      words: 'corso',
      without: ['rimborso', 'carta di credito'],
    });
    expect(parse('e-mail - corso')).toMatchObject({ words: 'e-mail - corso', without: [] });
  });
});

describe('filters', () => {
  it.each([
    ['from:giulia', { by: 'from', text: 'giulia' }],
    ['subject:"corso di pasta"', { by: 'subject', text: 'corso di pasta' }],
    ['product:"Corso di pasta"', { by: 'product', text: 'Corso di pasta' }],
    ['label:vip', { by: 'label', text: 'vip' }],
    ['transaction:HP17715690036014', { by: 'transaction', number: 'HP17715690036014' }],
    ['transaction:"1771 5690 036014"', { by: 'transaction', number: 'HP17715690036014' }],
    ['decision:club.first-access', { by: 'decision', among: ['club.first-access'] }],
    ['decision:ask', { by: 'decision', among: ['ask.purchase-details', 'ask.which-product'] }],
    ['intent:access.password', { by: 'intent', among: ['access.password'] }],
    ['intent:other', { by: 'intent', among: ['other'] }],
    ['queue:waiting', { by: 'queue', among: ['waiting.customer', 'waiting.producer', 'waiting.hotmart'] }],
    ['language:pt', { by: 'language', code: 'pt' }],
    ['language:Español', { by: 'language', code: 'es' }],
    ['assignee:me', { by: 'assignee', who: 'me' }],
    ['assignee:nobody', { by: 'assignee', who: 'nobody' }],
    ['assignee:"Bruno Neri"', { by: 'assignee', who: { name: 'Bruno Neri' } }],
    ['is:unread', { by: 'is', value: 'unread' }],
    ['has:attachment', { by: 'has', value: 'attachment' }],
    ['IS:Unread', { by: 'is', value: 'unread' }],
    ['è:aperto', { by: 'is', value: 'open' }],
    ['está:aguardando', { by: 'is', value: 'waiting' }],
    ['esta:abierto', { by: 'is', value: 'open' }],
    ['da:giulia', { by: 'from', text: 'giulia' }],
    ['to:vendas@', { by: 'to', text: 'vendas@' }],
    ['casella:vendas', { by: 'to', text: 'vendas' }],
    ['de:giulia', { by: 'from', text: 'giulia' }],
    ['tem:anexo', { by: 'has', value: 'attachment' }],
    ['asignado:nadie', { by: 'assignee', who: 'nobody' }],
  ])('%s', (typed, filter) => {
    expect(parse(typed)).toMatchObject({ words: '', filters: [{ ...filter, not: false }], notes: [] });
    expect(parse(`-${typed}`)).toMatchObject({ words: '', filters: [{ ...filter, not: true }], notes: [] });
  });

  it('no word means two filters, in whichever languages: what is offered is what is understood', () => {
    for (const language of REPLY_LANGUAGES) {
      const { filters } = searchWords(language);
      expect(SEARCH_FILTERS.map((name) => filterNamed(filters[name]))).toEqual([...SEARCH_FILTERS]);
    }
  });

  it('stand among words', () => {
    expect(parse('password from:giulia -is:done curso')).toMatchObject({
      words: 'password curso',
      filters: [
        { by: 'from', text: 'giulia', not: false },
        { by: 'is', value: 'done', not: true },
      ],
    });
  });
});

describe('what is no filter is searched as text, and said', () => {
  it.each([
    ['colour:red', 'colour:red', { kind: 'no-filter', typed: 'colour:red', name: 'colour' }],
    ['decision:maybe', 'decision maybe', { kind: 'no-value', typed: 'decision:maybe', filter: 'decision' }],
    ['before:soon', 'before soon', { kind: 'no-value', typed: 'before:soon', filter: 'before' }],
    ['on:31.2.2026', 'on 31.2.2026', { kind: 'no-value', typed: 'on:31.2.2026', filter: 'on' }],
    ['transaction:12', 'transaction 12', { kind: 'no-value', typed: 'transaction:12', filter: 'transaction' }],
    ['from:', '', { kind: 'unfinished', typed: 'from:', filter: 'from' }],
    ['product:"', '', { kind: 'unfinished', typed: 'product:"', filter: 'product' }],
  ])('%s', (typed, words, note) => {
    expect(parse(typed)).toMatchObject({ words, filters: [], notes: [note] });
  });

  it.each(['Re: corso', 'https://club.example/corso', 'HP:17715690036014', '12:30'])('%s is only text', (typed) => {
    expect(parse(typed)).toMatchObject({ words: typed, filters: [], notes: [] });
  });

  it('whatever it is: nothing throws, nothing is lost but the rest of a text beyond all measure', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
        parse(typed);
        parse(`from:${typed}`);
        parse(`before:${typed}`);
      }),
    );
    expect(parse('x'.repeat(2000)).words).toHaveLength(500);
  });
});

describe('days', () => {
  it.each([
    ['2026-11-03', '2026-11-03'],
    ['3.11.2026', '2026-11-03'],
    ['3/11/26', '2026-11-03'],
    ['3.11.', '2026-11-03'],
    ['3/11', '2026-11-03'],
    ['28.11.', '2025-11-28'],
    ['2026-02', '2026-02-01…2026-02-28'],
    ['2025', '2025-01-01…2025-12-31'],
    ['today', '2026-11-27'],
    ['oggi', '2026-11-27'],
    ['ontem', '2026-11-26'],
    ['ayer', '2026-11-26'],
    ['7d', '2026-11-20'],
    ['7g', '2026-11-20'],
    ['2w', '2026-11-13'],
    ['2 semanas', '2026-11-13'],
    ['1m', '2026-10-27'],
    ['9m', '2026-02-27'],
    ['1 año', '2025-11-27'],
    ['friday', '2026-11-27'],
    ['lunedì', '2026-11-23'],
    ['terça', '2026-11-24'],
    ['mié', '2026-11-25'],
    ['mart', '2026-11-24'],
    ['nov', '2026-11-01…2026-11-30'],
    ['dicembre', '2025-12-01…2025-12-31'],
    ['março', '2026-03-01…2026-03-31'],
    ['31.2.', null],
    ['30.2.2026', null],
    ['2026-13', null],
    ['soon', null],
    ['7x', null],
    ['no', null],
  ])('%s', (typed, day) => expect(dayNamed(typed)).toBe(day));

  it('a month before the 31st is the end of a shorter month', () => {
    const period = periodNamed('1m', { ...TODAY, month: 3, day: 31 });
    expect(period?.from).toBe(Date.UTC(2026, 1, 28));
  });

  it('before leaves its day out, after and on count it in, and together they are one stretch', () => {
    const [third, tenth] = [Date.UTC(2026, 10, 3), Date.UTC(2026, 10, 10)];
    expect(parse('before:3.11.').when).toEqual({ from: null, until: third });
    expect(parse('after:3.11.').when).toEqual({ from: third, until: null });
    expect(parse('on:3.11.').when).toEqual({ from: third, until: Date.UTC(2026, 10, 4) });
    expect(parse('after:3.11. prima:10.11.').when).toEqual({ from: third, until: tenth });
    expect(parse('-on:3.11.')).toMatchObject({ when: null, filters: [{ by: 'period', not: true }] });
  });
});
