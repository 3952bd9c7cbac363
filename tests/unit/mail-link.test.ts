import { describe, expect, it } from 'vitest';
import { readMailLink } from '../../shared/domain/mail-link';

const NOTHING = { to: '', cc: '', bcc: '', subject: '', text: '' };

describe('a mailto: link (RFC 6068)', () => {
  it.each([
    ['an address', 'mailto:giulia@mail.example', { to: 'giulia@mail.example' }],
    ['capitals in its scheme', 'MAILTO:giulia@mail.example', { to: 'giulia@mail.example' }],
    [
      'several addresses, in either place',
      'mailto:a@x.example,b@x.example?to=c@x.example',
      { to: 'a@x.example,b@x.example, c@x.example' },
    ],
    ['no address at all', 'mailto:?subject=Accesso', { subject: 'Accesso' }],
    [
      'copies',
      'mailto:a@x.example?cc=b@x.example&BCC=c@x.example',
      { to: 'a@x.example', cc: 'b@x.example', bcc: 'c@x.example' },
    ],
    [
      'accents and blanks as percent signs',
      'mailto:a@x.example?subject=Perch%C3%A9%20no',
      { to: 'a@x.example', subject: 'Perché no' },
    ],
    ['a plus, which is one', 'mailto:gi+corsi@x.example?subject=1+1', { to: 'gi+corsi@x.example', subject: '1+1' }],
    ['a text of several lines', 'mailto:a@x.example?body=uno%0D%0Adue', { to: 'a@x.example', text: 'uno\ndue' }],
    ['an equals sign in a value', 'mailto:a@x.example?subject=a=b', { to: 'a@x.example', subject: 'a=b' }],
  ])('holds %s', (_what, link, expected) => {
    expect(readMailLink(link)).toEqual({ ...NOTHING, ...expected });
  });

  it('takes no file with it, whatever it names', () => {
    expect(readMailLink('mailto:a@x.example?attach=/etc/passwd&attachment=c:%5Ckeys&in-reply-to=x')).toEqual({
      ...NOTHING,
      to: 'a@x.example',
    });
  });

  it('brings no line of its own into a header', () => {
    const link = 'mailto:a@x.example%0D%0ABcc:b@x.example?subject=Ciao%0ABcc:%20c@x.example';
    expect(readMailLink(link)).toEqual({
      ...NOTHING,
      to: 'a@x.example Bcc:b@x.example',
      subject: 'Ciao Bcc: c@x.example',
    });
  });

  it.each([
    ['another scheme', 'https://example.com/?mailto:a@x.example'],
    ['a ticket', 'sportello://ticket/T-1'],
    ['broken percent signs', 'mailto:a%ZZ@x.example'],
    ['bytes that are no text', 'mailto:a@x.example?subject=%FF%FE'],
    ['more than a command line holds', `mailto:a@x.example?body=${'x'.repeat(8_000)}`],
  ])('is not %s', (_what, link) => {
    expect(readMailLink(link)).toBeNull();
  });
});
