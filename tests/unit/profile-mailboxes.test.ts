import { describe, expect, it } from 'vitest';
import { keptAt, withKeptAt, withoutKeptAt } from '../../electron/main/kept-mailboxes';
import { mailboxesOf } from '../../shared/contract/listed-mailboxes';
import { newMailboxId, withMailbox, withoutMailbox } from '../../electron/main/profile-mailboxes';
import type { KeptSecrets } from '../../electron/main/secrets';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';

const server = (user: string) => ({ host: 'mail.example', port: 993, secure: true, user });
const at = (address: string): MailboxSettings => ({
  imap: server(address),
  smtp: server(address),
  address,
  name: '',
  language: 'it',
});
const ONE: Profile = { mailbox: at('support@corsi.example'), demo: false };

describe('the mailboxes of a profile', () => {
  it('begin with one that needs no id, and is written as it always was', () => {
    const { profile, mailbox } = withMailbox(null, at('support@corsi.example'), false);
    expect(profile).toEqual({ mailbox: at('support@corsi.example') });
    expect(mailbox.id).toBe('main');
  });

  it('become a list with the second, whose first keeps the id that the store knows', () => {
    const { profile, mailbox } = withMailbox(ONE, at('vendas.br@corsi.example'), true);
    expect(mailbox.id).toMatch(/^vendas-br-[0-9a-f]{6}$/);
    expect(profile.mailbox).toBeUndefined();
    expect(profile.demo).toBe(false);
    expect(mailboxesOf(profile).map(({ id, address }) => [id, address])).toEqual([
      ['main', 'support@corsi.example'],
      [mailbox.id, 'vendas.br@corsi.example'],
    ]);
  });

  it('keep their ids when one is changed, its address included', () => {
    const { profile, mailbox } = withMailbox(ONE, at('vendas@corsi.example'), true);
    const changed = withMailbox(profile, { ...at('sales@corsi.example'), id: mailbox.id }, false);
    expect(mailboxesOf(changed.profile).map(({ id, address }) => [id, address])).toEqual([
      ['main', 'support@corsi.example'],
      [mailbox.id, 'sales@corsi.example'],
    ]);
  });

  it('are each another account and another address: one that is there already is refused, and said', () => {
    const { profile, mailbox } = withMailbox(ONE, at('vendas@corsi.example'), true);
    const twice = { code: 'not-allowed', reason: 'mailbox-twice', detail: { address: 'support@corsi.example' } };
    const refusal = (given: MailboxSettings, add: boolean): unknown => {
      try {
        return withMailbox(profile, given, add);
      } catch (error) {
        return error;
      }
    };
    const sameAccount = {
      ...at('outra@corsi.example'),
      imap: { ...server('Support@Corsi.example'), host: 'MAIL.example' },
    };
    const sameAddress = { ...at('Support+novo@corsi.example'), imap: server('someone') };
    expect(refusal(sameAccount, true)).toMatchObject(twice);
    expect(refusal(sameAddress, true)).toMatchObject(twice);
    expect(refusal({ ...at('support@corsi.example'), id: mailbox.id }, false)).toMatchObject(twice);
    expect(refusal({ ...at('support@corsi.example'), id: 'main', name: 'Aiuto' }, false)).toMatchObject({
      mailbox: { id: 'main', name: 'Aiuto' },
    });
    const otherPort = { ...at('outra@corsi.example'), imap: { ...server('support@corsi.example'), port: 1993 } };
    expect(refusal(otherPort, true)).toMatchObject({ mailbox: { address: 'outra@corsi.example' } });
  });

  it('are the one again once the other is gone; the last one stays', () => {
    const { profile, mailbox } = withMailbox(ONE, at('vendas@corsi.example'), true);
    expect(withoutMailbox(profile, mailbox.id)).toEqual(ONE);
    expect(mailboxesOf(withoutMailbox(profile, 'main')).map(({ id }) => id)).toEqual([mailbox.id]);
    expect(() => withoutMailbox(ONE, 'main')).toThrow(/at least one/);
  });

  it('never give the id of one that was removed to another address, and the same address gets its id back', () => {
    const { profile, mailbox } = withMailbox(ONE, at('support@old.example'), true);
    const removed = withoutMailbox(profile, mailbox.id);
    expect(withMailbox(removed, at('support@new.example'), true).mailbox.id).not.toBe(mailbox.id);
    expect(withMailbox(removed, at('Support@old.example'), true).mailbox.id).toBe(mailbox.id);
    const withoutMain = withoutMailbox(profile, 'main');
    expect(withMailbox(withoutMain, at('main@corsi.example'), true).mailbox.id).not.toBe('main');
    const back = withMailbox(withoutMain, at('support@corsi.example'), true);
    expect(back.mailbox.id).toBe('main');
    expect(back.profile.formerMailboxes).toBeUndefined();
  });

  it('never give an address that a mailbox had once the id of what that mailbox is now', () => {
    const { profile, mailbox } = withMailbox(ONE, at('vendas@corsi.example'), true);
    const moved = withMailbox(profile, { ...at('sales@corsi.example'), id: mailbox.id }, false).profile;
    const removed = withoutMailbox(moved, mailbox.id);
    expect(withMailbox(removed, at('vendas@corsi.example'), true).mailbox.id).toBe(`${mailbox.id}-2`);
    expect(withMailbox(removed, at('sales@corsi.example'), true).mailbox.id).toBe(mailbox.id);
  });

  it.each([
    ['vendas@corsi.example', /^vendas-[0-9a-f]{6}$/],
    ['Ajuda+BR_loja@corsi.example', /^ajuda-br-loja-/],
    ['ñandú@corsi.example', /^n-andu-/],
    ['客服@corsi.example', /^mailbox-/],
    [`${'long'.repeat(15)}@corsi.example`, /^(long){5}l-/],
  ])('a new one of %s gets an id that says what it is', (address, id) => {
    expect(newMailboxId(address, [])).toMatch(id);
    expect(newMailboxId(address, [newMailboxId(address, [])])).toMatch(/^[a-z0-9-]{1,30}-2$/);
  });
});

