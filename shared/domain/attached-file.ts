/** What a mail server takes where it has not said so yet (EHLO, SIZE), bytes: Gmail's and Microsoft's limit. */
export const USUAL_SERVER_BYTES = 25 * 1024 * 1024;
/** Most files of one mail: more is an archive, and every one is a line that somebody has to look at. */
export const MAX_FILES = 20;
/** What texts, headers and the borders of the parts may take of a mail, bytes. */
const BESIDE_FILES_BYTES = 256 * 1024;
/** Base64 in lines of 76 characters and CRLF (RFC 2045 §6.8): what a byte becomes on its way. */
const ON_THE_WAY = (4 / 3) * (78 / 76);

/** How many bytes of files a mail may hold where the server takes `serverBytes` for the whole of it. */
export function roomForFiles(serverBytes: number): number {
  return Math.max(0, Math.floor((serverBytes - BESIDE_FILES_BYTES) / ON_THE_WAY));
}

/**
 * The type a file goes out under. A mail in a mail would have to go as it is (RFC 2046 §5.2.1 forbids base64 there), and
 * what is no plain type could break a header: both go as bytes.
 */
export function sentType(contentType: string): string {
  const plain = contentType.trim().toLowerCase();
  const isType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(plain);
  return isType && !/^(?:message|multipart)\//.test(plain) ? plain : 'application/octet-stream';
}
