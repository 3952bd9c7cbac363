import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSuspicions } from '../../shared/domain/sender-suspicion';

const OWN = { addresses: ['support@corsi.example'], names: ['Assistenza Corsi'] };
const read = (name: string, address: string) => readSuspicions({ name, address }, OWN);

describe('a sender who looks like somebody else', () => {
  it('shows another address in the display name', () => {
    expect(read('giulia.ferri@libero.it', 'xk42@mailer.example')).toEqual([
      { kind: 'name-shows-address', address: 'giulia.ferri@libero.it' },
    ]);
    expect(read('Giulia (giulia@libero.it)', 'giulia@posta.example')).toMatchObject([{ kind: 'name-shows-address' }]);
  });

  it.each([
    ['Hotmart', 'billing@payments.example'],
    ['Suporte HOTMART', 'suporte@gmail.com'],
    ['assistenza corsi', 'assistenza.corsi@gmail.com'],
  ])('pretends to be Hotmart or us: %s <%s>', (name, address) => {
    expect(read(name, address)).toContainEqual({ kind: 'name-pretends', name });
  });

  it.each([
    ['a Cyrillic letter', 'anna@xn--gmil-63d.com', 'gmail.com'],
    ['0 for o', 'anna@h0tmail.com', 'hotmail.com'],
    ['1 for l', 'anna@1ibero.it', 'libero.it'],
    ['rn for m', 'anna@grnail.com', 'gmail.com'],
    ['our own domain', 'support@c0rsi.example', 'corsi.example'],
    ['Hotmart’s name in another domain', 'noreply@hotmart-access.example', 'hotmart.com'],
  ])('writes from a domain made to look like another: %s', (_, address, like) => {
    expect(read('Anna', address)).toContainEqual(expect.objectContaining({ kind: 'domain-looks-like', like }));
  });
});

describe('a sender whom nobody could mistake', () => {
  it.each([
    ['', 'anna@libero.it'],
    ['Anna Bruni', 'anna.bruni@gmail.com'],
    ['anna.bruni@gmail.com', 'annabruni@googlemail.com'],
    ['Assistenza Corsi', 'support@corsi.example'],
    ['Hotmart', 'noreply@mail.hotmart.com'],
    ['Marta', 'marta@email.com'],
    ['Marta', 'marta@ymail.com'],
    ['Jürgen', 'j@xn--mller-kva.example'],
    ['Anna', 'anna@xn--'],
  ])('%s <%s> raises nothing', (name, address) => {
    expect(read(name, address)).toEqual([]);
  });

  it('nor does a mail without a sender', () => {
    expect(readSuspicions(null, OWN)).toEqual([]);
  });

  it('nothing that can stand there makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.domain(), (name, local, domain) => {
        expect(Array.isArray(read(name, `${local}@${domain}`))).toBe(true);
        expect(Array.isArray(read(name, local))).toBe(true);
      }),
    );
  });
});