describe('the kept secrets of mailboxes', () => {
  const OLD: KeptSecrets = { imapPassword: 'a', smtpPassword: 'b', store: { of: 'x', password: 'p' } };
  const main = { id: 'main', isOnly: true };
  const sales = { id: 'vendas', isOnly: false };
  const access = { imapPassword: 'c', smtpPassword: 'd' };

  it('of the only one are found and kept where they always were', () => {
    expect(keptAt(OLD, main)).toEqual({ imapPassword: 'a', smtpPassword: 'b' });
    expect(withKeptAt(OLD, main, access)).toEqual({ ...OLD, ...access });
  });

  it('of a second one are its own: neither gets what the other has', () => {
    expect(keptAt(OLD, sales)).toEqual({ imapPassword: null, smtpPassword: null });
    const both = withKeptAt(OLD, sales, access);
    expect(keptAt(both, main)).toEqual({ imapPassword: 'a', smtpPassword: 'b' });
    expect(keptAt(both, sales)).toEqual(access);
    expect(both.store).toEqual(OLD.store);
  });

  it('of the one of before are not of another that somebody wrote above it, or in its place', () => {
    expect(keptAt(OLD, sales)).toEqual({ imapPassword: null, smtpPassword: null });
    expect(keptAt(OLD, { ...sales, isOnly: true })).toEqual({ imapPassword: null, smtpPassword: null });
    const alone = withKeptAt({ imapPassword: null, smtpPassword: null }, { ...sales, isOnly: true }, access);
    expect(keptAt(alone, sales)).toEqual(access);
    expect(keptAt(alone, { ...main, isOnly: false })).toEqual({ imapPassword: null, smtpPassword: null });
    expect(keptAt(withKeptAt(alone, { ...main, isOnly: false }, { ...access, imapPassword: 'e' }), sales)).toEqual(
      access,
    );
  });

  it('of one that goes are forgotten; who becomes the first keeps only its own', () => {
    const left = withoutKeptAt(withKeptAt(OLD, sales, access), { ...main, isOnly: false });
    expect(JSON.stringify(left)).not.toContain('"a"');
    expect(keptAt(left, { id: 'vendas', isOnly: true })).toEqual(access);
  });
});
