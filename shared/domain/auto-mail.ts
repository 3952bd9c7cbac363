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
};

/** Why a mail is `auto`, and the header or words that say so. */
export type AutoReading = { readonly reason: NonNullable<IntentSignals['autoReason']>; readonly evidence: string };

const BOUNCE_SUBJECT =
  /^(?:undeliver|mail delivery (?:failed|failure|system|subsystem)|delivery (?:status notification|failure|has failed)|returned mail|failure notice|messaggio non (?:recapitat|consegnat)|mancato recapito|impossibile (?:recapitare|consegnare)|non recapitabile|mensagem nao (?:entregue|pode ser)|falha na entrega|nao foi possivel entregar|no se puede entregar|error de entrega|mensaje no entregado|unzustellbar|echec de (?:la )?remise|non remis)/;
const AWAY_SUBJECT =
  /(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|risposta automatica|fuori (?:ufficio|sede)|assen(?:te|za) dal|resposta automatica|ausencia (?:do|temporaria)|fora do escritorio|respuesta automatica|fuera de (?:la )?oficina|abwesenheit|automatische antwort|reponse automatique|absence du bureau|vacation (?:reply|response))/;
const AWAY_TEXT =
  /(?:i am (?:currently )?(?:out of (?:the )?office|away from|on (?:annual )?leave|on vacation)|i'm (?:currently )?(?:out of (?:the )?office|on vacation)|(?:sono|saro) (?:attualmente )?(?:assente|fuori (?:ufficio|sede)|in ferie)|l'ufficio (?:e|restera) chiuso|estou (?:ausente|fora do escritorio|de ferias)|estarei (?:ausente|de ferias)|estoy (?:ausente|fuera de (?:la )?oficina|de vacaciones)|estare (?:ausente|fuera|de vacaciones)|ich bin (?:derzeit |zurzeit )?(?:nicht im (?:buro|haus)|abwesend|im urlaub)|je suis (?:actuellement )?(?:absent|en conges)|with limited access to (?:my )?e-?mail)/;
// What says of itself that it is automatic: "the automatic e-mail never came" is a customer's sentence (A3).
const GENERATED_TEXT =
  /(?:(?:do not|don't|please do not) (?:reply|respond) to this|this is an automat(?:ed|ic)|automatically generated|non rispondere a quest[oa] (?:messaggio|e-?mail|indirizzo|mail)|(?:messaggio|e-?mail|mail|risposta) (?:e stat[oa] )?generat[oa] automaticamente|(?:questo e un|questa e una) (?:messaggio|e-?mail|risposta|mail) automatic|nao responda a est|(?:esta e uma|este e um) (?:mensagem|e-?mail) automatic|gerad[oa] automaticamente|no responda a este|(?:este|esto) es un (?:mensaje|correo) automatico|generado automaticamente|ne pas repondre a ce|ceci est un message automatique|(?:^|\n)[^\p{L}\n]*(?:mensagem|mensaje|message|messaggio|correo|e-?mail) automatic\w*[^\p{L}\n]*(?:\n|$)|automatisch (?:generiert|erstellt)|bitte antworten sie nicht auf)/u;
const RECEIPT_TEXT =
  /(?:(?:we have|we've) received your (?:request|message|e-?mail|ticket)|your (?:request|ticket) has been (?:received|created|opened)|abbiamo (?:ricevuto|preso in carico) la (?:tua|sua|vostra) (?:richiesta|segnalazione|mail)|la (?:tua|sua) richiesta e stata (?:ricevuta|registrata|presa in carico)|recebemos (?:sua|a sua) (?:mensagem|solicitacao)|hemos recibido (?:su|tu) (?:mensaje|solicitud|consulta))/;
const NO_REPLY =
  /^(?:no-?_?\.?reply|donotreply|do-not-reply|nao-?responda|no-?responder|non-?rispondere|ne-pas-repondre|bounces?|mailer-daemon|postmaster|notifications?|notify|newsletter|news|mailer)(?:[+.-].*)?@/i;

/** Whether no person wrote this (RFC 3834, RFC 2919, RFC 3464, or its words); null for a person's mail. */
export function readAuto(input: IntentInput): AutoReading | null {
  const { marks } = input;
  const subject = foldPlain(input.subject).trim();
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
  if (away !== null && away.index < 200 && !/[?¿]/.test(text)) return { reason: 'out-of-office', evidence: away[0] };
  const generated = GENERATED_TEXT.exec(text);
  const receipt = RECEIPT_TEXT.exec(text);
  if (
    receipt !== null &&
    (generated !== null || /\[?(?:ticket|case|caso|richiesta|id)[ #:]*\d{3,}|#\d{3,}/.test(subject))
  ) {
    return { reason: 'generated', evidence: receipt[0] };
  }
  if (generated !== null && !input.trustedSender && generated.index < 600 && !/[?¿]/.test(text)) {
    return { reason: 'generated', evidence: generated[0] };
  }
  return null;
}
