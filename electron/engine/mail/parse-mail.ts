import type { ParsedMail } from 'mailparser';
import { parserLibrary } from './libraries';

/** Options of mailparser: its own conversions block for minutes on hostile HTML (design.md, "Learned by measuring"): all off. */
export const PARSER = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  maxHtmlLengthToParse: 1_000_000,
} as const;

/** What mailparser makes of the bytes of one mail. Rejects with its error where it can make nothing of them. */
export async function parseMail(bytes: Uint8Array): Promise<ParsedMail> {
  const { simpleParser } = await parserLibrary();
  return simpleParser(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), PARSER);
}
