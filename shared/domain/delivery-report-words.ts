/**
 * What mail servers say in plain words of a mail that they could not deliver, in folded text (`foldPlain`): English of
 * Postfix, Exim, qmail, Sendmail, Exchange, Gmail and Yahoo, and what Italian, Brazilian, Spanish, German and French
 * servers put beside it. Only ever asked of mail that bears the marks of a machine: people use the same words.
 */

/** It did not arrive and will not. */
export const FAILED_WORDS = new RegExp(
  [
    'undeliver',
    'delivery (?:to [^\\n]{0,120} )?(?:has )?fail',
    'status notification \\(failure\\)',
    "(?:could|can|was|were|has) ?(?:not|n't|not been|n't been) (?:be )?(?:been )?(?:deliver|reach|sent)",
    'cannot be (?:deliver|reach)',
    'unable to (?:deliver|send|relay)',
    'not able to deliver',
    "wasn't able to deliver",
    'failed to (?:deliver|reach)',
    'failed permanently',
    'permanent (?:fatal )?(?:error|failure)',
    'did not reach',
    'not (?:been )?delivered to',
    'address not found',
    'message blocked',
    'returned to sender',
    'returning message to sender',
    'returned mail',
    'failure notice',
    'rejected by',
    '(?:user|recipient|mailbox|address) (?:is )?(?:unknown|unavailable|full|disabled|does not exist|not found)',
    '(?:unknown|no such|invalid) (?:user|recipient|mailbox|address|local part)',
    'over ?quota|quota exceeded|mailbox (?:is )?full',
    'non (?:e stato possibile|puo essere|e stat[oa]|sono stati|siamo riusciti a|e possibile) (?:stat[oa] )?(?:recapit|consegn)',
    'mancat[oa] (?:recapito|consegna)',
    'impossibile (?:recapit|consegn)',
    '(?:destinatario|utente|casella|indirizzo)[^\\n]{0,30}(?:sconosciut|inesistente|non (?:esiste|trovat|valid))',
    'casella (?:di posta )?(?:e )?piena',
    'nao (?:foi possivel entregar|pode ser entregue|foi entregue|pude entregar)',
    'falha na entrega',
    'no (?:se (?:ha podido|pudo|puede)|ha sido posible|fue posible|se ha) entrega',
    'error de entrega',
    'unzustellbar',
    '(?:nicht|konnte nicht) zugestellt',
    'non remis',
    'echec de (?:la )?(?:remise|distribution)',
    "n'a pas (?:pu etre|ete) (?:remis|distribue|delivre)",
  ].join('|'),
);

/** It has not arrived yet; the server goes on trying. */
export const DELAYED_WORDS = new RegExp(
  [
    'delivery (?:is |was |has been )?delay',
    '(?:is|has been|was|being) (?:temporarily )?delayed',
    'status notification \\(delay\\)',
    '(?:will|shall) (?:be retried|retry|continue|keep|try|be (?:re)?attempted)',
    'still being retried',
    'still trying',
    'warning message only',
    "(?:do not|don't|no) need to resend",
    'not yet (?:been )?delivered',
    'delivery incomplete',
    '(?:recapito|consegna) (?:ritardat|in ritardo)',
    'non (?:e|sara) necessario (?:reinvi|rispedi|inviarl)',
    'non (?:e|ha) ancora (?:stat[oa] )?(?:recapit|consegn)',
    '(?:continuera|continueremo|ritentera|riprovera)',
    'entrega (?:atrasad|adiad|retrasad)',
    'continuar(?:a|emos) (?:a )?(?:tentando|tentar|intentando)',
    'verzoger',
    '(?:remise|distribution) (?:est )?(?:retardee|differee)',
  ].join('|'),
);

/** After these words no further try comes, whatever was said of tries before. */
export const GIVEN_UP_WORDS =
  /(?:giving up|given up|gave up|retry time(?:out)? exceeded|will not be retried|permanent|rinuncia|desist)/;

/** Subjects of delivery reports, folded. */
export const REPORT_SUBJECT =
  /^(?:\[?(?:auto|bounce)\]?:? ?)?(?:undeliver|mail delivery|delivery (?:status|failure|has|delayed|report|notification)|returned (?:mail|to sender)|failure notice|warning: (?:message|could not send)|message (?:delivery|undeliver|delayed|not delivered)|nondeliverable|non delivery|ndn|rejected:|delayed:|messaggio non|mancat[oa] (?:recapito|consegna)|avviso di mancata consegna|anomalia messaggio|impossibile (?:recapit|consegn)|non recapit|recapito|notifica (?:dello )?stato|mensagem nao|falha na entrega|nao foi possivel entregar|nao entregue|notificacao de status|no se puede entregar|error de entrega|mensaje no entregado|no entregado|notificacion de estado|unzustellbar|zustellung|echec de (?:la )?remise|non remis|notification d'etat)/;

/** Where the report ends and the returned mail, or its header, begins. Tried on folded lines. */
export const RETURNED_MARK =
  /^[-=>*_\s]*(?:below this line is (?:a copy|the)|this is a copy of (?:the|your) message|included (?:is|below)|(?:the )?header(?:s)? of (?:the )?(?:original|your)|original (?:message|mail)(?: headers?| header| follows)?\b|returned message|(?:message )?headers? follows?|unsent message (?:follows|below)|message text follows|(?:copia del )?messaggio originale|intestazioni? (?:del messaggio |originali)|mensagem original|cabecalhos? (?:da mensagem )?origina|mensaje original|encabezados? (?:del mensaje )?origina|ursprungliche nachricht|urspru?ngliche (?:nachrichten)?kopf|en-?tetes? (?:de message|du message) d'origine|return-path: ?<)/;
