import type { ParsedMail } from 'mailparser';

const IS_TYPE = /^\s*[^\s/;]+\/[^\s/;]+/;

/**
 * The words of a mail whose Content-Type is none, such as `text` or `testo`; null for every other mail. Such a field means
 * plain text (RFC 2045, section 5.2); mailparser makes an attachment of the whole body instead.
 *
 * @param contentType the field as written, '' where it is missing
 * @param most bytes that are read
 */
export function untypedBody(mail: ParsedMail, contentType: string, most: number): string | null {
  const [body, ...others] = mail.attachments ?? [];
  if (contentType === '' || IS_TYPE.test(contentType) || body === undefined || others.length > 0) return null;
  return new TextDecoder().decode(body.content.subarray(0, most));
}
