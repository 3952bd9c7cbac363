import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskStatus } from '../../shared/contract/views';
import { SportelloError, packError } from '../../shared/contract/errors';
import { FAKE_NOW } from '../support/fake-tickets';
import { cleanup, openDesk } from './render-desk';

afterEach(cleanup);

const ENGLISH = 'The engine says this in English.';
const DO = 'And this, too.';

const offline = packError(
  new SportelloError('imap-connect', ENGLISH, {
    reason: 'refused',
    action: DO,
    detail: { host: 'imap.it', port: 993 },
  }),
);
const wrongPassword = packError(
  new SportelloError('imap-auth', ENGLISH, {
    action: DO,
    detail: { host: 'imap.it', port: 993, user: 'aiuto@corsi.it', text: 'Invalid credentials' },
  }),
);
const sending = packError(
  new SportelloError('smtp-auth', ENGLISH, {
    action: DO,
    detail: { host: 'smtp.it', user: 'aiuto@corsi.it', text: '' },
  }),
);
const away = packError(new SportelloError('store-away', ENGLISH, { action: DO, detail: { host: 'db.it' } }));
const copy = packError(
  new SportelloError('copy-no-room', ENGLISH, { reason: 'megabytes', action: DO, detail: { megabytes: 120 } }),
);
const held = packError(new SportelloError('store-busy', ENGLISH, { action: DO }));

async function banner(change: Partial<DeskStatus>): Promise<string> {
  const { fake } = await openDesk();
  await act(() => fake.world.shell.setAppearance({ language: 'it' }));
  await screen.findByRole('searchbox', { name: 'Cerca ticket' });
  const status = { ...(await fake.world.engine.call('desk.status', {})), ...change };
  fake.answer({ 'desk.status': () => status });
  act(() => fake.emit('desk.status', status));
  return (await screen.findByRole('alert')).textContent;
}

describe('a banner at an Italian desk', () => {
  it.each<[string, Partial<DeskStatus>, string]>([
    [
      'no mail comes in for now',
      { connection: { kind: 'offline', since: FAKE_NOW - 60_000, retryAt: 0, error: offline } },
      'Alla porta 993 del server di posta imap.it non risponde nulla. Controlla host, porta e rete. Un desk aperto riprova da solo.',
    ],
    [
      'no mail comes in until somebody does something',
      { connection: { kind: 'stopped', error: wrongPassword } },
      'imap.it:993 rifiuta l’utente o la password di aiuto@corsi.it e dice: “Invalid credentials”. Inserisci di nuovo la password nelle impostazioni',
    ],
    [
      'the team’s server is away',
      { storeAway: away },
      'Il server del team db.it non risponde. Non è stato cambiato nulla e ciò che hai scritto resta.',
    ],
    [
      'no copy was made',
      { copyFailure: copy },
      'Sul disco non c’è posto per una copia: servono 120 MB liberi. Libera spazio su quel disco, poi riprova.',
    ],
    ['something is not erased yet', { erasureFailure: held }, 'Non è stato cambiato nulla; riprova.'],
    [
      'nothing goes out',
      { outbox: { waiting: 1, nextAt: null, problems: 0, stopped: sending, behindSince: null, pace: null } },
      'Il server di invio smtp.it rifiuta l’utente o la password di aiuto@corsi.it e dice: “…”. Inserisci di nuovo la password',
    ],
  ])('says in Italian alone that %s, and what to do', async (_what, change, said) => {
    const text = await banner(change);
    expect(text).toContain(said);
    expect(text).not.toContain(ENGLISH);
    expect(text).not.toContain(DO);
    expect(text).not.toContain('{{');
  });
});

describe('a profile that does not open, at an Italian desk', () => {
  it('says what happened and what to do in Italian alone', async () => {
    const error = packError(
      new SportelloError('store-corrupt', ENGLISH, { action: DO, detail: { path: '/home/a/desk.db' } }),
    );
    await openDesk({ shell: { language: 'it', stage: 'broken', error } });
    const dialog = await screen.findByRole('dialog', { name: 'Sportello non può aprire questo profilo' });
    expect(dialog.textContent).toContain('L’archivio /home/a/desk.db è danneggiato.');
    expect(dialog.textContent).toContain('Ripristina la copia più recente.');
    expect(dialog.textContent).not.toContain(ENGLISH);
    expect(dialog.textContent).not.toContain(DO);
  });

  it('does not say of an engine that died that it is starting again', async () => {
    const error = packError(new SportelloError('engine-gone', ENGLISH, { reason: 'stopped', action: DO }));
    await openDesk({ shell: { language: 'it', stage: 'broken', error } });
    const dialog = await screen.findByRole('dialog', { name: 'Sportello non può aprire questo profilo' });
    expect(dialog.textContent).toContain('Il motore si è fermato all’improvviso.');
    expect(dialog.textContent).not.toContain('sta ripartendo');
  });

  it('shows what a bug was once it is asked for', async () => {
    await openDesk({
      shell: { language: 'it', stage: 'broken', error: packError(new TypeError('rows is not iterable')) },
    });
    const dialog = within(await screen.findByRole('dialog', { name: 'Sportello non può aprire questo profilo' }));
    expect(dialog.queryByText('rows is not iterable')).toBeNull();
    act(() => dialog.getByRole('button', { name: 'Dettagli' }).click());
    expect(dialog.getByText('rows is not iterable')).toBeTruthy();
  });
});
