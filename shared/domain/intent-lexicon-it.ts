import type { Lexicon } from './intent-lexicon';

/** Italian. */
export const ITALIAN: Lexicon = {
  neg: 'non, mai, nemmeno, neanche, senza, nessun, nessuna, nn, nun, nessuno, neppure, no, mica, manco',
  cannot:
    'non riesco, non riesce, non riusciamo, non riuscendo, non sono riuscit*, non sono in grado, non sono capace, non siamo capaci, non posso, non si puo, non mi fa, non mi lascia, non ci fa, non ci riesco, non mi permette, non mi consente, non me lo fa, impossibile, impossibilitat*, non c e verso, non c e modo, non mi da modo, non mi da la possibilita, riesco a non, faccio fatica, non mi apre, non si apre, mi rimanda, mi riporta, mi butta fuori, torna sempre, non parte, mi impedisce, ora non piu, adesso non piu, oggi no, oggi non piu, ora no, non carica, non si carica, non mi carica, all infinito, non entra piu',
  receive:
    'arriv*, pervenut*, giunt*, recapitat*, avuto, viene inviat*, mandato, mandata, inviat*, comparsa, ricev*, rimandat*, inoltrat*, spedit*, girato, girata, scritto, mandati, mandate, inviate, arrivato, sentito, mai vista, mai visto, arrivata ora, appena arrivata, dato, dati i, avete data, avere, avuta, avuti, partita, partito, riva, recapit*, consegn*, scrive, fatto avere, fatto sapere, si e vista, si e visto',
  email: 'mail, e mail, email, emails, posta, messaggio, comunicazione, conferma',
  access: 'accesso, accessi, ingresso, abilitazione, entrata',
  logindata:
    'credenziali, dati di accesso, dati d accesso, dati per accedere, dati per entrare, dati per l accesso, dati di login, dati login, nome utente, user e password, utente e password, istruzioni, codici di accesso, codice di accesso, username, dati accesso, mail di accesso, email di accesso, mail con l accesso, mail d accesso, codici, codice per entrare, i codici, le chiavi di accesso, login e password, email e password, mail e password, dati per il login, i dati per entrare, dati necessari',
  password:
    'password, pasword, psw, pw, pwd, pass, parola chiave, parola d ordine, chiave di accesso, passwd, codice segreto, pin, passuord, passwor, pasvord, pass word',
  forget:
    'dimenticat*, dimentic*, scordat*, scordo, smarrit* la password, perso la password, persa la password, perduto la password, quale password, che password, la password quale',
  remember: 'ricord*, rammento, rammentar*',
  wrong:
    'errat*, sbagliat*, rifiutat*, rifiuta, non corrett*, non valid*, invalid*, non riconosc*, non accett*, non la accett*, non la prende, non me la prende, non va bene, incorrett*',
  reset:
    'reimpost*, reset*, ripristin*, recuper*, rigener*, cambiar* la password, cambio password, nuova password, modificar* la password',
  know: 'so, sapere, sappiamo, saprei, conosco, sa',
  understand:
    'capisco, capit*, capire, capiamo, comprend*, chiaro, intendo, saputo, capisco niente, capisco nulla, capito niente, capito nulla, ci capisco',
  link: 'link, collegamento, collegamenti, sito, sito web, pagina, indirizzo web, indirizzo internet, url, portale, preferiti, piattaforma, area riservata, area membri, area corsi, area utenti, segnalibro, scorciatoia, web, app, applicazione, pagina web',
  find: 'trov*, ritrov*, rintracci*, reperir*, cerco, cercato, cercando',
  where: 'dove, da dove, ove, da che parte, da quale parte, per dove, in che modo si raggiunge',
  which: 'quale, quali, qual',
  lose: 'perso, persa, perdut*, smarrit*, cancellat* per sbaglio, eliminat* per sbaglio, sparit*, scompars*',
  wrongplace:
    'altra pagina, altro corso, corso sbagliato, pagina sbagliata, sito sbagliato, altro sito, un altra area, area sbagliata, altra area, link sbagliato, indirizzo sbagliato, altra piattaforma, un altro prodotto, corsi non miei, corso non mio, un altro corso che non, sito diverso, corso diverso, un altra parte, altra parte, un altra pagina, un altro sito, corsi che non ho, corso che non ho, corso che non e il mio, corso mai comprato, pagina della vendita, pagina di vendita, pagina di acquisto',
  enter:
    'entr*, rientr*, accede*, acced*, login, log in, loggar*, loggo, collegarmi, collegar*, connetter*, autenticar*, accesso al corso, accesso alla piattaforma, accesso al mio',
  open: 'apr*, apert*, clicc*',
  see: 'veder*, vedo, vediamo, visualizz*, seguire, guardar*, iniziar*, cominciar*, usufruir*, fruir*, compare, compaiono, compar*, appare, appaiono, risulta, visibile, si vede, inserir*',
  activate: 'attiv*, abilit*, attivazione, registrarmi, registrar*, registrazione',
  firsttime:
    'prima volta, primo accesso, primo ingresso, primo login, mai entrat*, mai fatto l accesso, per la prima, mai usato, mai usat*, da dove cominciare, da dove iniziare, da dove partire, da dove comincio, da dove inizio, da dove si comincia, da dove si parte, mai entrato, mai fatto, iscrivermi, da che parte cominciare, da che parte iniziare, primo corso, mai fatto un corso',
  how: 'come, in che modo, procedura, cosa devo fare, che devo fare, che cosa devo, come si fa, passaggi, cosa devo, cosa bisogna, cosa dovrei, che cosa faccio, e adesso, e ora, e poi cosa, cosa faccio, passo passo',
  create:
    'crear*, creare, impostar*, scegliere la password, crea, creo, creato, creazione, scelt*, messo io, impostato',
  account: 'account, profilo, utenza, conto',
  buy: 'compr*, acquist*, pagat*, pagament*, pagar*, iscri*, abbonat*, abbonament*, bonifico, versat*, ordinat*, preso, preso i miei soldi, presi i miei soldi, presi i soldi, avete i miei soldi, avete avuto i miei soldi, tenuti i miei soldi, incassato, soldi presi',
  nothing:
    'niente, nulla, nessuna mail, nessuna email, nessun accesso, nessuna e mail, nessun messaggio, nessun link, nessuna comunicazione, zero, un tubo, un bel niente, gnente, un piffero, un accidente, un cavolo, nessuna credenziale, nessun dato, nessun codice, nessun riscontro, nessuna risposta, silenzio, il vuoto',
  wait: 'attend*, attesa, aspett*, in attesa, non vedo l ora',
  missing:
    'manca, mancano, mancant*, mancat*, non c e, non ci sono, mancato recapito, mancata ricezione, mancato invio, mancata consegna, non esiste',
  send: 'mandat*, mandar*, inviat*, inviar*, spedi*, inoltrat*, inoltrar*, rimandar*, rimandat*, girar*, fornir*, comunicar*, dat* mi, datemi, mi date, reinvi*, rinvi*, ridare, ridate il, ridarmi, rimandate, passate, mi passate, mander*, invier*, spedir*, manda, mandi, invia, invii, invio',
  again:
    'di nuovo, nuovamente, ancora una volta, un altra volta, rimandar*, rimandat*, reinvi*, rinvi*, rientr*, non piu, rimandare',
  denied:
    'accesso negato, negato, bloccat*, blocco, scadut*, disabilitat*, non autorizzat*, sospes*, non ho accesso, permesso negato, accesso non consentito, utente non trovato, account non trovato, utente inesistente, chiuso, disattivat*, revocat*, mi butta, butta fuori, pagina bianca, schermata bianca, schermo bianco, resta bianca, rimane bianca, non abilitato, non risulto, non autorizzata, tagliat* fuori, chius* fuori, rimast* fuori, resto fuori, rimango fuori, mi disconnette, mi scollega, mi slogga',
  problem: 'problem*, difficolta, errore, errori, guai*, aiuto, assistenza',
  course:
    'corso, corsi, lezioni, lezione, percorso, videocorso, contenuti, contenuto, programma, videolezioni, piattaforma, abbonamento, prodotto',
  work: 'funzion*, va, andat*, vanno, parte, fa niente, fa nulla, risponde',
  want: 'vorrei, voglio, vogliamo, desider*, chied*, richied*, richiest*, serve, servirebbe, bisogno, potete, potreste, puo, pregh*, prego, esigo, pretend*, rivoglio, ho necessita, occorre, dovrei, per favore, mi fate, mi interessa, potrei, potremmo, mi servono, mi servirebbe, gradirei, avrei bisogno, fatemi, mi occorre, mi occorrono',
  have: 'ho, abbiamo, ho qui, tengo, ha, dispong*, possied*',
  if: 'se, qualora, nel caso, in caso',
  else: 'altrimenti, oppure, in alternativa, o mi rimborsate, o rivoglio, senno, in caso contrario, diversamente, o mi ridate',
  past: 'ho chiesto, avevo chiesto, ho gia chiesto, ho richiesto, avevo richiesto, l ho, ho disdetto, ho annullato, ho cancellato, ho disattivato, ricevuto il, ottenuto il, mi avete rimborsato',
  refund:
    'rimbors*, riavere i soldi, i soldi indietro, indietro i soldi, soldi indietro, restituzione, restituire i soldi, storno, stornar*, restituit*, ridatemi, recesso, recedere, diritto di ripensamento, ripensamento, rivoglio i soldi, rivoglio i miei soldi, voglio i soldi, voglio i miei soldi, ridate i soldi, ridarmi i soldi, ridate, rendetemi i soldi, indietro il denaro, riavere il denaro, riavere i miei soldi, indietro i miei soldi, i miei soldi indietro, miei soldi, soldi miei',
  cancel:
    'disdi*, disdett*, annull*, cancellar*, cancellazione, disattivar*, interromper*, sospendere, disiscriver*, non rinnovar*, stop al rinnovo, bloccare il rinnovo, bloccare l abbonamento, togliere l abbonamento, cancellatemi, cancellami, non rinnovatemi, non rinnovate, non voglio piu ricevere, non voglio piu pagare, smettere di pagare, smettetela di addebit*, avevo chiuso, ho chiuso l, chiudere l abbonamento, non voglio piu le',
  invoice:
    'fattur*, ricevuta fiscale, partita iva, codice fiscale, intestat*, intestazione, scontrino, dati fiscali, la ricevuta, una ricevuta, documento fiscale, codice sdi, pec aziendale',
  charge:
    'addebit*, prelev*, scalat*, estratto conto, importo, pagato due, carta di credito, prezzo, costo, rata, rate',
  double: 'due volte, doppi*, duplicat*, 2 volte, tre volte, piu volte, erroneamente, per errore, indebit*, non dovut*',
  certificate: 'certificat*, attestat*, diploma',
  video: 'video, filmato, filmati, registrazione della lezione, streaming, player, dvd, diretta, webinar',
  sound:
    'audio, sente, volume, sottotitoli, buffering, si blocca, a scatti, schermo nero, suono, non si carica il video',
  content:
    'esame, esami, quiz, verifica finale, tentativi, punteggio, dispens*, esercizi*, modulo, moduli, capitolo, materiale, materiali, pdf, ebook, e book, scaric*, download, tutor, insegnante, docente, livello, allegati, compiti, stampa, durata, calendario, quante lezioni, quante ore, a che ora, che livello, inizia il corso, comincia il corso, quando esce, quando escono, orari, orario, lezione dal vivo, insegna, spiega, spiegazione, argomento, compito, ricetta, videocorso nuovo, prossima lezione, prossimo modulo, modulo nuovo, libro, libri, cartaceo, kit, lavagna',
  partner:
    'intervista, giornalista, lavorare con voi, lavorare da voi, posizioni aperte, cercate personale, collaborazione, collaborare, partnership, affiliat*, sponsor*, proposta commerciale, preventivo, fornitor*, promuovere, candidatura, curriculum, link building, seo, guest post, aumentare le vendite, vi proponiamo, offriamo servizi, campagna pubblicitaria, agenzia, marketing, pubblicitari*',
  presale:
    'non ho ancora comprato, non l ho ancora comprato, non ho ancora acquistato, se si lo compro, buono regalo, buoni regalo, per i nostri dipendenti, licenze per, prima di acquistare, prima di comprare, prima dell acquisto, prima di iscriver*, vorrei acquistare, vorrei comprare, intenzionat* all acquisto, quanto costa, in prova, periodo di prova, vorrei informazioni, informazioni sul corso, e possibile acquistare, posso acquistare, posso comprare, vorrei iscriver*, prova gratuita, metodi di pagamento, pagare a rate, regalare, sconto, coupon, codice sconto, prima di pagare, ci sto pensando, quanto dura l accesso, per quanto tempo ho, accesso a vita, per sempre, quanto tempo resta, quanto tempo rimane, resta disponibile, rimane disponibile, avete anche un corso, fate anche, sconto se, piano annuale, avete corsi, si puo pagare, il corso e in',
  change:
    'cambiare la mail, cambiare email, cambiare l email, cambiare indirizzo, cambiare la carta, aggiornare la carta, modificare i dati, cambiare metodo, cambiare carta, cambiare la data, spostare la data, modificare la data, correggere il nome, correggere il mio, cambiare piano, cambiare abbonamento, passare al piano, modalita di pagamento, metodo di pagamento',
  thanks: 'grazie, ringrazi*, gentilissim*',
  solved:
    'risolt*, tutto ok, tutto a posto, tutto bene, tutto funziona, ora funziona, adesso funziona, funziona tutto, sono riuscit*, ce l ho fatta, sono entrat*, perfetto, a posto, ho risolto, come non detto, trovato tutto, ci sono riuscit*, arrivata ora, appena arrivata, ho trovato la mail, era un problema mio',
  tried:
    'ho seguito le istruzioni, ho seguito i passaggi, ho seguito la procedura, ho seguito tutti, seguito tutto, seguendo le istruzioni, gia seguito, ho gia fatto tutto, gia fatto tutto, fatto tutto quello, fatto come, provato di tutto, provato tutto, le ho provate tutte, provato a reimpost*, provato a recuper*, provato a ripristin*, provato a resett*, provato a reset, provato il reset, provato a cambiare la password, provato a cambiare password, provato il recupero, ho reimpost*, ho resett*, gia reimpost*, gia resett*, gia cambiato la password, gia rifatto la password, ho rifatto la password, ho gia cambiato',
  threat:
    'avvocat*, vie legali, azione legale, azioni legali, denunci*, querel*, polizia, carabinieri, guardia di finanza, agcm, antitrust, codacons, altroconsumo, associazione consumatori, truffa, truffat*, chargeback, contestazione, contestare il pagamento, recensione negativa, brutta recensione, pessima recensione, lascio una recensione, trustpilot, sui social, tribunale, diffida, disputa paypal, contestazione paypal',
  but: 'ma, pero, tuttavia, invece, solo che, eppure',
  neutral:
    'entro quanti, entro quanto, entro quante, entro quale, se possibile, se potete, se volete, se serve, per caso, come da, come ho, come dice, come detto, come mai, non vedo l ora, come sempre, non ho problemi, come indicato, come richiesto, dati di fatturazione, se vuole, entro oggi, entro domani, entro il, entro le, entro la, entro i, entro e non oltre, entro breve, entro stasera, entro sera, entro un, entro una, entro due, entro tre, entro fine, entro questa, entro quando, entro pochi, entro 1*, entro 2*, entro 3*, entro 4*, entro 7*, entro lunedi, entro martedi, entro mercoledi, entro giovedi, entro venerdi, entro sabato, entro domenica, come non',
  whereis:
    'dove sta, dov e, dove e, dove sono, dove stanno, che fine ha fatto, che fine hanno fatto, dove e finito, dove e finita',
  whichlink:
    'dove devo andare, dove vado, dove bisogna andare, dove inserir*, dove metter*, dove metto, dove inserisco, dove si inserisc*, dove si vedono, dove si guardano, dove si segue, dove si seguono, su che sito, su quale sito, in che sito, da che sito, da quale sito, che sito, quale sito, che pagina, quale pagina, su quale pagina, su che pagina, che indirizzo devo, a quale indirizzo, quale indirizzo, che link, quale link, quale collegamento, come ci torno, come torno, per tornare al corso',
  notrace:
    'nessuna traccia, nemmeno l ombra, neanche l ombra, non c e traccia, niente di niente, nulla di nulla, niente da parte vostra, niente da voi, nulla da parte vostra, posta zero, spariti nel nulla, ancora niente, ancora nulla, tutto tace, silenzio totale, neppure l ombra, manco l ombra, nessuna notizia, sbagliato la mail, sbagliato a scrivere la mail, sbagliato email, sbagliato l indirizzo email, sbagliato mail, silenzio, il vuoto',
  when: 'quando, entro quanto, quanto tempo ci vuole, quanto ci vuole, quanto ci mette',
  dontsend:
    'non mandatemi, non mi mandate, non inviatemi, non serve che mi, non serve che me, non occorre che mi, non c e bisogno che mi, non rimandatemi, senza mandarmi, evitate di mandar*',
  fine: 'regolarmente, senza problemi, senza problema, tutto bene, perfettamente, tutto ok, tutto a posto, benissimo, senza difficolta, funziona, funzionano, va bene, vanno bene, non e quello il',
  broken:
    '404, pagina non trovata, non trovata, rotto, rotta, morto, inesistente, non esiste, non raggiungibile, scaduto, da errore, errore',
  leads:
    'mi porta, porta a, porta su, porta al, porta alla, mi manda, rimanda a, finisco su, finisco in, mi ritrovo, si apre, mi apre',
  start: 'inizi*, cominci*, partire, parto',
  parcel: 'pacco, pacchi, corriere, fattorino, codice di tracciamento, numero di spedizione',
  opinion:
    'piaciut*, piace, soddisfatt*, delus*, mi aspettavo, aspettative, complimenti, bellissim*, consiglio, qualita, noios*, troppo facile, troppo difficile, principianti, adatto, opinione, suggerimento, recensione',
  wholecourse: 'corso, corsi, percorso, videocorso, prodotto, abbonamento',
};
