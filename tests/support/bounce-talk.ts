/** Mails of people who write about a mail that came back: each must stay a ticket. All are invented. */
export type BounceTalk = { readonly subject: string; readonly text: string; readonly headers?: readonly string[] };

const QUOTED = `> This is the mail system at host mx.server.example.
> I'm sorry to have to inform you that your message could not be delivered.
> <aiuto@vecchio.example>: host mx.vecchio.example said: 550 5.1.1 <aiuto@vecchio.example>: User unknown`;

export const BOUNCE_TALK: readonly BounceTalk[] = [
  { subject: 'mail tornata indietro', text: 'Buongiorno, vi avevo scritto ieri ma mi è tornata indietro la mail, ora provo da qui. Non riesco ad accedere al corso.' },
  { subject: 'Accesso', text: 'Salve, la mail con i dati di accesso non è stata recapitata, mi è tornata indietro con "550 5.1.1 user unknown". Potete rimandarla?' },
  { subject: 'Undelivered Mail Returned to Sender', text: 'Buongiorno,\nquando scrivo al produttore ricevo questo messaggio. Come faccio ad avere il mio accesso?\nGrazie, Paola' },
  { subject: 'Fwd: Undelivered Mail Returned to Sender', text: `Ciao, guardate cosa mi arriva quando scrivo al vostro indirizzo. Mi mandate voi l'accesso?\n\n${QUOTED}` },
  { subject: 'R: Mail delivery failed: returning message to sender', text: `Mi torna sempre indietro. Il corso è Orto sul Balcone, potete aiutarmi?\n\n${QUOTED}` },
  { subject: 'Messaggio non recapitato', text: 'Ho scritto due volte e mi dice messaggio non recapitato. Vorrei solo entrare nel corso che ho pagato.' },
  { subject: 'non ricevo nulla', text: 'La casella di posta era piena, perciò la vostra mail con l’accesso non è arrivata. Adesso ho fatto spazio: me la rimandate?' },
  { subject: 'indirizzo sbagliato', text: 'Ho scritto male il mio indirizzo all’acquisto, quindi le vostre mail tornano indietro come destinatario sconosciuto. Quello giusto è questo.' },
  { subject: 'Problema', text: 'Impossibile recapitare il messaggio: così mi risponde il server quando scrivo a support. Come accedo?' },
  { subject: 'Delivery Status Notification (Failure)', text: 'Mi è arrivato questo, che vuol dire? Io volevo la password del corso.' },
  { subject: 'mailer-daemon', text: 'Mi scrive un certo mailer-daemon che la mail non è stata consegnata, 550 5.7.1. Io però ho pagato e non ho accesso.' },
  { subject: 'postmaster', text: 'Il postmaster mi dice "smtp error 550 5.1.1" quando rispondo al produttore. Potete contattarlo voi per il mio accesso?' },
  { subject: 'email voltou', text: 'Olá, mandei um e-mail para o produtor e voltou dizendo que não foi possível entregar. Preciso do acesso ao curso.' },
  { subject: 'Mensagem não entregue', text: 'Boa tarde, meu e-mail volta como mensagem não entregue. Podem me enviar o acesso por aqui?' },
  { subject: 'acesso', text: 'O e-mail de acesso não foi entregue porque minha caixa estava cheia (erro 552 5.2.2). Podem reenviar?' },
  { subject: 'Res: Mail delivery failed', text: `Recebo este erro quando respondo. O que faço para entrar no curso?\n\n${QUOTED}` },
  { subject: 'Falha na entrega', text: 'Aparece falha na entrega quando escrevo ao suporte do curso. Comprei ontem e não tenho o login.' },
  { subject: 'correo devuelto', text: 'Hola, me devuelven el correo: "no se pudo entregar". ¿Cómo entro al curso que compré?' },
  { subject: 'No se puede entregar', text: 'Buenas, escribo al productor y me sale que no se puede entregar el mensaje. Necesito mis datos de acceso.' },
  { subject: 'acceso', text: 'El correo con el acceso me rebotó con 550 5.1.1 user unknown porque puse mal mi email. Lo corrijo: es este.' },
  { subject: 'My mail bounced', text: 'Hi, my mail to the producer bounced: 550 5.1.1 The email account that you tried to reach does not exist. Can you give me access?' },
  { subject: 'Undeliverable: access', text: 'I wrote to the teacher and it came back undeliverable. Please help me to log in.' },
  { subject: 'Failure notice', text: 'I keep getting a failure notice when I answer you. Is this address right? I still cannot log in.' },
  { subject: 'Returned mail', text: "Your message could not be delivered to me last week because my mailbox was full. Please send the login again." },
  { subject: 'Re: Non riesco ad accedere', text: `Scusate, la prima risposta mi era tornata indietro. Il numero è HP1771569003.\n\nIl giorno 15 gen 2026 alle ore 10:00 Assistenza Corsi <support@corsi.example> ha scritto:\n> Ciao, mandaci il numero` },
  { subject: 'delayed', text: 'The course mail has been delayed, your server said "message delayed 24 hours". When do I get my access?' },
  { subject: 'Errore', text: 'Final-Recipient: rfc822; io@posta.example Action: failed Status: 5.1.1 è quello che leggo. Cosa significa? Non entro nel corso.' },
  { subject: 'unzustellbar', text: 'Meine Mail an den Anbieter kam als unzustellbar zurück. Wie komme ich in den Kurs?' },
  { subject: 'echec de remise', text: 'Bonjour, mon message au formateur revient avec échec de remise. Comment accéder au cours ?' },
  { subject: 'Warning: could not send message', text: 'My phone says "warning: could not send message for past 4 hours" when I write to you. Anyway: I lost my password for the course.' },
  { subject: 'ho cambiato mail', text: 'La vecchia casella è stata disattivata e le vostre mail vengono rifiutate (550 mailbox unavailable). Scrivetemi qui: come recupero il corso?' },
]; // prettier-ignore
