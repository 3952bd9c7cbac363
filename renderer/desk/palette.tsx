import { Spotlight, useSpotlight } from '@mantine/spotlight';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useWords } from '../i18n/use-words';
import { commandLabel } from './command-label';
import { COMMANDS, COMMAND_GROUPS, isIn } from './commands';
import { useDesk, useDeskState } from './desk-context';
import { paletteStore } from './palette-door';
import './palette.css';

/** Ctrl+K: every action, by name, teaching its key beside it. */
export function Palette() {
  const desk = useDesk();
  const words = useWords();
  const { opened } = useSpotlight(paletteStore);
  useDeskState((state) => (opened ? state.selected : null));
  const suggestions = desk.open()?.case?.suggestions ?? [];
  // Shut, it has nothing to list: the selection changes at every key.
  const groups = opened ? COMMAND_GROUPS : [];
  const actions: SpotlightActionGroupData[] = groups.map((group) => ({
    group: words.t(`group.${group}`),
    actions: COMMANDS.filter(
      (command) => command.group === group && command.id !== 'palette' && isIn(desk, command),
    ).map((command) => ({
      id: command.id,
      label: commandLabel(words, command.id, suggestions),
      onClick: () => void command.run(desk),
      rightSection: (
        <span className="palette-keys">
          {(words.keys.get(command.id) ?? []).slice(0, 1).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      ),
    })),
  }));
  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      shortcut={null}
      attributes={{ content: { 'aria-label': words.t('command.palette') } }}
      lockScroll={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      highlightQuery={false}
      scrollable
      maxHeight={420}
      size={560}
      transitionProps={{ duration: 90 }}
      nothingFound={words.t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={17} stroke={1.7} aria-hidden />,
        placeholder: words.t('palette.hint'),
        'aria-label': words.t('palette.hint'),
      }}
    />
  );
}
