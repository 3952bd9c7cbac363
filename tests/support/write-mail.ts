/** One test message; what is left out is an ordinary mail of Giulia's to the desk. */
export type TestMail = {
  readonly from?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly replyTo?: string;
  readonly subject?: string;
  readonly text?: string;
  /** A body of HTML alone, in place of the text. */
  readonly html?: string;
  /** Without brackets; '' leaves the header out. */
  readonly id?: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly date?: string;
  /** A picture that comes with it. */
  readonly png?: Uint8Array;
  /** A table that comes with it. */
  readonly csv?: { readonly fileName: string; readonly text: string };
  /** Further header lines, whole. */
  readonly headers?: readonly string[];
};

let written = 0;

/** A message as a server delivers it. */
export function writeMail(mail: TestMail = {}): Buffer {
  written += 1;
  const id = mail.id ?? `mail-${written}@posta.example`;
  const lines = [
    ...(mail.headers ?? []),
    `From: ${mail.from ?? 'Giulia Ferri <giulia@posta.example>'}`,
    `To: ${mail.to ?? 'support@corsi.example'}`,
    ...(mail.cc === undefined ? [] : [`Cc: ${mail.cc}`]),
    ...(mail.replyTo === undefined ? [] : [`Reply-To: ${mail.replyTo}`]),
    `Subject: ${mail.subject ?? 'Non ho ricevuto i dati di accesso'}`,
    `Date: ${mail.date ?? 'Mon, 12 Jan 2026 09:00:00 +0000'}`,
    ...(id === '' ? [] : [`Message-ID: <${id}>`]),
    ...(mail.inReplyTo === undefined ? [] : [`In-Reply-To: <${mail.inReplyTo}>`]),
    ...(mail.references === undefined ? [] : [`References: ${mail.references.map((one) => `<${one}>`).join(' ')}`]),
    'MIME-Version: 1.0',
    ...(mail.png === undefined && mail.csv === undefined
      ? []
      : ['Content-Type: multipart/mixed; boundary="with-file"', '', '--with-file']),
    `Content-Type: text/${mail.html === undefined ? 'plain' : 'html'}; charset=utf-8`,
    'Content-Transfer-Encoding: 8bit',
    '',
    mail.html ??
      mail.text ??
      'Buongiorno, ho pagato ma non mi è arrivata nessuna email con i dati di accesso. Grazie, Giulia',
    '',
    ...(mail.png === undefined ? [] : filePart('image/png', 'receipt.png', mail.png)),
    ...(mail.csv === undefined ? [] : filePart('text/csv', mail.csv.fileName, Buffer.from(mail.csv.text))),
  ];
  return Buffer.from(lines.join('\r\n'));
}

function filePart(type: string, fileName: string, bytes: Uint8Array): readonly string[] {
  return [
    '--with-file',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${fileName}"`,
    '',
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '--with-file--',
    '',
  ];
}
