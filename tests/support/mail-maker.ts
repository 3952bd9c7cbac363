/**
 * Invented mail in quantity, always the same for the same number: plain, HTML and with attachments, in four languages,
 * some answering an earlier one, some with their transaction number.
 */

/** A catalogue of ten products. */
export const PRODUCTS = [
  'product_id,product_name,delivery,member_area_url,producer_name,producer_email',
  ...Array.from({ length: 10 }, (_, index) => {
    const delivery = ['club', 'producer', 'unknown'][index % 3] ?? 'club';
    return `${4_000_100 + index},Corso di prova ${index + 1},${delivery},https://corso-${index}.club.example/login,Produttore ${index},aiuto@produttore-${index}.example`;
  }),
  '',
].join('\n');

const WORDS: readonly (readonly [subject: string, text: string])[] = [
  [
    'Non ho ricevuto le credenziali',
    'Buongiorno, ho acquistato il corso ma non ho ricevuto nessuna mail con i dati di accesso. Ho guardato anche nello spam.',
  ],
  [
    'Esqueci a senha',
    'Olá, comprei o curso e não consigo entrar na área de membros: a senha não é aceita. Podem me ajudar?',
  ],
  ['No encuentro el enlace', 'Hola, no sé por qué página tengo que entrar al curso. ¿Me pueden enviar el enlace?'],
  [
    'How do I get in for the first time?',
    'Hello, I got the mail about my purchase but I do not know how to activate my account. Please help.',
  ],
  ['Rimborso', 'Vorrei annullare il mio acquisto e avere il rimborso, grazie.'],
];

/** Sales for the first senders of `makeMail`: two in three of them have bought something. */
export function makeSales(messages: number): string {
  const lines = [
    'transaction,status,order_date,approved_date,product_id,product_name,producer_name,buyer_name,buyer_email,recurrence,price,currency',
  ];
  for (let index = 0; index < messages; index += 1) {
    if (index % 3 === 2) continue;
    const product = index % 10;
    lines.push(
      `${numberOf(index)},APPROVED,2026-01-10T10:00:00,2026-01-10T10:01:00,${4_000_100 + product},Corso di prova ${product + 1},Produttore ${product},Cliente ${index},${senderOf(index)},,49.00,EUR`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The raw message of this number, CRLF. */
export function makeMail(index: number): string {
  const [subject, text] = WORDS[index % WORDS.length] ?? ['', ''];
  const answered = index % 7 === 6 ? index - 5 : null;
  const sender = answered === null ? index : answered;
  const body = [
    text,
    index % 2 === 0 ? `Transazione: ${numberOf(sender)}` : '',
    `Cliente ${sender}`,
    ...(answered === null ? [] : ['', 'Il giorno 12 gennaio 2026 ha scritto:', `> ${text}`]),
  ].join('\r\n');
  return [
    'Return-Path: <x@mail.example>',
    `Received: from mx.mail.example (mx.mail.example [192.0.2.${index % 250}]) by mx.corsi.example with ESMTPS id ${index}; Mon, 12 Jan 2026 09:30:05 +0100`,
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=s1; h=from:to:subject:date;',
    ` bh=${filler(44, index)}; b=${filler(320, index)}`,
    `From: Cliente ${sender} <${senderOf(sender)}>`,
    'To: Assistenza <support@corsi.example>',
    `Subject: ${answered === null ? '' : 'Re: '}${subject}`,
    'Date: Mon, 12 Jan 2026 09:30:00 +0100',
    `Message-ID: <${index}.mail@mail.example>`,
    ...(answered === null ? [] : [`In-Reply-To: <${answered}.mail@mail.example>`]),
    'MIME-Version: 1.0',
    ...content(index, body),
    '',
  ].join('\r\n');
}

function content(index: number, body: string): string[] {
  const plain = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', body];
  if (index % 10 < 4) return plain;
  const boundary = `part-${index}`;
  const paragraphs = body
    .split('\r\n')
    .map((line) => `<p style="margin:0 0 12px;font-family:Arial">${line}</p>`)
    .join('\r\n');
  const html = [
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `<html><head><style>${'.a{color:#333;margin:0}\r\n'.repeat(60)}</style></head><body>${paragraphs}${'<table><tr><td>&nbsp;</td></tr></table>\r\n'.repeat(20)}</body></html>`,
  ];
  const alternative = [
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...plain,
    `--${boundary}`,
    ...html,
    `--${boundary}--`,
  ];
  if (index % 10 < 9) return alternative;
  const outer = `outer-${index}`;
  return [
    `Content-Type: multipart/mixed; boundary="${outer}"`,
    '',
    `--${outer}`,
    ...alternative,
    `--${outer}`,
    'Content-Type: image/jpeg; name="schermata.jpg"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="schermata.jpg"',
    '',
    ...Array.from({ length: 400 }, (_, line) => filler(76, index + line)),
    `--${outer}--`,
  ];
}

function numberOf(index: number): string {
  return `HP${String(3_000_000_000 + index * 37)}`;
}

function senderOf(index: number): string {
  return `cliente.${index}@mail-${index % 20}.example`;
}

/** Letters that look like base64 and compress like nothing. */
function filler(length: number, seed: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let state = seed * 2_654_435_761 + 12_345;
  let out = '';
  for (let position = 0; position < length; position += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    out += alphabet[state >>> 26];
  }
  return out;
}
