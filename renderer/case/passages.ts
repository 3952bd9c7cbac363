import type { Passage } from '../../shared/domain/decision';

const FILES = import.meta.glob<unknown>('../../resources/article/passages.*.json', { eager: true, import: 'default' });

/** Passages by language, read from either shape: `{ "A1": "…" }` or `[{ "id": "A1", "text": "…" }]`. */
function read(file: unknown): ReadonlyMap<string, string> {
  const entries = Array.isArray(file) ? (file as unknown[]).map((item) => ['', item]) : Object.entries(file ?? {});
  const texts = new Map<string, string>();
  for (const [key, value] of entries) {
    if (typeof value === 'string') texts.set(String(key), value);
    else if (typeof value === 'object' && value !== null && 'text' in value) {
      texts.set('id' in value ? String(value.id) : String(key), String(value.text));
    }
  }
  return texts;
}

const BY_LANGUAGE = new Map(
  Object.entries(FILES).map(([path, file]) => [/passages\.(\w+)\.json$/.exec(path)?.[1] ?? '', read(file)]),
);

/** What the help article says in this passage, in the interface's language; English where that one lacks it. */
export function passageText(language: string, passage: Passage): string {
  return BY_LANGUAGE.get(language)?.get(passage) ?? BY_LANGUAGE.get('en')?.get(passage) ?? '';
}
