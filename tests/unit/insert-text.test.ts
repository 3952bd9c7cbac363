import { describe, expect, it } from 'vitest';
import { insertText } from '../../renderer/composer/insert-text';

describe('a reply text that is put into the composer', () => {
  it('fills an empty one', () => {
    expect(insertText({ text: ' \n', from: 2, to: 2, inserted: null }, 'Gentile Giulia')).toEqual({
      text: 'Gentile Giulia',
      at: 0,
    });
  });

  it('takes the place of another one that nobody touched', () => {
    const typed = { text: 'Gentile Giulia', from: 3, to: 3, inserted: 'Gentile Giulia' };
    expect(insertText(typed, 'Ciao')).toEqual({ text: 'Ciao', at: 0 });
  });

  it('never takes the place of what was typed: it comes in at the caret, as a paragraph', () => {
    const text = 'Mi dispiace molto.\nA presto';
    const typed = { text, from: 18, to: 18, inserted: 'Gentile Giulia' };
    expect(insertText(typed, 'Ecco il link.')).toEqual({
      text: 'Mi dispiace molto.\n\nEcco il link.\n\nA presto',
      at: 20,
    });
  });

  it('goes before all of it where the caret stands there, and after all of it at the end', () => {
    expect(insertText({ text: 'Saluti', from: 0, to: 0, inserted: null }, 'Ecco.').text).toBe('Ecco.\n\nSaluti');
    expect(insertText({ text: 'Salve', from: 5, to: 5, inserted: null }, 'Ecco.').text).toBe('Salve\n\nEcco.');
  });
});
