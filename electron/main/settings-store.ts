import ElectronStore from 'electron-store';
import { logMain } from './main-log';
import { DEFAULT_SETTINGS, readSettings } from './settings';
import type { Settings } from './settings';

export type SettingsStore = {
  read(): Settings;
  change(part: Partial<Omit<Settings, 'version'>>): void;
};

/** Opens `settings.json` in this folder; every write replaces the file as a whole. */
export function openSettings(folder: string): SettingsStore {
  const file = new ElectronStore<Record<string, unknown>>({ cwd: folder, name: 'settings', clearInvalidConfig: true });
  const kept = readSettings(file.store);
  if (!kept && file.size > 0) logMain(`${file.path} could not be read; starting with default settings.`);
  let settings: Settings = kept ?? DEFAULT_SETTINGS;
  return {
    read: () => settings,
    change: (part) => {
      settings = { ...settings, ...part };
      file.store = settings;
    },
  };
}
