import { foldPlain } from './fold-text';
import type { IntentSignals } from './intent';
import type { MachineMarks } from './message';

/** What the intent is read from: the mail's own words, and the marks that machines leave in its header. */
export type IntentInput = {
  readonly subject: string;
  readonly newText: string;
  /** ISO 639-1; null where the mail has no words. */
  readonly language: string | null;
  readonly marks: MachineMarks;
  readonly fromAddress: string | null;
  /** A form or one of the team's own group addresses sent it: its headers do not make it `auto`. */
  readonly trustedSender: boolean;
  /** It was read as a server's report on a mail (`Message.report`). */
  readonly isReport?: boolean;
};

/** Why a mail is `auto`, and the header or words that say so. */
export type AutoReading = { readonly reason: NonNullable<IntentSignals['autoReason']>; readonly evidence: string };

const BOUNCE_SUBJECT =
  /^(?:undeliver|mail delivery (?:failed|failure|system|subsystem)|delivery (?:status notification|failure|has failed)|returned mail|failure notice|messaggio non (?:recapitat|consegnat)|mancato recapito|impossibile (?:recapitare|consegnare)|non recapitabile|mensagem nao (?:entregue|pode ser)|falha na entrega|nao foi possivel entregar|no se puede entregar|error de entrega|mensaje no entregado|unzustellbar|echec de (?:la )?remise|non remis)/;
const AWAY_SUBJECT =
  /(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|risposta automatica|fuori (?:ufficio|sede)|assen(?:te|za) dal|resposta automatica|ausencia (?:do|temporaria)|fora do escritorio|respuesta automatica|fuera de (?:la )?oficina|abwesenheit|automatische antwort|reponse automatique|absence du bureau|vacation (?:reply|response))/;
