import { NativeSelect } from '@mantine/core';
import type { ShellState } from '../../shared/contract/shell-api';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { LANGUAGES } from '../i18n/i18n';
import type { Language } from '../i18n/i18n';
import { useWords } from '../i18n/use-words';

const THEMES = ['system', 'light', 'dark'] as const;

/** How the window looks and speaks, on this machine only. */
export function AppearanceCard(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  const words = useWords();
  const set = (choice: Parameters<typeof desk.shell.setAppearance>[0]): void => {
    desk.shell.setAppearance(choice).catch((error: unknown) => desk.complain(error));
  };
  return (
    <Card title={words.t('appearance.title')}>
      <div className="card-grid">
        <NativeSelect
          size="xs"
          label={words.t('appearance.theme')}
          value={props.shell.theme}
          data={THEMES.map((theme) => ({ value: theme, label: words.t(`theme.${theme}`) }))}
          onChange={(event) => set({ theme: event.currentTarget.value as ShellState['theme'] })}
        />
        <NativeSelect
          size="xs"
          label={words.t('appearance.language')}
          value={props.shell.language}
          data={LANGUAGES.map((language) => ({ value: language, label: words.t(`own-name.${language}`) }))}
          onChange={(event) => set({ language: event.currentTarget.value as Language })}
        />
      </div>
    </Card>
  );
}
