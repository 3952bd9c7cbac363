import type { ApiAnswer } from './api-client';

/** One page of a list: its items as they came, and how to ask for the next; null at the end. */
export type Page = { readonly items: readonly unknown[]; readonly next: string | null };

/** Longest cursor that is sent back, in characters. */
const MAX_TOKEN = 4000;

/** The list in an answer, also a bare one; null where it holds none, or said nothing at all: that is not an empty list. */
export function pageOf(answer: ApiAnswer): Page | null {
  if (answer.kind === 'nothing') return null;
  const { body } = answer;
  if (Array.isArray(body)) return { items: body, next: null };
  if (typeof body !== 'object' || body === null) return null;
  const { items, page_info: info } = body as Readonly<Record<string, unknown>>;
  if (!Array.isArray(items)) return null;
  const next = typeof info === 'object' && info !== null ? (info as Record<string, unknown>)['next_page_token'] : null;
  return { items, next: typeof next === 'string' && next !== '' && next.length <= MAX_TOKEN ? next : null };
}