const AWAY_TEXT =
  /(?:(?:i am|i'm|i will be|i'll be|we are|we will be) (?:currently )?(?:out of (?:the )?office|away|on (?:annual |maternity |parental |sick )?leave|on vacation|on holiday|closed)|(?:sono|saro|siamo|saremo) (?:attualmente )?(?:assent[ei]|fuori (?:ufficio|sede|citta)|in ferie|in vacanza|chiusi)|(?:l'ufficio|lo studio) (?:e|resta|restera|rimane|rimarra) chiuso|(?:estou|estarei|estamos|estaremos|encontro-me|me encontro) (?:ausentes?|fora|de ferias|de licenca|fechados)|(?:estoy|estare|estamos|estaremos|me encuentro|nos encontramos) (?:ausentes?|fuera|de vacaciones|de baja|cerrados)|ich bin (?:derzeit |zurzeit )?(?:nicht im (?:buro|haus)|abwesend|im urlaub)|je suis (?:actuellement )?(?:absente?|en conges)|(?:with )?(?:limited|no) access to (?:my )?e-?mail)/;
/** An absence has an end, a deputy or a promise to answer; a customer on holiday who cannot get in has none of them. */
const AWAY_UNTIL =
  /(?:\buntil\b|\bback (?:on|in)\b|i will (?:reply|respond|be back)|i'll (?:reply|respond|be back)|on my return|urgent|\bfino al?\b|\bsino al?\b|\brientr|\btorn(?:o|ero|eremo)\b|\brisponder(?:o|emo)\b|\burgenz|\bal mio ritorno|\bate (?:o )?(?:dia|ao|a|\d|segunda|terca|quarta|quinta|sexta)|\bretorn|\bvolt(?:o|arei|amos)\b|\bregress|\bresponder(?:ei|emos|e)\b|\burgencia|\bassuntos urgentes|\bhasta el\b|\bdel \d|\bregres|\bvuelvo\b|\bvuelta\b|\batender|\bbis (?:zum|einschlie)|\bzuruck\b|\bjusqu|\bretour\b)/;
// What says of itself that it is automatic: "the automatic e-mail never came" is a customer's sentence (A3).
const GENERATED_TEXT =
  /(?:(?:do not|don't) (?:reply|respond) to this|please do not (?:reply|respond)\b|si prega di non rispondere|(?:questa casella|questo indirizzo) non (?:e|viene) (?:presidiat|monitorat|lett)|(?:mailbox|inbox|address) is (?:not monitored|unattended|unmonitored)|(?:favor|gentileza) nao responder|esta caixa (?:de e-?mail )?nao e monitorada|(?:por favor|favor de|se ruega) no (?:responda|responder|conteste|contestar)|este buzon no|this is an automat(?:ed|ic)|automatically generated|non rispondere a quest[oa] (?:messaggio|e-?mail|indirizzo|mail)|(?:messaggio|e-?mail|mail|risposta) (?:e stat[oa] )?generat[oa] automaticamente|(?:questo e un|questa e una) (?:messaggio|e-?mail|risposta|mail) automatic|nao responda a est|(?:esta e uma|este e um) (?:mensagem|e-?mail) automatic|gerad[oa] automaticamente|no responda a este|(?:este|esto) es un (?:mensaje|correo) automatico|generado automaticamente|ne pas repondre a ce|ceci est un message automatique|(?:^|[\n.!])[^\p{L}\n]*(?:mensagem|mensaje|message|messaggio|correo|e-?mail|mail|risposta|resposta|respuesta|aviso|avviso) automatic\w*[^\p{L}\n]*(?:\n|$|[.:,;!–-]|(?:enviad|inviat|generat|gerad|generad|do |del |de |dal |di )[^\n]{0,80}(?:\n|$))|(?:^|[\n.!([*])\s*(?:nao responda|nao responder|no responder|no responda|no contestar|non rispondere|do not reply)\b|automatisch (?:generiert|erstellt)|bitte antworten sie nicht auf)/u;
/** What newsletters and notices of services say of themselves; nobody writes it to a desk. */
const BULK_TEXT =
  /(?:you(?:'re| are) receiving this (?:e-?mail|message|newsletter)|unsubscribe from this|view (?:this (?:e-?mail|message) )?in (?:your )?browser|(?:ricevi|hai ricevuto|riceve) (?:questa|questo) (?:e-?mail|mail|messaggio|newsletter) perche|(?:visualizza|apri) (?:questa e-?mail |il messaggio )?nel browser|(?:voce|vc) (?:esta recebendo|recebeu|recebe) (?:este|esta|esse|essa) (?:e-?mail|mensagem) porque|descadastre-se|(?:ver|visualizar) (?:este e-?mail )?no navegador|(?:recibes|recibe|has recibido|ha recibido) este (?:correo|e-?mail|mensaje) porque|(?:ver|abrir) (?:este correo )?en (?:el|tu) navegador|if you did(?:n't| not) (?:request|make|initiate) this|se non (?:hai|ha) (?:richiesto|effettuato|eseguito) (?:tu|lei|questa|questo)|se nao foi voce|se voce nao (?:solicitou|fez|reconhece) est|si no (?:fuiste tu|has sido tu|solicitaste|has solicitado|realizaste))/;
/** How one leaves a list: a newsletter's footer only where it also says where to click. */
const LEAVE_TEXT =
  /(?:unsubscribe|per non ricevere piu|(?:annulla|cancella|gestisci) (?:la tua |l')?iscrizione|disiscri|(?:para|se) (?:nao (?:deseja|quer|quiser) (?:mais )?receber|deixar de receber|nao receber mais)|cancelar (?:a |sua )?inscricao|(?:para|si) (?:dejar de recibir|no (?:deseas?|quieres?|quiere) (?:seguir )?recib\w+)|darse de baja)/;
const CLICK_TEXT = /(?:clicca|cliccare|premi qui|clique|haz clic|haga clic|pulsa|pincha|\bclick\b|\btap\b)/;
const RECEIPT_TEXT =
  /(?:(?:we have|we've) received your (?:request|message|e-?mail|ticket|enquiry|inquiry)|your (?:request|ticket|message|enquiry) has been (?:received|created|opened|logged)|thank(?:s| you) for (?:contacting|reaching out|getting in touch|writing to us|your (?:message|e-?mail|enquiry|inquiry))|abbiamo (?:ricevuto|preso in carico) (?:la (?:tua|sua|vostra) (?:richiesta|segnalazione|e-?mail|mail)|il (?:tuo|suo|vostro) (?:messaggio|ticket))|(?:la (?:tua|sua|vostra) richiesta|il (?:tuo|suo|vostro) (?:messaggio|ticket)) e stat[oa] (?:ricevut|registrat|pres[oa] in carico|apert|inoltrat)|grazie per (?:averci|aver(?:e)?) (?:contattat|scritt)|recebemos (?:o |a )?(?:seu|sua|teu|tua) (?:mensagem|solicitacao|contato|contacto|e-?mail|pedido)|obrigad[oa] (?:por|pelo) (?:o )?(?:seu )?(?:contato|contacto|contactar|entrar em contat|nos contactar|escrever)|hemos recibido (?:su|tu) (?:mensaje|solicitud|consulta|correo|e-?mail)|gracias por (?:contactar|comunicar|escribir|ponerse en|su (?:mensaje|correo|consulta)|tu (?:mensaje|correo|consulta)))/;
/** A promise to answer: with a receipt it makes a machine's answer. */
const PROMISE_TEXT =
  /(?:(?:will|'ll) (?:get back|reply|respond|be in touch|answer)|risponderemo|ricontatteremo|verra(?:i| )?(?:ricontattat|contattat)|(?:ti|la|vi) contatteremo|ricevera(?:i)? (?:una )?risposta|responderemos|retornaremos|entraremos em contat|em breve|contactaremos|contestaremos|nos pondremos|a la brevedad|en breve|(?:within|entro|em ate|en un plazo de|dentro de) (?:le )?\d+ ?(?:-\d+ )?(?:business |working )?(?:ore|giorni|hours|days|h\b|horas|dias))/;
/** Bounces that arrive as plain text, read receipts and answers to invitations. */
const BOUNCE_TEXT =
  /(?:(?:delivery|message) (?:to the following|could not be|has been delayed|failed permanently)|(?:non e stato possibile|impossibile) (?:recapitare|consegnare)|non e stat[oa] (?:recapitat|consegnat)|nao foi (?:possivel entregar|entregue)|no se (?:ha podido|pudo) entregar|\b55\d[ -]5\.\d\.\d\b|undelivered mail|destinatario (?:sconosciuto|desconocido|desconhecido))/;
const NOTICE_SUBJECT =
  /^(?:read|letto|conferma di lettura|lido|confirmacao de leitura|leido|confirmacion de lectura|gelesen|lu|accepted|declined|tentative|accettato|rifiutato|aceito|recusado|aceptado|rechazado|invito|invitation|convite|invitacion)\s?:/;
const NO_REPLY =
  /^(?:no-?_?\.?reply|donotreply|do-not-reply|nao-?responda|no-?responder|non-?rispondere|ne-pas-repondre|bounces?|mailer-daemon|postmaster|notifications?|notify|newsletter|news|mailer)(?:[+.-].*)?@/i;

/** Servers that a mail passes on its way; one that goes in a circle passes more (reliability.md T31; RFC 5321 §6.3 stops at 100). */
const MOST_HOPS = 30;

/** Whether no person wrote this (RFC 3834, RFC 2919, RFC 3464, or its words); null for a person's mail. */
export function readAuto(input: IntentInput): AutoReading | null {
  const { marks } = input;
  const subject = foldPlain(input.subject).trim();
  if (input.isReport === true) return { reason: 'bounce', evidence: marks.reportType || input.subject };
  if ((marks.hops ?? 0) > MOST_HOPS) return { reason: 'loop', evidence: `Received × ${marks.hops}` };
  if (marks.contentType === 'multipart/report' || (marks.nullReturnPath && BOUNCE_SUBJECT.test(subject))) {
    const isReceipt = marks.reportType === 'disposition-notification';
    return { reason: isReceipt ? 'generated' : 'bounce', evidence: marks.reportType || input.subject };
  }
  if (BOUNCE_SUBJECT.test(subject) && NO_REPLY.test(input.fromAddress ?? ''))
    return { reason: 'bounce', evidence: input.subject };
  if (!input.trustedSender) {
    const byHeader = readHeaders(input, subject);
    if (byHeader !== null) return byHeader;
  }
  return readWords(input, subject);
}

function readHeaders(input: IntentInput, subject: string): AutoReading | null {
  const { marks } = input;
  const away = AWAY_SUBJECT.test(subject) || AWAY_TEXT.test(foldPlain(input.newText.slice(0, 600)));
  const reason = away ? 'out-of-office' : 'generated';
  const submitted = (marks.autoSubmitted ?? '').toLowerCase().split(';')[0]?.trim() ?? '';
  if (submitted !== '' && submitted !== 'no') return { reason, evidence: `Auto-Submitted: ${submitted}` };
  if (marks.autoResponse) return { reason, evidence: 'X-Autoreply' };
  if (marks.listId !== null) return { reason: 'list', evidence: `List-Id: ${marks.listId}` };
  if (marks.listUnsubscribe) return { reason: 'list', evidence: 'List-Unsubscribe' };
  const precedence = (marks.precedence ?? '').toLowerCase();
  if (/^(?:bulk|list|junk|auto_reply)$/.test(precedence)) {
    return { reason: precedence === 'list' ? 'list' : reason, evidence: `Precedence: ${precedence}` };
  }
  if (marks.nullReturnPath) return { reason: away ? 'out-of-office' : 'bounce', evidence: 'Return-Path: <>' };
  if (NO_REPLY.test(input.fromAddress ?? '')) return { reason: 'generated', evidence: input.fromAddress ?? '' };
  return null;
}

/** Words alone: two signs are wanted where one could stand in a person's mail. */
function readWords(input: IntentInput, subject: string): AutoReading | null {
  const text = foldPlain(input.newText.slice(0, 2000));
  if (AWAY_SUBJECT.test(subject)) return { reason: 'out-of-office', evidence: input.subject };
  const away = AWAY_TEXT.exec(text);
  if (away !== null && away.index < 200 && AWAY_UNTIL.test(text) && !/[?¿]/.test(text)) {
    return { reason: 'out-of-office', evidence: away[0] };
  }
  const bulk = BULK_TEXT.exec(text) ?? (CLICK_TEXT.test(text) && !/[?¿]/.test(text) ? LEAVE_TEXT.exec(text) : null);
  if (bulk !== null && !input.trustedSender) return { reason: 'list', evidence: bulk[0] };
  const bounced = BOUNCE_TEXT.exec(text);
  if (
    bounced !== null &&
    // People tell of mail that came back in the same words; a server names whom it could not reach, and asks nothing.
    (NO_REPLY.test(input.fromAddress ?? '') || (/[^\s@]@[^\s@]/.test(text) && !/[?¿]/.test(text))) &&
    (BOUNCE_SUBJECT.test(subject) || /(?:smtp|\b5\d\d[ -]5\.|mailer-daemon|postmaster)/.test(text))
  )
    return { reason: 'bounce', evidence: bounced[0] };
  if (NOTICE_SUBJECT.test(subject) && !input.trustedSender) return { reason: 'generated', evidence: input.subject };
  const generated = GENERATED_TEXT.exec(text);
  const receipt = RECEIPT_TEXT.exec(text);
  if (
    receipt !== null &&
    !input.trustedSender &&
    !/[?¿]/.test(text) &&
    (generated !== null ||
      PROMISE_TEXT.test(text) ||
      /\[?(?:ticket|case|caso|richiesta|id)[ #:]*\d{3,}|#\d{3,}/.test(subject))
  ) {
    return { reason: 'generated', evidence: receipt[0] };
  }
  if (generated !== null && !input.trustedSender && generated.index < 600 && !/[?¿]/.test(text)) {
    return { reason: 'generated', evidence: generated[0] };
  }
  return null;
}
