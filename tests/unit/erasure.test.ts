import { describe, expect, it } from 'vitest';
import { ERASED_MARK, keptDetail, likenessOf, namesPerson, OVER, withoutPerson } from '../../shared/domain/erasure';
import { OUTBOX_STATES } from '../../shared/domain/outbox';

const GIULIA = new Set(['giulia@posta.example']);

describe('what names a person', () => {
  it.each(['giulia@posta.example', 'Giulia@Posta.example', 'scrivi a giulia+corsi@posta.example, grazie'])(
    '%s',
    (text) => expect(namesPerson(text, GIULIA)).toBe(true),
  );

  it.each(['', 'Giulia Ferri', 'mariagiulia@posta.example', 'giulia@posta.example.org', 'giulia@altra.example'])(
    'not %j',
    (text) => expect(namesPerson(text, GIULIA)).toBe(false),
  );

  it.each([
    JSON.stringify({ text: 'prima riga\ngiulia@posta.example' }),
    'https://lista.example/addio?chi=giulia%2Bcorsi%40posta.example&da=qui',
    '<a href="mailto:x">giulia&#64;posta.example</a>',
    'giulia&commat;posta.example',
  ])('%s', (text) => expect(namesPerson(text, GIULIA)).toBe(true));

  it.each([
    ['giulia@posta.example', ['<giulia+corsi@posta.example>', 'a: Giulia@posta.example b', 'giulia%40posta.example']],
    ['giuliaferri@gmail.com', ['Giulia.Ferri@gmail.com', 'g.iuliaferri+x@googlemail.com', 'giuliaferri@gmail.com']],
    ['giulia@xn--mnchen-3ya.example', ['giulia@münchen.example', 'giulia@xn--mnchen-3ya.example']],
  ])('is let through by what a store is searched with: %s', (folded, texts) => {
    const { pattern, dotless } = likenessOf(folded);
    const like = new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('%', '.*')}$`);
    for (const text of texts) {
      expect(namesPerson(text, new Set([folded]))).toBe(true);
      expect(dotless ? text.toLowerCase().replaceAll('.', '') : text.toLowerCase()).toMatch(like);
    }
  });
});

describe('what is left of a text', () => {
  it('is all but the address, in every spelling', () => {
    expect(
      withoutPerson('Scrivi a Giulia+uno@Posta.example o giulia@posta.example, non ad anna@posta.example', GIULIA),
    ).toBe(`Scrivi a ${ERASED_MARK} o ${ERASED_MARK}, non ad anna@posta.example`);
  });

  it('keeps every address that only holds this one', () => {
    const others = 'mariagiulia@posta.example, giulia@posta.example.org';
    expect(withoutPerson(`giulia@posta.example, ${others}`, GIULIA)).toBe(`${ERASED_MARK}, ${others}`);
  });

  it('is the rest of a link, of HTML and of JSON', () => {
    expect(withoutPerson('?chi=giulia%40posta.example&da=qui%20no', GIULIA)).toBe(`?chi=${ERASED_MARK}&da=qui%20no`);
    expect(withoutPerson('&lt;giulia&#64;posta.example&gt;', GIULIA)).toBe(`&lt;${ERASED_MARK}&gt;`);
    const text = JSON.stringify({ text: 'uno\n"due"\ngiulia@posta.example\ntre' });
    expect(JSON.parse(withoutPerson(text, GIULIA))).toEqual({ text: `uno\n"due"\n${ERASED_MARK}\ntre` });
  });

  it('stays JSON where it was', () => {
    const text = JSON.stringify({ to: ['"Giulia" <giulia@posta.example>'], note: 'a\nb' });
    expect(JSON.parse(withoutPerson(text, GIULIA))).toEqual({ to: [`"Giulia" <${ERASED_MARK}>`], note: 'a\nb' });
  });
});

describe('what is left of a history entry', () => {
  it('is what was decided, when and on which purchase; no name, address or text', () => {
    const detail = {
      decision: 'club.first-access',
      transaction: 'HP4410020311C2',
      from: 'waiting.customer',
      ticket: 'T-12',
      block: null,
      mails: 3,
      to: 'giulia@posta.example',
      by: 'Anna',
      subject: 'Non trovo il corso',
      reason: 'La signora Ferri ha scritto due volte',
    };
    expect(keptDetail(detail)).toEqual({
      decision: 'club.first-access',
      transaction: 'HP4410020311C2',
      from: 'waiting.customer',
      ticket: 'T-12',
      block: null,
      mails: 3,
    });
  });
});

it('an erasure begins only where no mail of ours waits, may have arrived, or is for a person to settle', () => {
  expect(OUTBOX_STATES.filter((state) => !OVER.includes(state)).sort()).toEqual([
    'checking',
    'failed_before_data',
    'final_pending',
    'held',
    'outcome_unknown',
    'queued',
    'refused',
    'sending',
  ]);
});
