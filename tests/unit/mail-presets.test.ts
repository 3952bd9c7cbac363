import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mailProvidersSchema } from '../../shared/contract/mail-provider';
import { presetFor, presetOf } from '../../shared/domain/mail-presets';

const file = resolve(import.meta.dirname, '../../resources/mail-providers.json');
const { providers } = mailProvidersSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const nameOf = (address: string): string | null | undefined => presetFor(address, providers)?.provider?.id;

describe('resources/mail-providers.json', () => {
  it('gives each domain to one provider, each id once, and every provider a way to be found', () => {
    const domains = providers.flatMap((provider) => provider.domains);
    expect(domains.filter((domain, at) => domains.indexOf(domain) !== at)).toEqual([]);
    expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
    expect(providers.filter(({ domains: own, ownDomains }) => own.length === 0 && !ownDomains)).toEqual([]);
  });

  it('uses the usual port of each kind of encryption', () => {
    const odd = providers.filter(
      ({ imap, smtp }) => imap.port !== (imap.secure ? 993 : 143) || smtp.port !== (smtp.secure ? 465 : 587),
    );
    expect(odd).toEqual([]);
  });

  it('names a page wherever a person has to do something first', () => {
    expect(providers.filter(({ hint, page }) => hint !== null && page === null)).toEqual([]);
  });
});

describe('the servers of an address', () => {
  it.each([
    ['anna@gmail.com', 'gmail'],
    ['Anna@Hotmail.IT', 'outlook'],
    ['aiuto@corsi.onmicrosoft.com', 'microsoft-365'],
    ['anna@yahoo.com.br', 'yahoo'],
    ['anna@icloud.com', 'icloud'],
    ['anna@libero.it', 'libero'],
    ['anna@uol.com.br', 'uol'],
  ])('%s are those of %s', (address, id) => {
    expect(nameOf(address)).toBe(id);
  });

  it('have the user name that the provider wants', () => {
    expect(presetFor('anna.bruni@icloud.com', providers)).toMatchObject({
      imap: { host: 'imap.mail.me.com', port: 993, secure: true, user: 'anna.bruni' },
      smtp: { host: 'smtp.mail.me.com', port: 587, secure: false, user: 'anna.bruni@icloud.com' },
    });
  });

  it('of an own domain are a guess, marked as one', () => {
    expect(presetFor('aiuto@corsi.example', providers)).toEqual({
      provider: null,
      imap: { host: 'imap.corsi.example', port: 993, secure: true, user: 'aiuto@corsi.example' },
      smtp: { host: 'smtp.corsi.example', port: 465, secure: true, user: 'aiuto@corsi.example' },
    });
  });

  it('of an own domain can be those of a provider that was chosen', () => {
    const workspace = providers.find(({ id }) => id === 'google-workspace');
    expect(workspace && presetOf(workspace, 'aiuto@corsi.example')).toMatchObject({
      imap: { host: 'imap.gmail.com', user: 'aiuto@corsi.example' },
    });
  });

  it.each(['', 'anna', 'anna@', 'anna@gmail', 'anna@gmail.', 'anna@gmail.c', '@gmail.com', 'a b@gmail.com'])(
    'wait until the address is complete: "%s"',
    (address) => {
      expect(presetFor(address, providers)).toBeNull();
    },
  );

  it('are not those of a provider whose domain only ends the same', () => {
    expect(nameOf('anna@notgmail.com')).toBeUndefined();
    expect(nameOf('anna@evil-onmicrosoft.com')).toBeUndefined();
  });
});
