import { createHash } from 'node:crypto';

/** Bytes that do not compress and are always the same for the same seed: a film, an archive. */
export function filmOf(megabytes: number, seed = 'film'): Buffer {
  const block = Buffer.concat(
    Array.from({ length: 32_768 }, (_, index) =>
      createHash('sha256')
        .update(`${seed} ${String(index)}`)
        .digest(),
    ),
  );
  return Buffer.concat(Array.from({ length: megabytes }, () => block));
}

/** An attachment with its header lines, in base64 as mail programs write it. */
export type LargePart = { readonly header: readonly string[]; readonly bytes: Buffer };

/** One part of a multipart, whole. */
export function attachmentPart({ header, bytes }: LargePart): string {
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? [];
  return [...header, 'Content-Transfer-Encoding: base64', '', ...lines].join('\r\n');
}

export function textPart(text: string, type = 'text/plain'): string {
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: 8bit', '', text].join('\r\n');
}

export function multipart(type: string, boundary: string, parts: readonly string[]): string {
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${type}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

/** A whole message around a MIME entity. */
export function largeMail(entity: string, header: { readonly id?: string; readonly subject?: string } = {}): Buffer {
  const lines = [
    'From: Giulia Rossi <giulia.rossi@example.com>',
    'To: support@corsi.example',
    `Subject: ${header.subject ?? 'Il video del problema'}`,
    'Date: Mon, 12 Jan 2026 09:30:00 +0100',
    `Message-ID: <${header.id ?? 'grande@mail.example'}>`,
    'MIME-Version: 1.0',
    '',
  ];
  return Buffer.from(lines.join('\r\n') + entity);
}
