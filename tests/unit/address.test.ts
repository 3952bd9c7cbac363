import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAddresses, foldAddress, isAddress } from '../../shared/domain/address';
import { isOneEdit } from '../../shared/domain/one-edit';

describe('one mailbox has one folded address', () => {
  it.each([
    ['case', 'Anna@Libero.IT', 'anna@libero.it'],
    ['tag', 'bea.landi+hotmart@example.com', 'bea.landi@example.com'],
    ['Gmail dots', 'bea.landi@gmail.com', 'bealandi@gmail.com'],
    ['googlemail', 'olga.restivo@googlemail.com', 'olgarestivo@gmail.com'],
    ['dots elsewhere count', 'bea.landi@libero.it', 'bea.landi@libero.it'],
    ['IDN', 'info@Müller.example', 'info@xn--mller-kva.example'],
    ['no address', ' Nobody ', 'nobody'],
  ])('%s', (_, address, folded) => {
    expect(foldAddress(address)).toBe(folded);
  });
});

describe('a reply is addressed only to a plain address', () => {
  it.each(['a@b.it', "renzo.dall'aglio@example.it", 'x+y@sub.example.com', 'info@müller.example'])('%s', (address) => {
    expect(isAddress(address)).toBe(true);
  });
  it.each([
    'account)@silly.test(his',
    'a@b',
    'a b@c.it',
    'a@b.it, c@d.it',
    'a@b.it\r\nBcc: evil@x.it',
    'a@b.it\r\n',
    'a@b.it\u0000',
    ' a@b.it',
    'a@b.it\u202e',
    '<a@b.it>',
    'a@[127.0.0.1]',
    '.a@b.it',
    'a..b@c.it',
    '@b.it',
    'a@b_c.it',
    'a@-b.it',
    '',
  ])('not to %j', (address) => {
    expect(isAddress(address)).toBe(false);
  });
});

it('addresses are found in a text, without the full stop behind them', () => {
  expect(findAddresses('ho usato maria.rossi@libero.it. Oppure <m@x.example>; maria.rossi@libero.it')).toEqual([
    'maria.rossi@libero.it',
    'm@x.example',
  ]);
});

describe('one slip of the finger', () => {
  it.each([
    ['changed', '2400943540', '2400946540'],
    ['dropped', '2400943540', '240094354'],
    ['doubled', '2400943540', '24009943540'],
    ['swapped', '13817689086368', '13817869086368'],
  ])('%s', (_, a, b) => {
    expect(isOneEdit(a, b)).toBe(true);
    expect(isOneEdit(b, a)).toBe(true);
  });
  it.each([
    ['the same', '2400943540', '2400943540'],
    ['two changed', '4196979390', '4190974390'],
    ['two added', '123456789', '12345678901'],
    ['swapped apart', '123456789', '321456789'],
  ])('not %s', (_, a, b) => {
    expect(isOneEdit(a, b)).toBe(false);
  });
});

it('folding never throws and is stable', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0x24f }).map((code) => String.fromCharCode(code)) }),
      (text) => {
        expect(foldAddress(foldAddress(text))).toBe(foldAddress(text));
      },
    ),
  );
});
