import type { Lexicon } from './intent-lexicon';

/** Italian. */
export const ITALIAN: Lexicon = {
  neg: 'non, mai, nemmeno, neanche, senza, nessun, nessuna',
  cannot:
    'non riesco, non riesce, non riusciamo, non riuscendo, non sono riuscit*, non sono in grado, non sono capace, non siamo capaci, non posso, non si puo, non mi fa, ' +
    'non mi lascia, non ci fa, non ci riesco, non mi permette, non mi consente, non me lo fa, impossibile, impossibilitat*, non c e verso, non c e modo, ' +
    'non funziona piu, non mi da modo, non mi da la possibilita, riesco a non, faccio fatica, non mi apre, non si apre, mi rimanda, mi riporta, mi butta fuori, torna sempre, non parte, mi impedisce',
  receive:
    'ricevut*, ricever*, ricevo, ricevendo, arriv*, pervenut*, giunt*, recapitat*, avuto, viene inviat*, vista, visto, si vede, mandato, mandata, inviat*, comparsa',
  email: 'mail, e mail, email, emails, posta, messaggio, comunicazione, conferma',
  access: 'accesso, accessi, ingresso, abilitazione, entrata',
  logindata:
    'credenziali, dati di accesso, dati d accesso, dati per accedere, dati per entrare, dati per l accesso, dati di login, dati login, nome utente, ' +
    'user e password, utente e password, istruzioni, codici di accesso, codice di accesso, username, dati accesso, mail di accesso, email di accesso, mail con l accesso, mail d accesso',
  password: 'password, pasword, psw, pw, pwd, pass, parola chiave, parola d ordine, chiave di accesso, passwd',
  forget:
    'dimenticat*, dimentic*, scordat*, scordo, smarrit* la password, perso la password, persa la password, perduto la password',
  remember: 'ricord*, rammento, rammentar*',
  wrong:
    'errat*, sbagliat*, rifiutat*, rifiuta, non corrett*, non valid*, invalid*, non riconosc*, non accett*, non la accett*, non la prende, non me la prende, non va bene, incorrett*',
  reset:
    'reimpost*, reset*, ripristin*, recuper*, rigener*, cambiar* la password, cambio password, nuova password, modificar* la password',
  know: 'so, sapere, sappiamo, saprei, conosco, sa',
  understand: 'capisco, capit*, capire, capiamo, comprend*, chiaro, intendo, saputo',
  link: 'link, collegamento, collegamenti, sito, sito web, pagina, indirizzo web, indirizzo internet, url, portale, preferiti, piattaforma, area riservata, area membri, area corsi, area utenti, segnalibro, scorciatoia, web',
  find: 'trov*, ritrov*, rintracci*, reperir*, cerco, cercato, cercando',
  where: 'dove, da dove, ove, da che parte, da quale parte, per dove, in che modo si raggiunge',
  which: 'quale, quali, che link, che sito, che pagina, qual',
  lose: 'perso, persa, perdut*, smarrit*, cancellat* per sbaglio, eliminat* per sbaglio, sparit*, scompars*',
  wrongplace:
    'altra pagina, altro corso, corso sbagliato, pagina sbagliata, sito sbagliato, altro sito, un altra area, area sbagliata, altra area, link sbagliato, indirizzo sbagliato, altra piattaforma, un altro prodotto',
  enter:
    'entr*, rientr*, accede*, acced*, login, log in, loggar*, loggo, collegarmi, collegar*, connetter*, autenticar*, accesso al corso, accesso alla piattaforma, accesso al mio',
  open: 'apr*, apert*, clicc*',
  see: 'veder*, vedo, vediamo, visualizz*, seguire, guardar*, iniziar*, cominciar*, usufruir*, fruir*',
  activate: 'attiv*, abilit*, attivazione, registrarmi, registrar*, registrazione',
  firsttime:
    'prima volta, primo accesso, primo ingresso, primo login, mai entrat*, mai fatto l accesso, per la prima, mai usato',
  how: 'come, in che modo, procedura, cosa devo fare, che devo fare, che cosa devo, come si fa, passaggi',
  create: 'crear*, creare, impostar*, scegliere la password',
  account: 'account, profilo, utenza, conto',
  buy: 'compr*, acquist*, pagat*, pagament*, pagar*, iscri*, abbonat*, abbonament*, bonifico, versat*, ordinat*, preso',
  nothing:
    'niente, nulla, nessuna mail, nessuna email, nessun accesso, nessuna e mail, nessun messaggio, nessun link, nessuna comunicazione, zero',
  wait: 'attend*, attesa, aspett*',
  missing: 'manca, mancano, mancant*, mancat*, nessuna traccia, nemmeno l ombra',
  send: 'mandat*, mandar*, inviat*, inviar*, spedi*, inoltrat*, inoltrar*, rimandar*, rimandat*, girar*, fornir*, comunicar*, dat* mi, datemi, mi date, reinvi*, rinvi*',
  again:
    'di nuovo, nuovamente, ancora una volta, un altra volta, rimandar*, rimandat*, reinvi*, rinvi*, rientr*, non piu, rimandare',
  denied:
    'accesso negato, negato, bloccat*, blocco, scadut*, disabilitat*, non autorizzat*, sospes*, non ho accesso, permesso negato, accesso non consentito, utente non trovato, account non trovato, utente inesistente, ' +
    'chiuso, disattivat*, revocat*',
  problem: 'problem*, difficolta, errore, errori, guai*, aiuto, assistenza, non va, non funziona',
  course:
    'corso, corsi, lezioni, lezione, percorso, videocorso, contenuti, contenuto, programma, videolezioni, piattaforma, abbonamento, prodotto',
  work: 'funzion*, va, andat*, vanno, parte, fa niente, fa nulla, risponde',
  want: 'vorrei, voglio, vogliamo, desider*, chied*, richied*, richiest*, serve, servirebbe, bisogno, potete, potreste, puo, pregh*, prego, esigo, pretend*, rivoglio, ho necessita, occorre, dovrei, per favore, mi fate',
  have: 'ho, abbiamo, ho qui, tengo, ha',
  if: 'se, qualora, nel caso, in caso',
  else: 'altrimenti, oppure, in alternativa, o mi rimborsate, o rivoglio, senno, in caso contrario, diversamente, o mi ridate',
  past: 'ho chiesto, avevo chiesto, ho gia chiesto, ho richiesto, avevo richiesto, l ho, ho disdetto, ho annullato, ho cancellato, ho disattivato, ricevuto il, ottenuto il, mi avete rimborsato',
  refund:
    'rimbors*, riavere i soldi, miei soldi, i soldi indietro, indietro i soldi, soldi indietro, restituzione, restituire i soldi, storno, stornar*, restituit*, ridatemi, recesso, recedere, diritto di ripensamento, ripensamento',
  cancel:
    'disdi*, disdett*, annull*, cancellar*, cancellazione, disattivar*, interromper*, sospendere, disiscriver*, non rinnovar*, stop al rinnovo, bloccare il rinnovo, bloccare l abbonamento, togliere l abbonamento, cancellatemi, cancellami',
  invoice: 'fattur*, ricevuta fiscale, partita iva, codice fiscale, intestat*, intestazione, scontrino, dati fiscali',
  charge:
    'addebit*, prelev*, scalat*, estratto conto, importo, pagato due, carta di credito, prezzo, costo, rata, rate',
  double: 'due volte, doppi*, duplicat*, 2 volte, tre volte, piu volte, erroneamente, per errore, indebit*, non dovut*',
  certificate: 'certificat*, attestat*, diploma',
  video: 'video, filmato, filmati, registrazione della lezione, streaming, player, dvd, diretta, webinar',
  sound: 'audio, sente, volume, sottotitoli, buffering, si blocca, a scatti, carica, schermo nero, suono',
  content:
    'dispens*, esercizi*, modulo, moduli, capitolo, materiale, materiali, pdf, ebook, e book, scaric*, download, tutor, insegnante, docente, livello, allegati, compiti, stampa, durata, calendario',
  partner:
    'collaborazione, collaborare, partnership, affiliat*, sponsor*, proposta commerciale, preventivo, fornitor*, promuovere, candidatura, curriculum, link building, seo, guest post',
  presale:
    'prima di acquistare, prima di comprare, prima dell acquisto, prima di iscriver*, vorrei acquistare, vorrei comprare, intenzionat* all acquisto, quanto costa, in prova, periodo di prova, vorrei informazioni, informazioni sul corso, e possibile acquistare, posso acquistare, posso comprare, vorrei iscriver*, prova gratuita, metodi di pagamento, pagare a rate, regalare, sconto, coupon, codice sconto',
  change:
    'cambiare la mail, cambiare email, cambiare l email, cambiare indirizzo, cambiare la carta, aggiornare la carta, modificare i dati, cambiare metodo, cambiare carta',
  thanks: 'grazie, ringrazi*, gentilissim*',
  solved:
    'risolt*, tutto ok, tutto a posto, tutto bene, tutto funziona, ora funziona, adesso funziona, funziona tutto, sono riuscit*, ce l ho fatta, sono entrat*, perfetto, a posto, ho risolto, come non detto, trovato tutto, ci sono riuscit*, arrivata ora, appena arrivata',
  tried:
    'ho seguito le istruzioni, ho seguito i passaggi, ho seguito la procedura, ho seguito tutti, seguito tutto, seguendo le istruzioni, gia seguito, ho gia fatto tutto, gia fatto tutto, fatto tutto quello, fatto come, provato di tutto, provato tutto, le ho provate tutte, provato a reimpost*, provato a recuper*, provato a ripristin*, provato a resett*, provato a reset, provato il reset, provato a cambiare la password, provato a cambiare password, provato il recupero, ho reimpost*, ho resett*, gia reimpost*, gia resett*, gia cambiato la password, gia rifatto la password, ho rifatto la password, ho gia cambiato',
  threat:
    'avvocat*, vie legali, azione legale, azioni legali, denunci*, querel*, polizia, carabinieri, guardia di finanza, agcm, antitrust, codacons, altroconsumo, associazione consumatori, truffa, truffat*, chargeback, contestazione, contestare il pagamento, recensione negativa, brutta recensione, pessima recensione, lascio una recensione, trustpilot, sui social, tribunale, diffida, disputa paypal, contestazione paypal',
  but: 'ma, pero, tuttavia, invece, solo che, eppure',
  neutral:
    'se possibile, se potete, se volete, se serve, per caso, come da, come ho, come dice, come detto, come mai, non vedo l ora, come sempre, non ho problemi, come indicato, come richiesto, dati di fatturazione, se vuole, entro oggi, entro domani, entro il, entro le, entro la, entro i, entro e non oltre, entro breve, entro stasera, entro sera, entro un, entro una, entro due, entro tre, entro fine, entro questa, entro quando, entro pochi, entro 1*, entro 2*, entro 3*, entro 4*, entro 7*, entro lunedi, entro martedi, entro mercoledi, entro giovedi, entro venerdi, entro sabato, entro domenica',
};
