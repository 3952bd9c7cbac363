import type { Message } from '../../../shared/domain/message';

/** Bytes of a header that are looked at. */
const MAX_HEADER = 64 * 1024;

/**
 * A message of which nothing can be read but, perhaps, its subject: the ticket says "could not be read fully" and has
 * nobody to answer to until a person looked at the original. No address is taken from a header that a parser refused.
 */
export function envelopeOf(raw: Uint8Array): Message {
  const head = new TextDecoder('latin1').decode(raw.subarray(0, MAX_HEADER)).split(/\r?\n\r?\n/)[0] ?? '';
  // Controls out: this line stands in the ticket list.
  const subject = (/^subject:[ \t]*([^\r\n]*)/im.exec(head)?.[1] ?? '').replace(/\p{Cc}/gu, ' ').slice(0, 200);
  return {
    messageId: null,
    inReplyTo: [],
    references: [],
    from: null,
    replyTo: [],
    to: [],
    cc: [],
    subject,
    sentAt: null,
    text: '',
    html: null,
    attachments: [],
    attached: [],
    marks: {
      autoSubmitted: null,
      precedence: null,
      listId: null,
      listUnsubscribe: false,
      autoResponse: false,
      nullReturnPath: false,
      contentType: '',
      reportType: '',
      originalFrom: null,
      formMark: false,
    },
    dmarc: 'unverified',
    senderAmbiguous: true,
    readability: 'envelope',
  };
}
