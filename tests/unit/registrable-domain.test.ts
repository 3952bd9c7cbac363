import { describe, expect, it } from 'vitest';
import { registrableDomain } from '../../shared/domain/registrable-domain';

describe('the part of a host that one owner registered', () => {
  it.each([
    ['hotmart.com', 'hotmart.com'],
    ['app.hotmart.com', 'hotmart.com'],
    ['hotmart.com.evil.example', 'evil.example'],
    ['loja.evil.com.br', 'evil.com.br'],
    ['www.corsi.co.uk', 'corsi.co.uk'],
    ['pasta.corsi.it', 'corsi.it'],
    ['hotmart.github.io', 'hotmart.github.io'],
    ['a.b.hotmart.github.io', 'hotmart.github.io'],
    ['github.io', 'github.io'],
    ['evil.example.', 'evil.example'],
    ['xn--htmart-wqf.com', 'xn--htmart-wqf.com'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['localhost', 'localhost'],
  ])('of %s is %s', (host, domain) => expect(registrableDomain(host)).toBe(domain));
});
