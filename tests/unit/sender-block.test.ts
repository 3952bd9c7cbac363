import { expect, it } from 'vitest';
import { unblockable } from '../../shared/domain/sender-block';

const NEVER = {
  own: ['Aiuto@corsi.example'],
  forms: ['modulo-contatti@sito.example'],
  producers: ['Ciao@CucinaViva.example'],
};

it.each([
  ['aiuto@corsi.example', 'own'],
  ['modulo-contatti@sito.example', 'form'],
  ['wordpress@altro.example', 'form'],
  ['contact-form@altro.example', 'form'],
  ['ciao@cucinaviva.example', 'producer'],
  ['', 'none'],
  ['giulia@posta.example', null],
  // What advertises writes from such an address more often than not.
  ['no-reply@newsletter.example', null],
  ['info@vendite.example', null],
  ['formica@posta.example', null],
])('"%s" is kept from being blocked as %s', (folded, reason) => {
  expect(unblockable(folded, NEVER)).toBe(reason);
});
