/** Bounces in the forms of different servers; all people, hosts and numbers are invented. */

/** What a bounce is about. */
export type BounceOf = {
  /** Message-ID of the returned mail, without brackets. */
  readonly messageId: string;
  /** The one that could not be reached. */
  readonly to: string;
};

/** One server's form, and what has to be read from it. */
export type BounceForm = {
  readonly name: string;
  readonly outcome: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  readonly code: string;
  /** A part of the server's words that must be shown. */
  readonly words: string;
  make(of: BounceOf): Buffer;
};

const DESK = 'support@corsi.example';

/** The returned mail's header, as the servers give it back. */
function returnedHeader({ messageId, to }: BounceOf): string {
  return [
    `Return-Path: <${DESK}>`,
    'Received: from desk (desk.corsi.example [192.0.2.10]) by smtp.corsi.example with ESMTPSA id 4F1',
    `From: Assistenza Corsi <${DESK}>`,
    `To: Marta Rossi <${to}>`,
    'Subject: Re: Non riesco ad accedere',
    `Message-ID: <${messageId}>`,
    'Date: Thu, 15 Jan 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ].join('\n');
}

type Head = { readonly from: string; readonly subject: string; readonly more?: readonly string[] };

function mail(head: Head, body: string): Buffer {
  const lines = [
    ...(head.more ?? []),
    `From: ${head.from}`,
    `To: ${DESK}`,
    `Subject: ${head.subject}`,
    'Date: Thu, 15 Jan 2026 10:01:00 +0100',
    'MIME-Version: 1.0',
  ];
  return Buffer.from(`${lines.join('\n')}\n${body}`.replace(/\r?\n/g, '\r\n'));
}

/** A text/plain bounce. */
function plain(head: Head, text: string): Buffer {
  return mail(
    { ...head, more: ['Return-Path: <>', ...(head.more ?? [])] },
    `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${text}\n`,
  );
}

/** A multipart/report of RFC 3464. */
function report(
  of: BounceOf,
  head: Head,
  part: {
    readonly text: string;
    readonly status: string;
    readonly returned?: 'message/rfc822' | 'text/rfc822-headers' | 'message/global-headers' | 'none';
    readonly statusType?: string;
    readonly html?: string;
  },
): Buffer {
  const returned = part.returned ?? 'message/rfc822';
  const notice =
    part.html === undefined
      ? `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${part.text}\n`
      : `Content-Type: multipart/alternative; boundary="ALT"\n\n--ALT\nContent-Type: text/plain; charset=utf-8\n\n${part.text}\n\n--ALT\nContent-Type: text/html; charset=utf-8\n\n${part.html}\n\n--ALT--\n`;
  const back =
    returned === 'none'
      ? ''
      : `--B=_1\nContent-Type: ${returned}\n\n${returnedHeader(of)}\n${returned === 'message/rfc822' ? '\nCiao Marta,\napri il link.\n' : ''}\n`;
  return mail(
    { ...head, more: ['Return-Path: <>', 'Auto-Submitted: auto-replied', ...(head.more ?? [])] },
    `Content-Type: multipart/report; report-type=delivery-status; boundary="B=_1"\n\nThis is a MIME-encapsulated message.\n\n--B=_1\n${notice}\n--B=_1\nContent-Type: ${part.statusType ?? 'message/delivery-status'}\n\n${part.status}\n\n${back}--B=_1--\n`,
  );
}

function fields(to: string, action: string, status: string, diagnostic: string, more = ''): string {
  return `Reporting-MTA: dns; mx.server.example\nArrival-Date: Thu, 15 Jan 2026 10:00:30 +0100\n\nFinal-Recipient: rfc822; ${to}\n${more}Action: ${action}\nStatus: ${status}\n${diagnostic === '' ? '' : `Diagnostic-Code: smtp; ${diagnostic}\n`}`;
}

const POSTFIX: Head = {
  from: 'MAILER-DAEMON@mx.server.example (Mail Delivery System)',
  subject: 'Undelivered Mail Returned to Sender',
};

/** Every form that the tests know. */
export const BOUNCE_FORMS: readonly BounceForm[] = [
  {
    name: 'Postfix',
    outcome: 'failed',
    code: '5.1.1',
    words: 'User unknown in virtual mailbox table',
    make: (of) =>
      report(of, POSTFIX, {
        text: `This is the mail system at host mx.server.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<${of.to}>: host mx.posta.example[192.0.2.7] said: 550 5.1.1 <${of.to}>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)`,
        status: fields(of.to, 'failed', '5.1.1', `550 5.1.1 <${of.to}>: Recipient address rejected:\n    User unknown in virtual mailbox table`, `Original-Recipient: rfc822;${of.to}\n`),
      }),
  },
  {
    name: 'Postfix, header only',
    outcome: 'failed',
    code: '5.2.2',
    words: 'Over quota',
    make: (of) =>
      report(of, POSTFIX, {
        text: `<${of.to}>: mailbox is full`,
        status: fields(of.to, 'failed', '5.2.2', '552 5.2.2 Over quota'),
        returned: 'text/rfc822-headers',
      }),
  },
  {
    name: 'Postfix, late',
    outcome: 'delayed',
    code: '4.4.1',
    words: 'Connection timed out',
    make: (of) =>
      report(of, { ...POSTFIX, subject: 'Delayed Mail (still being retried)' }, {
        text: `####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.`,
        status: fields(of.to, 'delayed', '4.4.1', '', `Will-Retry-Until: Tue, 20 Jan 2026 10:00:00 +0100\n`).replace('Action: delayed', `Action: delayed\nDiagnostic-Code: X-Postfix; connect to mx.posta.example[192.0.2.7]:25: Connection timed out`),
        returned: 'text/rfc822-headers',
      }),
  },
  {
    name: 'Postfix, given up',
    outcome: 'failed',
    code: '4.4.1',
    words: 'Connection timed out',
    make: (of) =>
      report(of, POSTFIX, {
        text: `<${of.to}>: connect to mx.posta.example[192.0.2.7]:25: Connection timed out`,
        status: fields(of.to, 'failed', '4.4.1', 'connect to mx.posta.example: Connection timed out'),
      }),
  },
  {
    name: 'Postfix, success on request',
    outcome: 'delivered',
    code: '2.0.0',
    words: '250 2.0.0 Ok',
    make: (of) =>
      report(of, { ...POSTFIX, subject: 'Successful Mail Delivery Report' }, {
        text: `Your message was successfully delivered to the destination(s) listed below.\n\n<${of.to}>: delivery via mx: 250 2.0.0 Ok`,
        status: fields(of.to, 'delivered', '2.0.0', '250 2.0.0 Ok'),
        returned: 'text/rfc822-headers',
      }),
  },
  {
    name: 'Postfix, relayed to a server without reports',
    outcome: 'relayed',
    code: '2.0.0',
    words: '250 Ok',
    make: (of) =>
      report(of, { ...POSTFIX, subject: 'Mail Delivery Status Report' }, {
        text: `Enclosed is the mail delivery report that you requested.`,
        status: fields(of.to, 'relayed (to non-DSN-aware mailer)', '2.0.0', '250 Ok'),
      }),
  },
  {
    name: 'a list server that expanded it',
    outcome: 'expanded',
    code: '2.0.0',
    words: '',
    make: (of) =>
      report(of, { ...POSTFIX, subject: 'Delivery report' }, {
        text: 'Your message was expanded to a list.',
        status: fields(of.to, 'expanded', '2.0.0', ''),
        returned: 'text/rfc822-headers',
      }),
  },
  {
    name: 'Exim with delivery-status',
    outcome: 'failed',
    code: '5.0.0',
    words: 'No such person at this address',
    make: (of) =>
      report(of, {
        from: 'Mail Delivery System <Mailer-Daemon@exim.server.example>',
        subject: 'Mail delivery failed: returning message to sender',
        more: [`X-Failed-Recipients: ${of.to}`],
      }, {
        text: `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${of.to}\n    host mx.posta.example [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<${of.to}>:\n    550 No such person at this address`,
        status: fields(of.to, 'failed', '5.0.0', '550 No such person at this address'),
      }),
  },
  {
    name: 'Exim, text with the copy below',
    outcome: 'failed',
    code: '550',
    words: '550 Unrouteable address',
    make: (of) =>
      plain({
        from: 'Mail Delivery System <Mailer-Daemon@exim.server.example>',
        subject: 'Mail delivery failed: returning message to sender',
        more: [`X-Failed-Recipients: ${of.to}`, 'Auto-Submitted: auto-replied'],
      }, `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${of.to}\n    550 Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\n${returnedHeader(of)}\n\nCiao Marta,\n`),
  },
  {
    name: 'Exim, late',
    outcome: 'delayed',
    code: '451',
    words: '451 Greylisted',
    make: (of) =>
      plain({
        from: 'Mail Delivery System <Mailer-Daemon@exim.server.example>',
        subject: 'Warning: message 1vX-0001 delayed 24 hours',
        more: ['Auto-Submitted: auto-replied', `In-Reply-To: <${of.messageId}>`, `References: <${of.messageId}>`],
      }, `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on exim.server.example.\n\nThe address to which the message has not yet been delivered is:\n\n  ${of.to}\n    451 Greylisted, try again\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated at intervals.\n`),
  },
  {
    name: 'qmail',
    outcome: 'failed',
    code: '5.1.1',
    words: 'no mailbox here by that name',
    make: (of) =>
      plain({ from: 'MAILER-DAEMON@qmail.server.example', subject: 'failure notice' },
        `Hi. This is the qmail-send program at qmail.server.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${of.to}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name (#5.1.1)\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\n${returnedHeader(of)}\n\nCiao Marta,\n`),
  },
  {
    name: 'qmail that gave up after days',
    outcome: 'failed',
    code: '4.4.1',
    words: 'unable to establish an SMTP connection',
    make: (of) =>
      plain({ from: 'MAILER-DAEMON@qmail.server.example', subject: 'failure notice' },
        `Hi. This is the qmail-send program at qmail.server.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${of.to}>:\nSorry, I wasn't able to establish an SMTP connection: unable to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n\n--- Below this line is a copy of the message.\n\n${returnedHeader(of)}\n`),
  },
  {
    name: 'Sendmail',
    outcome: 'failed',
    code: '5.1.1',
    words: 'User unknown',
    make: (of) =>
      report(of, {
        from: 'Mail Delivery Subsystem <MAILER-DAEMON@sendmail.server.example>',
        subject: 'Returned mail: see transcript for details',
      }, {
        text: `   ----- The following addresses had permanent fatal errors -----\n<${of.to}>\n    (reason: 550 5.1.1 <${of.to}>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.posta.example.:\n>>> DATA\n<<< 550 5.1.1 <${of.to}>... User unknown`,
        status: fields(of.to, 'failed', '5.1.1', `550 5.1.1 <${of.to}>... User unknown`),
        returned: 'text/rfc822-headers',
      }),
  },
  {
    name: 'Exchange Online',
    outcome: 'failed',
    code: '5.1.10',
    words: 'RecipientNotFound',
    make: (of) =>
      report(of, {
        from: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corsi.example>',
        subject: 'Undeliverable: Re: Non riesco ad accedere',
        more: ['X-MS-Exchange-Message-Is-Ndr: ', `In-Reply-To: <${of.messageId}>`],
      }, {
        text: `Your message to ${of.to} couldn't be delivered.\n\nmarta.rossi wasn't found at posta.example.`,
        html: `<html><body><table><tr><td><h2>Your message to <a href="mailto:${of.to}">${of.to}</a> couldn't be delivered.</h2><p><b>marta.rossi</b> wasn't found at <b>posta.example</b>.</p><p>Original Message Headers</p><pre>Message-ID: &lt;${of.messageId}&gt;</pre></td></tr></table></body></html>`,
        status: fields(of.to, 'failed', '5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'),
      }),
  },
  {
    name: 'Exchange on premises, text only',
    outcome: 'failed',
    code: '5.1.1',
    words: 'RESOLVER.ADR.RecipNotFound',
    make: (of) =>
      plain({ from: 'postmaster@exchange.server.example', subject: 'Non recapitabile: Re: Non riesco ad accedere' },
        `Impossibile recapitare il messaggio ai seguenti destinatari o gruppi:\n\nMarta Rossi (${of.to})\nL'indirizzo di posta elettronica immesso non è stato trovato. Verificarlo e rispedire il messaggio.\n\nInformazioni di diagnostica per gli amministratori:\n\nServer di generazione: exchange.server.example\n\n${of.to}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nIntestazioni originali del messaggio:\n\n${returnedHeader(of)}\n`),
  },
  {
    name: 'Exchange 2003',
    outcome: 'failed',
    code: '5.1.1',
    words: 'mx.posta.example #5.1.1',
    make: (of) =>
      plain({ from: 'System Administrator <postmaster@old.server.example>', subject: 'Undeliverable: Re: Non riesco ad accedere', more: [`References: <primo@posta.example> <${of.messageId}>`] },
        `Your message did not reach some or all of the intended recipients.\n\n      Subject:  Re: Non riesco ad accedere\n      Sent:     15/01/2026 10:00\n\nThe following recipient(s) cannot be reached:\n\n      ${of.to} on 15/01/2026 10:01\n            The e-mail account does not exist at the organization this message was sent to.\n            <mx.posta.example #5.1.1 smtp;550 5.1.1 no such user>\n`),
  },
  {
    name: 'Gmail',
    outcome: 'failed',
    code: '5.1.1',
    words: 'The email account that you tried to reach does not exist',
    make: (of) =>
      report(of, {
        from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
        subject: 'Delivery Status Notification (Failure)',
        more: [`X-Failed-Recipients: ${of.to}`, `In-Reply-To: <${of.messageId}>`, `References: <${of.messageId}>`],
      }, {
        text: `** Address not found **\n\nYour message wasn't delivered to ${of.to} because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n550 5.1.1 The email account that you tried to reach does not exist.`,
        html: `<html><body><h1>Address not found</h1><p>Your message wasn't delivered to <b>${of.to}</b>.</p></body></html>`,
        status: `Reporting-MTA: dns; googlemail.example\nX-Original-Message-ID: <${of.messageId}>\n\nFinal-Recipient: rfc822; ${of.to}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.posta.example\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n 550 5.1.1 https://support.example/answer/6596`,
        returned: 'none',
      }),
  },
  {
    name: 'Gmail, late',
    outcome: 'delayed',
    code: '4.4.1',
    words: 'timed out',
    make: (of) =>
      report(of, {
        from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
        subject: 'Delivery Status Notification (Delay)',
        more: [`References: <${of.messageId}>`],
      }, {
        text: `** Delivery incomplete **\n\nThere was a temporary problem delivering your message to ${of.to}. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.`,
        status: fields(of.to, 'delayed', '4.4.1', 'The recipient server did not accept our requests to connect: timed out'),
      }),
  },
  {
    name: 'Libero',
    outcome: 'failed',
    code: '550',
    words: 'RCPT TO',
    make: (of) =>
      plain({ from: 'MAILER-DAEMON@libero.example (Mail Delivery System)', subject: 'Messaggio non recapitato - Undelivered mail' },
        `Gentile cliente,\nil tuo messaggio non è stato recapitato a uno o più destinatari.\n\nDestinatario: ${of.to}\nMotivo: RCPT TO:<${of.to}> 550 utente sconosciuto\n\n----- Messaggio originale -----\n${returnedHeader(of)}\n`),
  },
  {
    name: 'Aruba',
    outcome: 'failed',
    code: '5.7.1',
    words: 'Message rejected as spam',
    make: (of) =>
      report(of, {
        from: 'Mail Delivery System <MAILER-DAEMON@smtpdh.aruba.example>',
        subject: 'Undelivered Mail Returned to Sender - Mancata consegna',
      }, {
        text: `Spiacenti, il messaggio non può essere recapitato.\n\n<${of.to}>: host mx.posta.example said: 554 5.7.1 Message rejected as spam`,
        status: fields(of.to, 'failed', '5.7.1', '554 5.7.1 Message rejected as spam'),
      }),
  },
  {
    name: 'a PEC that was not delivered',
    outcome: 'failed',
    code: '5.1.1',
    words: '5.1.1',
    make: (of) =>
      mail({
        from: 'posta-certificata@pec.server.example',
        subject: 'AVVISO DI MANCATA CONSEGNA: Re: Non riesco ad accedere',
        more: ['X-Ricevuta: errore-consegna', `X-Riferimento-Message-ID: <${of.messageId}>`],
      }, `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nAvviso di mancata consegna\n\nIl giorno 15/01/2026 alle ore 10:01:00 (+0100) nel messaggio "Re: Non riesco ad accedere" proveniente da "${DESK}" e destinato all'utente "${of.to}" è stato rilevato un errore: 5.1.1 - indirizzo non valido.\nIl messaggio è stato rifiutato dal sistema: non è stato possibile consegnarlo.\n`),
  },
  {
    name: 'Lotus Domino',
    outcome: 'failed',
    code: '',
    words: 'not listed in',
    make: (of) =>
      plain({ from: 'Postmaster@domino.server.example', subject: 'DELIVERY FAILURE: User not listed in Domino Directory', more: [`In-Reply-To: <${of.messageId}>`] },
            `Your message\n\n  Subject: Re: Non riesco ad accedere\n\nwas not delivered to:\n\n  ${of.to}\n  User marta.rossi not listed in Domino Directory\n`),
  },
  {
    name: 'Yahoo',
    outcome: 'failed',
    code: '554',
    words: "doesn't have a",
    make: (of) =>
      plain({ from: 'MAILER-DAEMON@yahoo.example', subject: 'Failure Notice' },
        `Sorry, we were unable to deliver your message to the following address.\n\n<${of.to}>:\n554: delivery error: This user doesn't have a posta.example account (${of.to}) [0]\n\n--- Original message follows.\n\n${returnedHeader(of)}\n`.replace('554: ', '554 ')),
  },
  {
    name: 'IIS SMTP',
    outcome: 'failed',
    code: '5.5.0',
    words: '',
    make: (of) =>
      report(of, { from: 'postmaster@iis.server.example', subject: 'Delivery Status Notification (Failure)' }, {
        text: `This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       ${of.to}`,
        status: `Reporting-MTA: dns;iis.server.example\nReceived-From-MTA: dns;corsi.example\nArrival-Date: Thu, 15 Jan 2026 10:00:30 +0100\n\nFinal-Recipient: rfc822;${of.to}\nAction: failed\nStatus: 5.5.0`,
      }),
  },
  {
    name: 'a Brazilian provider',
    outcome: 'failed',
    code: '5.2.1',
    words: 'conta desativada',
    make: (of) =>
      plain({ from: 'MAILER-DAEMON@provedor.example', subject: 'Mensagem não entregue' },
        `Não foi possível entregar a sua mensagem ao destinatário abaixo:\n\n<${of.to}>\n550 5.2.1 conta desativada\n\nMensagem original:\n\n${returnedHeader(of)}\n`),
  },
  {
    name: 'a Spanish provider',
    outcome: 'failed',
    code: '5.1.1',
    words: 'buzón desconocido',
    make: (of) =>
      plain({ from: 'Sistema de correo <mailer-daemon@correo.example>', subject: 'No se puede entregar: Re: acceso' },
        `No se ha podido entregar su mensaje a:\n\n${of.to}\n550 5.1.1 buzón desconocido\n\nMensaje original:\n> Message-ID: <${of.messageId}>\n> To: <${of.to}>\n`),
  },
  {
    name: 'Zimbra, header quoted with marks',
    outcome: 'failed',
    code: '5.4.4',
    words: 'Host or domain name not found',
    make: (of) =>
      plain({ from: 'MAILER-DAEMON@zimbra.server.example', subject: 'Undelivered Mail Returned to Sender' },
        `I'm sorry to have to inform you that your message could not be delivered.\n\n<${of.to}>: 5.4.4 Host or domain name not found. Name service error for name=posta.example type=A\n\n> Return-Path: <${DESK}>\n> To: <${of.to}>\n> Message-ID: <${of.messageId}>\n`),
  },
  {
    name: 'RFC 6533, international addresses',
    outcome: 'failed',
    code: '5.6.7',
    words: 'Must provide UTF-8 support',
    make: (of) =>
      report(of, POSTFIX, {
        text: `<${of.to}>: delivery failed`,
        status: fields(of.to, 'failed', '5.6.7', '550 5.6.7 Must provide UTF-8 support'),
        returned: 'message/global-headers',
        statusType: 'message/global-delivery-status',
      }),
  },
  {
    name: 'the mail attached as a file',
    outcome: 'failed',
    code: '552',
    words: '552 message too large',
    make: (of) =>
      mail({ from: 'mail-daemon@appliance.example', subject: 'Delivery failed', more: ['Return-Path: <>'] },
        `Content-Type: multipart/mixed; boundary="B=_2"\n\n--B=_2\nContent-Type: text/plain\n\nYour message to ${of.to} could not be delivered:\n552 message too large\n\n--B=_2\nContent-Type: application/octet-stream; name="original.eml"\nContent-Disposition: attachment; filename="original.eml"\n\n${returnedHeader(of)}\n\nCiao\n\n--B=_2--\n`),
  },
  {
    name: 'a report that gives two recipients',
    outcome: 'failed',
    code: '5.1.1',
    words: 'unknown',
    make: (of) =>
      report(of, POSTFIX, {
        text: 'Your message could not be delivered to some of its recipients.',
        status: `Reporting-MTA: dns; mx.server.example\n\nFinal-Recipient: rfc822; altra@posta.example\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; ${of.to}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown`,
      }),
  },
]; // prettier-ignore
