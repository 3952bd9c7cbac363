import { act, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { SportelloError, packError } from '../../shared/contract/errors';
import type { Finding } from '../../shared/contract/views';
import { FAKE_NOW } from '../support/fake-tickets';
import { cleanup, openDesk } from './render-desk';

afterEach(cleanup);

const ENGLISH = { text: 'The engine says this in English.', do: 'And this, too.' };
const away = packError(
  new SportelloError('imap-protocol', ENGLISH.text, {
    reason: 'no-inbox',
    action: ENGLISH.do,
    detail: { host: 'imap.it' },
  }),
);
const FINDINGS: readonly Finding[] = [
  { id: 'imap.sent', severity: 'ok', ...ENGLISH, said: { word: 'imap.sent', values: { folder: 'Inviata' } } },
  { id: 'copies.age', severity: 'warning', ...ENGLISH, said: { word: 'copies.old', values: { at: FAKE_NOW } } },
  { id: 'imap-protocol', severity: 'error', ...ENGLISH, failure: away },
];

it('says at an Italian desk in Italian alone what a check found and what to do', async () => {
  const { fake, user } = await openDesk();
  await act(() => fake.world.shell.setAppearance({ language: 'it' }));
  fake.answer({ 'doctor.run': () => ({ ok: false, findings: FINDINGS }) });
  await user.click(
    within(await screen.findByRole('navigation', { name: 'Code' })).getByRole('link', { name: /Impostazioni/ }),
  );
  await user.click(await screen.findByRole('button', { name: 'Controlla tutto' }));
  const list = await screen.findByRole('list', { name: 'Esiti' });
  const lines = within(list).getAllByRole('listitem');
  expect(lines[0]?.textContent).toBe('✓La posta inviata è archiviata in “Inviata”.');
  expect(lines[1]?.textContent).toMatch(/^!La copia più recente che si legge è di .*\d.*\. Scegli Copia ora, in Copie/);
  expect(list.textContent).not.toContain(ENGLISH.text);
  expect(list.textContent).not.toContain(ENGLISH.do);
});
