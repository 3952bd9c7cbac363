import { describe, expect, it } from 'vitest';
import {
  fittingPeople,
  mentionAt,
  mentionWord,
  mentionedIds,
  noteParts,
  withMentions,
} from '../../shared/domain/mention';

const CITTA = { id: 'citta', name: 'Marta Città', email: 'marta@corsi.example' };
const BRUNO = { id: 'bruno', name: 'Bruno', email: 'bruno@corsi.example' };
const NERI = { id: 'neri', name: 'Bruno Neri', email: 'neri@corsi.example' };
const PEOPLE = [CITTA, BRUNO, NERI];

describe('a name behind an @', () => {
  it.each([
    ['@Marta Città, guardi?', '@{citta}, guardi?'],
    ['@marta citta', '@{citta}'],
    ['@MARTA CITTÀ', '@{citta}'],
    // written with a mark of its own, as a Mac does
    ['@Marta Citta\u0300!', '@{citta}!'],
    ['@marta può?', '@{citta} può?'],
    ['(@Bruno Neri)', '(@{neri})'],
    ['@neri@corsi.example e basta', '@{neri} e basta'],
  ])('%s is kept with the id of the person', (typed, kept) => {
    expect(withMentions(typed, PEOPLE).text).toBe(kept);
  });

  it.each(['scrivi a marta@corsi.example', '@martedì', '@', '@ Marta', 'x@Marta Città', '@Nessuno'])(
    'is nobody in %s',
    (typed) => {
      expect(withMentions(typed, PEOPLE)).toEqual({ text: typed, ids: [] });
    },
  );

  it('means the longer name where one begins with the other', () => {
    expect(withMentions('@Bruno Neri e @Bruno', [BRUNO, NERI]).ids).toEqual(['neri']);
    expect(withMentions('@Bruno Neri', [NERI]).ids).toEqual(['neri']);
  });

  it('means nobody where two are called so, and both by their addresses', () => {
    const twin = { ...CITTA, id: 'citta2', email: 'altra@corsi.example' };
    const people = [CITTA, twin];
    expect(withMentions('@Marta Città', people).ids).toEqual([]);
    expect(mentionWord(twin, people)).toBe('altra@corsi.example');
    for (const one of people) expect(withMentions(`@${mentionWord(one, people)}`, people).ids).toEqual([one.id]);
  });

  it('names each person once', () => {
    expect(withMentions('@marta @Marta Città', PEOPLE).ids).toEqual(['citta']);
    expect(mentionedIds('@{citta} @{neri} @{citta}')).toEqual(['citta', 'neri']);
  });
});

describe('a kept note', () => {
  it('is shown in pieces, by the name that the person has now', () => {
    expect(noteParts('Ciao @{citta}: fatto', [{ id: 'citta', name: 'Marta Rossi' }])).toEqual([
      { text: 'Ciao ' },
      { id: 'citta', name: 'Marta Rossi' },
      { text: ': fatto' },
    ]);
  });

  it('stays as it is written where it names nobody', () => {
    expect(noteParts('codice @{x} e 50 % @', [])).toEqual([{ text: 'codice @{x} e 50 % @' }]);
    expect(noteParts('', [])).toEqual([]);
  });
});

describe('while one types', () => {
  it.each([
    ['@', 1, ''],
    ['ciao @ma', 8, 'ma'],
    ['ciao @marta ci', 14, 'marta ci'],
  ])('%s is looked for', (text, caret, typed) => {
    expect(mentionAt(text, caret)?.typed).toBe(typed);
  });

  it.each([
    ['a@b', 3],
    ['@marta  ', 8],
    ['@marta\n', 7],
    ['niente', 6],
    [`@${'x'.repeat(60)}`, 61],
  ])('%s is no name', (text, caret) => {
    expect(mentionAt(text, caret)).toBeNull();
  });

  it('fits by any word of the name, or the address, in whatever case and accents', () => {
    expect(fittingPeople('CITTA', PEOPLE)).toEqual([CITTA]);
    expect(fittingPeople('ner', PEOPLE)).toEqual([NERI]);
    expect(fittingPeople('b', PEOPLE)).toEqual([BRUNO, NERI]);
    expect(fittingPeople('', PEOPLE)).toEqual(PEOPLE);
  });
});
