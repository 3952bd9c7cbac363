import { describe, expect, it } from 'vitest';
import { forwardedClub } from '../../shared/domain/access-mail';
import type { AttachedMessage } from '../../shared/domain/message';

const HEAD = 'Da: Hotmart <noreply@hotmart.com>\nOggetto: Il tuo accesso';
const BUTTON = '<p><a href="https://hotmart.com/it/club/orto/products/1?x=1">Imposta la password</a></p>';
const attached = (address: string): AttachedMessage => ({
  kind: 'forwarded',
  from: { name: 'Hotmart', address },
  subject: 'Il tuo accesso',
  text: 'https://hotmart.com/club/orto',
});

describe('the club of a forwarded access mail', () => {
  it.each([
    ['a link in the quoted text', `${HEAD}\nhttps://hotmart.com/it/club/orto`, null],
    [
      'an own host of Hotmart',
      `${HEAD.replace('@hotmart', '@mail.hotmart')}\nhttps://app.hotmart.com/club/orto/x`,
      null,
    ],
    ['a link behind a button', HEAD, BUTTON],
    ['another link of Hotmart before it', `${HEAD}\nhttps://help.hotmart.com/it https://hotmart.com/club/orto`, null],
  ])('is read from %s', (_, quoted, html) => {
    expect(forwardedClub(quoted, [], html)).toBe('orto');
  });

  it('is read from an attached message, by its own sender', () => {
    expect(forwardedClub('', [attached('noreply@hotmart.com')], null)).toBe('orto');
    expect(forwardedClub('', [attached('noreply@hotmart.com.example')], null)).toBeNull();
    expect(forwardedClub('', [{ ...attached('noreply@hotmart.com'), kind: 'pec' }], null)).toBeNull();
  });

  it.each([
    ['no sender of Hotmart', 'https://hotmart.com/club/orto', BUTTON],
    [
      'a sender that only begins like it',
      `${HEAD.replace('.com>', '.com.example>')}\nhttps://hotmart.com/club/orto`,
      null,
    ],
    [
      'a sender that only ends like it',
      `${HEAD.replace('@hotmart', '@nothotmart')}\nhttps://hotmart.com/club/orto`,
      null,
    ],
    ['a link that only begins like it', `${HEAD}\nhttps://hotmart.com.example/club/orto`, null],
    ['a link into no members area', `${HEAD}\nhttps://hotmart.com/it/marketplace`, null],
  ])('is none with %s', (_, quoted, html) => {
    expect(forwardedClub(quoted, [], html)).toBeNull();
  });

  it('costs no more than its length in a hostile text', () => {
    const many = `${HEAD}\n${'https://hotmart.com/x '.repeat(20_000)}https://hotmart.com/club/orto ${'@a.'.repeat(50_000)}`;
    const started = performance.now();
    expect(forwardedClub(many, [], many)).toBeNull();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
