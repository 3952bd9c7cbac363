import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { learnLanguage, startI18n } from '../../renderer/i18n/i18n';
import { cleanup, openDesk } from './render-desk';

afterEach(cleanup);

describe('the language of the interface', () => {
  it('is the only one that is read at the start; another one is read when it is to be spoken', async () => {
    const words = await startI18n('it');
    expect(words.t('action.close')).toBe('Chiudi');
    expect(words.hasResourceBundle('en', 'translation')).toBe(false);
    await learnLanguage(words, 'en');
    await words.changeLanguage('en');
    expect(words.t('action.close')).toBe('Close');
  });

  it('changes in the open window, which names its language once it speaks it', async () => {
    const { fake } = await openDesk({ shell: { language: 'en' } });
    await act(() => fake.world.shell.setAppearance({ language: 'pt' }));
    expect(await screen.findByRole('searchbox', { name: 'Buscar tickets' })).toBeTruthy();
    await waitFor(() => expect(document.documentElement.lang).toBe('pt'));
  });
});
