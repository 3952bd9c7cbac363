import { createInstance } from 'i18next';
import type { i18n } from 'i18next';

/** Interface languages; the same four the macros have. */
export const LANGUAGES = ['en', 'it', 'pt', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

type Locale = Readonly<Record<string, string>>;

/** Each is a file of the window's program of its own: a desk that speaks one language does not read three others at its start. */
const LOCALES: Readonly<Record<Language, () => Promise<{ readonly default: Locale }>>> = {
  en: () => import('./locales/en.json'),
  it: () => import('./locales/it.json'),
  pt: () => import('./locales/pt.json'),
  es: () => import('./locales/es.json'),
};

/** Starts the interface in one language. Keys are flat: `queue.inbox` is one key, not a path. */
export async function startI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  const words = await LOCALES[language]();
  await instance.init({
    lng: language,
    // No other language is there, and none lacks a key (tests/ui/words.test.tsx).
    fallbackLng: false,
    resources: { [language]: { translation: words.default } },
    keySeparator: false,
    nsSeparator: false,
    // React escapes; escaping twice would show &#39; in Italian.
    interpolation: { escapeValue: false },
  });
  return instance;
}

/** Reads the words of another language; `changeLanguage` then speaks them. */
export async function learnLanguage(instance: i18n, language: Language): Promise<void> {
  if (instance.hasResourceBundle(language, 'translation')) return;
  const words = await LOCALES[language]();
  instance.addResourceBundle(language, 'translation', words.default);
}
