import type { BodyParts, Message } from '../../../shared/domain/message';

/** More lines than a person writes or quotes; the rest counts as quoted. */
const MAX_LINES = 20_000;
/** Attributions wrap: Gmail breaks "Il giorno … <a@b.it> ha scritto:" over up to three lines. */
const ATTRIBUTION_LINES = 4;

const FORWARD = new RegExp(
  '^[>\\s]*(?:[-_=*]{2,}\\s*)?(?:' +
    'forwarded message|begin forwarded message|original message|forwarded by|' +
    'messaggio inoltrato|inizio messaggio inoltrato|messaggio originale|inoltrato da|' +
    'mensagem encaminhada|in[ií]cio da mensagem (?:encaminhada|reencaminhada)|mensagem original|' +
    'mensaje reenviado|inicio del mensaje reenviado|mensaje original|mensaje reenviado por|' +
    'weitergeleitete nachricht|anfang der weitergeleiteten (?:nachricht|e-mail)|urspr[uü]ngliche nachricht|' +
    "message transf[eé]r[eé]|d[eé]but du message (?:transf[eé]r[eé]|r[eé]exp[eé]di[eé])|message d'origine" +
    ')\\s*:?\\s*[-_=*]*\\s*$',
  'iu',
);
const FROM_LINE = /^[>\s*]*(?:from|da|de|von|mittente|remetente|remitente)\s*\*?\s*:\s*\*?\s*\S/iu;
const DATE_LINE =
  /^[>\s*]*(?:sent|date|inviato|data|enviado(?: el| em)?|enviada(?: em)?|fecha|gesendet|datum|envoy[eé](?: le)?)\s*\*?\s*:/iu;
const TO_LINE = /^[>\s*]*(?:to|a|para|an|[aà]|cc|destinatario|destinat[aá]rio|reply-to|rispondi a)\s*\*?\s*:/iu;
const SUBJECT_LINE = /^[>\s*]*(?:subject|oggetto|assunto|asunto|betreff|objet)\s*\*?\s*:/iu;
const ATTRIBUTION_START = /^[>\s]*(?:on|il|in data|em|no dia|el|en|a las|le|am|den|op|a)\s/iu;
const ATTRIBUTION_END =
  /(?:wrote|writes|ha scritto|scrisse|scrive|escreveu|escribi[oó]|escribe|a [eé]crit|schrieb(?: [^:]{0,80})?)\s*:?\s*$/iu;
const MOBILE = new RegExp(
  '^\\s*(?:get outlook for|scarica outlook per|obter o outlook|obtener outlook|obtenga outlook|' +
    "(?:sent|inviato|enviad[oa]|envoy[eé]|gesendet|von meinem|mandato)\\s(?:from|with|via|using|dal?|dall'|con|tramite|do|da|de|desde|depuis|" +
    'pelo|pela|por|mi|meu|il mio|with)?.{0,60}(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|motorola|mobile|cellulare|' +
    'celular|m[oó]vil|smartphone|telefono|tel[eé]fono|handy|outlook|mail|libero|tiscali|yahoo|blackberry|tablet)|' +
    'von meinem (?:iphone|ipad|handy|mobiltelefon|smartphone) gesendet).{0,60}$',
  'iu',
);
const DISCLAIMER = new RegExp(
  '^\\s*[*"]?(?:' +
    'this (?:e-?mail|message|communication)[^.]{0,80}(?:confidential|intended|privileged|attachment)|' +
    '(?:questo|il presente) (?:messaggio|e-?mail)[^.]{0,80}(?:riservat|confidenzial|destinat|allegat)|' +
    'le informazioni contenute|ai sensi (?:del|dell|della) [^.]{0,40}(?:gdpr|196|679)|(?:avviso|nota) di riservatezza|' +
    '(?:esta mensagem|este e-?mail)[^.]{0,80}(?:confidencia|destin|anexo)|aviso (?:legal|de confidencialidade)|' +
    '(?:este mensaje|este correo)[^.]{0,80}(?:confidencia|destin|adjunto)|' +
    'diese (?:e-?mail|nachricht)[^.]{0,80}(?:vertraulich|bestimmt)|ce (?:message|courriel)[^.]{0,80}(?:confidentiel|destin)|' +
    'confidentiality notice|disclaimer\\s*:|(?:p\\.?s\\.? )?(?:please )?(?:consider|think of) the environment|' +
    'antes de imprimir|prima di stampare|rispetta l.ambiente|virus-free|privo di virus|livre de v[ií]rus|libre de virus' +
    ')',
  'iu',
);

