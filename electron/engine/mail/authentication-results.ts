import type { DmarcVerdict } from '../../../shared/domain/message';

/** One header field as the message carries it, in header order. */
export type HeaderLine = { readonly key: string; readonly value: string };

/**
 * What the receiving server's DMARC check said (RFC 8601). Only fields that name the configured authserv-id count; any `fail`
 * of it is a fail; a pass counts only above the second Received field, where a sender cannot have put it. Comments and
 * quoted strings are read by the grammar, so neither can smuggle a result.
 */
export function readDmarc(headers: readonly HeaderLine[], authservId: string | null): DmarcVerdict {
  if (authservId === null || authservId.trim() === '') return 'unverified';
  const trusted = authservId.trim().toLowerCase();
  let received = 0;
  let verdict: DmarcVerdict = 'unverified';
  for (const { key, value } of headers) {
    if (key === 'received') received += 1;
    if (key !== 'authentication-results') continue;
    const [id, ...results] = splitResults(value);
    const [name, version] = (id ?? '').trim().split(/\s+/);
    if (name?.toLowerCase() !== trusted || (version !== undefined && version !== '1')) continue;
    for (const result of results) {
      const method = /^\s*dmarc\s*(?:\/\s*\d+\s*)?=\s*([a-z]+)/i.exec(result)?.[1]?.toLowerCase();
      if (method === 'fail') return 'fail';
      if (method === 'pass' && received < 2) verdict = 'pass';
    }
  }
  return verdict;
}

/** Splits at `;`, with comments (they nest) removed and quoted strings unquoted. */
function splitResults(value: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at] ?? '';
    if (char === '\\' && (quoted || depth > 0)) {
      at += 1;
      if (quoted && depth === 0) part += value[at] ?? '';
    } else if (quoted) {
      if (char === '"') quoted = false;
      // A quoted `;` or `=` is text: it must not look like a result.
      else part += char === ';' || char === '=' ? '_' : char;
    } else if (char === '(') depth += 1;
    else if (char === ')' && depth > 0) depth -= 1;
    else if (depth > 0) continue;
    else if (char === '"') quoted = true;
    else if (char === ';') {
      parts.push(part);
      part = '';
    } else part += char;
  }
  parts.push(part);
  return parts;
}
