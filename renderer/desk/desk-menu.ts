import { MENUS } from '../../shared/contract/limits';
import type { DeskMenu } from '../../shared/contract/desktop';
import type { Words } from '../i18n/use-words';
import { commandLabel } from './command-label';
import { COMMANDS } from './commands';

/** What main needs of the interface's language: the menus, and what it asks when the desk is closed. */
export function deskMenu(words: Words): DeskMenu {
  const { t } = words;
  return {
    menus: MENUS.map((name) => ({
      name,
      label: t(`group.${name}`),
      items: COMMANDS.filter(({ group, only }) => group === name && only !== 'ticket-window').map(({ id }) => ({
        id,
        label: commandLabel(words, id),
        key: words.keys.get(id)?.[0] ?? '',
      })),
    })),
    roles: {
      undo: t('menu.undo'),
      redo: t('menu.redo'),
      cut: t('menu.cut'),
      copy: t('menu.copy'),
      paste: t('menu.paste'),
      selectAll: t('menu.select-all'),
      resetZoom: t('menu.actual-size'),
      zoomIn: t('menu.zoom-in'),
      zoomOut: t('menu.zoom-out'),
    },
    own: {
      file: t('menu.file'),
      edit: t('menu.edit'),
      view: t('menu.view'),
      quit: t('menu.quit'),
      show: t('menu.show'),
      fullScreen: t('menu.full-screen'),
      print: t('command.print'),
      addWord: t('spelling.add'),
      noSpelling: t('spelling.none'),
    },
    parting: {
      waiting: t('parting.waiting'),
      about: t('parting.about'),
      send: t('parting.send'),
      hold: t('parting.hold'),
      stay: t('parting.stay'),
    },
  };
}