/**
 * Cuts a body in what the sender wrote now, what he quoted or forwarded, and his signature. Rules for Gmail, Outlook, Apple Mail,
 * iPhone, Yahoo, Thunderbird and Libero in it, pt, es, en, de, fr. Every line ends up in exactly one part, linear in the body.
 */
export function splitBody(message: Pick<Message, 'text'>): BodyParts {
  const lines = message.text.split(/\r\n|\r|\n/);
  const fresh: string[] = [];
  const quoted: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (at >= MAX_LINES || startsForward(lines, at)) {
      addLines(quoted, lines, at);
      break;
    }
    const attribution = attributionLength(lines, at);
    if (attribution > 0) {
      quoted.push(...lines.slice(at, at + attribution));
      at += attribution;
      // Followed by marked lines, the sender may answer below them; otherwise all that follows is the quote.
      if (nextMarked(lines, at)) continue;
      addLines(quoted, lines, at);
      break;
    }
    if (isQuoted(line)) quoted.push(line.replace(/^\s*>\s?/, ''));
    else fresh.push(line);
    at += 1;
  }
  const { body, signature } = cutSignature(fresh);
  return { newText: tidy(body), quotedText: tidy(quoted), signature: tidy(signature) };
}

/** The rest of the lines without their marks, one by one: a mail may have more than a call can take. */
function addLines(quoted: string[], lines: readonly string[], from: number): void {
  for (let at = from; at < lines.length; at += 1) quoted.push((lines[at] ?? '').replace(/^\s*>\s?/, ''));
}

function isQuoted(line: string): boolean {
  return /^\s{0,3}>/.test(line);
}

function nextMarked(lines: readonly string[], from: number): boolean {
  for (let at = from; at < Math.min(lines.length, from + 4); at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '') return isQuoted(line);
  }
  return false;
}

/** A forward's title, Outlook's header block (From, then Sent or Subject within three lines), or a rule above one. */
function startsForward(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.length > 200) return false;
  if (FORWARD.test(line) && !isQuoted(line)) return true;
  if (/^\s*_{10,}\s*$/.test(line)) return isHeaderBlock(lines, firstText(lines, at + 1));
  return !isQuoted(line) && isHeaderBlock(lines, at);
}

function firstText(lines: readonly string[], from: number): number {
  let at = from;
  while (at < Math.min(lines.length, from + 3) && (lines[at] ?? '').trim() === '') at += 1;
  return at;
}

function isHeaderBlock(lines: readonly string[], at: number): boolean {
  const first = lines[at] ?? '';
  if (first.length > 300 || !FROM_LINE.test(first)) return false;
  let kinds = 0;
  const seen = new Set<string>();
  for (const line of lines.slice(at + 1, at + 7)) {
    const kind = DATE_LINE.test(line) ? 'date' : SUBJECT_LINE.test(line) ? 'subject' : TO_LINE.test(line) ? 'to' : '';
    if (kind !== '' && !seen.has(kind)) {
      seen.add(kind);
      kinds += 1;
    }
  }
  return kinds >= 2;
}

/** How many lines the attribution of a quote takes ("Il … ha scritto:"), 0 when none starts here. */
function attributionLength(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (first.length > 300 || isQuoted(first) || !ATTRIBUTION_START.test(first)) {
    // Thunderbird and others: "Mario Rossi <a@b.it> ha scritto:"
    return first.length <= 200 &&
      ATTRIBUTION_END.test(first) &&
      /@|\d{1,2}[/.:]\d{2}/.test(first) &&
      /:\s*$/.test(first)
      ? 1
      : 0;
  }
  let joined = '';
  for (let length = 1; length <= ATTRIBUTION_LINES && at + length <= lines.length; length += 1) {
    const line = lines[at + length - 1] ?? '';
    if (line.trim() === '' || joined.length > 400) return 0;
    joined += ` ${line.trim()}`;
    // "Mi ha scritto:" in prose names no date and no address.
    if (ATTRIBUTION_END.test(joined) && /\d/.test(joined) && /@|\d{4}|\d{1,2}[:.]\d{2}/.test(joined)) return length;
  }
  return 0;
}

/** RFC 3676 `-- `, the footers of phones and mail programs, disclaimers: to the end of the text. */
function cutSignature(lines: readonly string[]): {
  readonly body: readonly string[];
  readonly signature: readonly string[];
} {
  for (const [index, line] of lines.entries()) {
    const isRule = /^--\s?$/.test(line) && index > 0;
    if (isRule || (line.length < 120 && MOBILE.test(line)) || DISCLAIMER.test(line.slice(0, 400))) {
      return { body: lines.slice(0, index), signature: lines.slice(index) };
    }
  }
  return { body: lines, signature: [] };
}

function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
