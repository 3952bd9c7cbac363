import type { DemoMail } from '../../electron/demo/timeline';

const MINUTE = 60_000;
/** Deeper than the parser follows. */
const DEPTH = 1_200;

/**
 * What the demo's mailbox lacks and the pictures show: files, pictures that are not loaded, several tickets of one case, a
 * sender without an address, a mail that cannot be read.
 */
export function furtherMails(now: number): readonly DemoMail[] {
  const mail = (minutesAgo: number, from: string, subject: string, body: string): DemoMail => {
    const at = new Date(now - minutesAgo * MINUTE);
    const date = at.toUTCString().replace('GMT', '+0000');
    const [, address = ''] = /<(.+)>/.exec(from) ?? [];
    const head = [
      `Authentication-Results: mx.corsi.example; dmarc=pass header.from=${address.split('@')[1]}`,
      `From: ${from}`,
      'To: <assistenza@corsi.example>',
      `Subject: ${subject}`,
      `Date: ${date}`,
      `Message-ID: <gallery-${minutesAgo}-${address}>`,
      'MIME-Version: 1.0',
    ];
    // One character a byte, as the demo's own.
    const raw = Buffer.from(`${head.join('\r\n')}\r\n${body.replace(/\r?\n/g, '\r\n')}`).toString('latin1');
    return { raw, at };
  };
  const plain = (minutesAgo: number, from: string, subject: string, text: string): DemoMail =>
    mail(
      minutesAgo,
      from,
      subject,
      `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${text}\n`,
    );
  return [
    mail(
      95,
      'Marta Sala <marta.sala@posta.example>',
      'Ricevuta e schermata',
      `Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: text/html; charset=us-ascii

<h2>Buongiorno</h2><p>vi allego la <b>ricevuta</b> e quello che vedo quando provo a entrare:</p>
<table border="1" cellpadding="6"><tr><td>Corso</td><td>Pasta Fatta in Casa</td></tr><tr><td>Pagato</td><td>49,00 EUR</td></tr></table>
<p><img src="https://pixel.posta.example/open.gif" alt="logo"> Marta Sala</p>
--outer
Content-Type: application/pdf; name="ricevuta.pdf"
Content-Disposition: attachment; filename="ricevuta.pdf"

%PDF-1.4 no more than a name
--outer
Content-Type: text/plain; name="errore.txt"
Content-Disposition: attachment; filename="errore.txt"

Accesso non riuscito
--outer--
`,
    ),
    plain(
      200,
      'Horacio Peñalver <horacio.penalver@correo.example>',
      'Curso de pan de mi hija',
      'Mi hija Elena pagó HP4410020350 y no puede entrar.',
    ),
    plain(
      320,
      'Inés Duarte <ines.duarte@correo.example>',
      'Otra vez: acceso',
      'Escribo por HP4410020350, todavía sin acceso.',
    ),
    plain(
      260,
      'Gaia Riva <gaia.riva>',
      'Non riesco a entrare nel corso',
      'Buongiorno, ho comprato un corso e non riesco a entrare. Gaia Riva',
    ),
    mail(140, 'Rotta Matrioska <rotta.matrioska@posta.example>', 'Vedi allegato', deepBody()),
  ];
}

function deepBody(): string {
  let body = '';
  for (let level = 0; level < DEPTH; level += 1) {
    body += `Content-Type: multipart/mixed; boundary="level-${level}"\r\n\r\n--level-${level}\r\n`;
  }
  return `${body}Content-Type: text/plain\r\n\r\nAiuto\r\n`;
}
