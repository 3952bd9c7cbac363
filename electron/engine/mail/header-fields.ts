import type { ParsedMail } from 'mailparser';
import type { HeaderLine } from './authentication-results';

/** The fields of a parsed mail in their order, names in lower case, unfolded. */
export function headerLines(mail: ParsedMail): readonly HeaderLine[] {
  return mail.headerLines.map(({ key, line }) => ({
    key,
    value: line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, ' ')
      .trim(),
  }));
}

/** The first field of this name: what servers check and other programs show (reliability.md M4). */
export function valueOf(headers: readonly HeaderLine[], key: string): string {
  return headers.find((header) => header.key === key)?.value ?? '';
}

/** Message-IDs of a field, without brackets, at most 200. */
export function idsIn(value: string): readonly string[] {
  const ids = [...value.slice(0, 20_000).matchAll(/<([^<>\s]{1,500})>/g)].map((match) => match[1] ?? '');
  if (ids.length > 0) return ids.slice(0, 200);
  const bare = value.trim();
  return /^[^\s<>]+@[^\s<>]+$/.test(bare) ? [bare] : [];
}
