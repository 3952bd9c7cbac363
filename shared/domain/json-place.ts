/** A place in a text as editors count it, both from 1. */
export type TextPlace = { readonly line: number; readonly column: number };

const TOKEN =
  /(?:([{}[\],:])|("(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|((?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])))/y;
const BLANK = /[ \t\r\n]*/y;

/** What may stand next: a value, a name of an object, the colon after it, or what follows a value. */
type Next = 'value' | 'first-value' | 'name' | 'first-name' | 'colon' | 'after';

/**
 * Where a text stops being JSON (RFC 8259): the first sign with which it does not go on, of a string that never ends its beginning;
 * null where it is JSON. The engines' own messages give no place for short texts.
 */
export function jsonFault(text: string): TextPlace | null {
  const open: ('{' | '[')[] = [];
  let next: Next = 'value';
  let at = 0;
  for (;;) {
    at = endOf(BLANK, text, at) ?? at;
    if (at === text.length) return next === 'after' && open.length === 0 ? null : placeOf(text, at);
    const end = endOf(TOKEN, text, at);
    const token = end === null ? '' : text.slice(at, end);
    const following = follow(next, token, open);
    if (end === null || following === null) return placeOf(text, at);
    next = following;
    at = end;
  }
}

/** Goes one token on, opening and closing what it opens and closes; null where it must not stand there. */
function follow(next: Next, token: string, open: ('{' | '[')[]): Next | null {
  const inside = open.at(-1);
  switch (token) {
    case '':
      return null;
    case '{':
    case '[':
      if (next !== 'value' && next !== 'first-value') return null;
      open.push(token);
      return token === '{' ? 'first-name' : 'first-value';
    case '}':
      if (inside !== '{' || (next !== 'after' && next !== 'first-name')) return null;
      open.pop();
      return 'after';
    case ']':
      if (inside !== '[' || (next !== 'after' && next !== 'first-value')) return null;
      open.pop();
      return 'after';
    case ',':
      if (next !== 'after' || inside === undefined) return null;
      return inside === '{' ? 'name' : 'value';
    case ':':
      return next === 'colon' ? 'value' : null;
    default:
      if (next === 'value' || next === 'first-value') return 'after';
      return (next === 'name' || next === 'first-name') && token.startsWith('"') ? 'colon' : null;
  }
}

function endOf(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function placeOf(text: string, at: number): TextPlace {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
