import { PASSAGES } from '../../../shared/domain/decision';
import type { Passage } from '../../../shared/domain/decision';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import type { MacroSource, TextId } from '../../../shared/domain/macro';

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/** One file as a text; a sentence's end where it has no usable front matter. */
export function readMacro(macro: TextId, language: ReplyLanguage, file: string): MacroSource | string {
  const match = FRONT_MATTER.exec(file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  if (!match) return 'has no front matter between two lines of "---"';
  const fields = new Map<string, string>();
  for (const line of (match[1] ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) return `has a front matter line without "name: value": ${line}`;
    fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  for (const name of fields.keys()) {
    if (!['title', 'subject', 'cites', 'mailbox_subject', 'no_subject'].includes(name)) {
      return `has the unknown field "${name}"`;
    }
  }
  const cites = (fields.get('cites') ?? '').split(',').flatMap((cite) => (cite.trim() === '' ? [] : [cite.trim()]));
  const unknown = cites.find((cite) => !(PASSAGES as readonly string[]).includes(cite));
  if (unknown !== undefined) return `cites "${unknown}", which is no passage of the article`;
  if (macro !== 'frame' && !fields.has('subject')) return 'has no subject';
  if (macro === 'frame' && !(fields.has('mailbox_subject') && fields.has('no_subject'))) {
    return 'needs mailbox_subject and no_subject';
  }
  return {
    macro,
    language,
    title: fields.get('title') ?? '',
    subject: fields.get('subject') ?? '',
    mailboxSubject: fields.get('mailbox_subject') ?? '',
    noSubject: fields.get('no_subject') ?? '',
    cites: cites as Passage[],
    body: (match[2] ?? '').trim(),
    version: versionOf(file),
  };
}

/** The file that `readMacro` reads as this text. */
export function writeMacro(source: Omit<MacroSource, 'version'>): string {
  const fields =
    source.macro === 'frame'
      ? { title: source.title, mailbox_subject: source.mailboxSubject, no_subject: source.noSubject }
      : {
          title: source.title,
          subject: source.subject,
          ...(source.cites.length > 0 && { cites: source.cites.join(', ') }),
        };
  // A value of the front matter is one line.
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value.replace(/\s+/g, ' ').trim()}`);
  return `---\n${lines.join('\n')}\n---\n${source.body.trim()}\n`;
}

/** FNV-1a over the file: tells two wordings apart in the history, no secret. */
export function versionOf(file: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(file)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
