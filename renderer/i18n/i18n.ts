import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import en from './locales/en.json';
import es from './locales/es.json';
import it from './locales/it.json';
import pt from './locales/pt.json';

/** Interface languages; the same four the macros have. */
export const LOCALES = { en, it, pt, es } as const;
export type Language = keyof typeof LOCALES;

/** Starts the interface in one language. Keys are flat: `queue.inbox` is one key, not a path. */
export async function startI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(Object.entries(LOCALES).map(([name, words]) => [name, { translation: words }])),
    keySeparator: false,
    nsSeparator: false,
    // React escapes; escaping twice would show &#39; in Italian.
    interpolation: { escapeValue: false },
  });
  return instance;
}
