import { describe, expect, it } from 'vitest';
import { guessLanguage } from '../../electron/engine/tickets/guess-language';
import { detectLanguage } from '../../shared/domain/language';
import type { MachineMarks } from '../../shared/domain/message';
import { readIntent } from '../../shared/domain/read-intent';
import { PERSON_MARKS } from '../support/person-marks';

const read = (
  language: string | null,
  subject: string,
  newText: string,
  marks: Partial<MachineMarks> = {},
  fromAddress = 'anna@libero.it',
) =>
  readIntent({ subject, newText, language, marks: { ...PERSON_MARKS, ...marks }, fromAddress, trustedSender: false });

/** Language, intent, subject, new text. */
const MAILS: readonly (readonly [string, string, string, string])[] = [
  [
    'it',
    'access.email_missing',
    'Corso',
    'Buongiorno, ho acquistato ieri il corso ma ad oggi non mi è arrivata alcuna mail con le credenziali.',
  ],
  ['it', 'access.email_missing', '', 'Pagamento effettuato martedì, ancora nessuna mail di accesso'],
  ['it', 'access.email_missing', 'Accesso', 'Ho pagato con paypal ma non ho ricevuto nulla, nemmeno nello spam'],
  ['it', 'access.email_missing', '', 'salve dove sono i miei dati di accesso? ho comprato 3 giorni fa'],
  ['it', 'access.password', '', 'Non mi ricordo la password, come faccio?'],
  [
    'it',
    'access.password',
    'Aiuto',
    'Il sistema mi dice che la password è sbagliata anche se sono sicura che sia giusta',
  ],
  ['it', 'access.password', '', 'vorrei cambiare la password perché non la trovo più'],
  ['it', 'access.password', '', 'ho smarito la pasword potete mandarmene una nuova'],
  ['it', 'access.password', '', 'Ho richiesto il reset ma non mi arriva la mail per reimpostare la password'],
  ['it', 'access.link', '', 'Ho cambiato computer e ho perso il link per entrare nel corso'],
  ['it', 'access.link', '', 'Da quale sito devo collegarmi per vedere le lezioni?'],
  ['it', 'access.link', 'link', 'Potreste inviarmi di nuovo il link del corso? Grazie'],
  ['it', 'access.link', '', 'Quando clicco mi si apre un altro corso che non è il mio'],
  ['it', 'access.first_login', '', "Ho ricevuto la vostra mail ma non capisco come attivare l'account"],
  ['it', 'access.first_login', '', 'È la prima volta che uso la piattaforma, come si entra?'],
  ['it', 'access.first_login', '', "Mi è arrivata l'email di benvenuto, ora cosa devo fare per entrare?"],
  ['it', 'access.other', 'Non riesco ad accedere', 'Non riesco ad accedere al corso, mi aiutate?'],
  ['it', 'access.other', '', 'non mi fa entrare, compare errore'],
  ['it', 'access.other', '', 'Il mio account risulta bloccato'],
  ['it', 'other', '', "Vorrei disdire l'abbonamento dal prossimo mese"],
  ['it', 'other', '', 'Chiedo il rimborso del corso acquistato il 3 marzo'],
  ['it', 'other', '', "Non ho mai ricevuto l'accesso, quindi voglio indietro i miei soldi"],
  [
    'it',
    'access.email_missing',
    '',
    'Non ho ricevuto le credenziali: se non me le mandate entro oggi chiedo il rimborso',
  ],
  ['it', 'other', '', "Potete inviarmi la fattura? Non l'ho ricevuta"],
  ['it', 'other', '', 'Quando arriva il certificato di fine corso?'],
  ['it', 'other', '', 'Il video della lezione 4 si blocca continuamente'],
  ['it', 'other', '', "Ciao, prima di acquistare vorrei sapere quanto dura l'accesso al corso"],
  ['it', 'other', '', 'Grazie mille, tutto risolto!'],
  ['it', 'other', '', 'Perfetto grazie, sono riuscita ad entrare'],
  ['it', 'access.password', '', 'Grazie ma la password continua a non funzionare'],
  ['it', 'other', '', 'Non riesco a scaricare le dispense del modulo 2'],
  ['it', 'other', '', 'Mi avete addebitato due volte la rata'],
  ['pt', 'access.email_missing', '', 'Comprei o curso ontem e ainda não recebi o acesso'],
  ['pt', 'access.email_missing', 'Acesso', 'paguei no pix e nao chegou nada no meu email'],
  ['pt', 'access.email_missing', '', 'Bom dia, cadê meu login? Já paguei'],
  ['pt', 'access.password', '', 'Esqueci minha senha e não consigo entrar'],
  ['pt', 'access.password', '', 'a senha que eu coloco dá incorreta'],
  ['pt', 'access.password', '', 'como faço pra redefinir a senha?'],
  ['pt', 'access.link', '', 'Perdi o link da área de membros, podem mandar de novo?'],
  ['pt', 'access.link', '', 'Em qual site eu entro para assistir as aulas?'],
  ['pt', 'access.link', '', 'nao sei qual é a pagina pra acessar o curso'],
  ['pt', 'access.first_login', '', 'Recebi o e-mail mas não sei como fazer o primeiro acesso'],
  ['pt', 'access.first_login', '', 'Como ativo minha conta?'],
  ['pt', 'access.other', '', 'não consigo acessar a plataforma'],
  ['pt', 'access.other', '', 'Diz que meu acesso expirou'],
  ['pt', 'access.other', '', 'não tô conseguindo entrar no curso me ajudem por favor'],
  ['pt', 'other', '', 'Quero cancelar minha assinatura'],
  ['pt', 'other', '', 'Solicito o reembolso da compra, estou dentro dos 7 dias'],
  ['pt', 'other', '', 'preciso da nota fiscal do curso'],
  ['pt', 'other', '', 'O vídeo da aula 3 está sem som'],
  ['pt', 'other', '', 'Quanto custa o curso? Tem desconto?'],
  ['pt', 'other', '', 'Muito obrigada, consegui entrar!'],
  ['pt', 'access.email_missing', '', 'Ainda não recebi o acesso e se não chegar hoje quero o reembolso'],
  ['pt', 'other', '', 'meu certificado não chegou'],
  ['es', 'access.email_missing', '', 'Compré el curso hace 3 días y no me ha llegado el correo con el acceso'],
  ['es', 'access.email_missing', '', 'ya pague y no me llego nada'],
  ['es', 'access.email_missing', '', 'Sigo esperando los datos de acceso'],
  ['es', 'access.password', '', 'Olvidé mi contraseña'],
  ['es', 'access.password', '', 'Me dice que la clave es incorrecta'],
  ['es', 'access.password', '', 'quiero cambiar la contraseña porque no la recuerdo'],
  ['es', 'access.link', '', '¿Cuál es el enlace para entrar al curso?'],
  ['es', 'access.link', '', 'Perdí el link de acceso a la plataforma'],
  ['es', 'access.link', '', '¿Dónde ingreso para ver mis clases?'],
  ['es', 'access.first_login', '', 'Me llegó el correo pero no entiendo cómo activar la cuenta'],
  ['es', 'access.first_login', '', 'Es la primera vez que entro, ¿qué tengo que hacer?'],
  ['es', 'access.other', '', 'No puedo ingresar al curso'],
  ['es', 'access.other', '', 'No me deja entrar, ayuda'],
  ['es', 'access.other', '', 'Me sale acceso denegado'],
  ['es', 'other', '', 'Quiero darme de baja'],
  ['es', 'other', '', 'Exijo la devolución de mi dinero'],
  ['es', 'other', '', 'Necesito la factura de mi compra'],
  ['es', 'other', '', 'No se escucha el audio en la clase 5'],
  ['es', 'other', '', '¿Cuánto cuesta el curso de yoga?'],
  ['es', 'other', '', 'Ya pude entrar, muchas gracias'],
  ['es', 'access.email_missing', '', 'No me llega el acceso, si no lo solucionan pediré el reembolso'],
  ['es', 'other', '', 'No he recibido mi certificado'],
  ['en', 'access.email_missing', '', "I paid two days ago and still haven't received the access email"],
  ['en', 'access.email_missing', '', 'Never got my login details'],
  ['en', 'access.email_missing', '', 'Where is my access? I bought the course yesterday.'],
  ['en', 'access.password', '', 'I forgot my password'],
  ['en', 'access.password', '', 'It keeps saying my password is incorrect'],
  ['en', 'access.password', '', 'How do I reset the password?'],
  ['en', 'access.link', '', 'I lost the link to the course'],
  ['en', 'access.link', '', 'Which website do I use to log in?'],
  ['en', 'access.link', '', 'Could you resend the link to the members area?'],
  ['en', 'access.first_login', '', "I got the welcome email but don't know how to activate my account"],
  ['en', 'access.first_login', '', 'This is my first time, how do I log in?'],
  ['en', 'access.other', '', "I can't log in"],
  ['en', 'access.other', '', "Can't access my course, please help"],
  ['en', 'access.other', '', 'It says my account is locked'],
  ['en', 'other', '', 'Please refund my purchase'],
  ['en', 'other', '', 'I want to cancel my subscription'],
  ['en', 'other', '', 'Could you send me an invoice with our VAT number?'],
  ['en', 'other', '', "Lesson 3 video won't play"],
  ['en', 'other', '', 'Before I buy: is there a free trial?'],
  ['en', 'other', '', 'Thanks, it works now!'],
  ['en', 'access.email_missing', '', "I haven't received anything. If I don't get access by tomorrow I want a refund."],
  ['en', 'other', '', 'I never received access so please refund me'],
  ['en', 'other', '', 'I was charged twice this month'],
  ['en', 'other', '', 'When will I receive my certificate?'],
  ['de', 'access.password', '', 'Ich habe mein Passwort vergessen'],
  ['de', 'access.other', '', 'Ich kann mich nicht einloggen'],
  ['fr', 'access.email_missing', '', "Je n'ai pas reçu le mail d'accès"],
  ['fr', 'access.password', '', "J'ai oublié mon mot de passe"],
  [
    'it',
    'access.email_missing',
    '',
    "Buonasera, mi sono iscritta al percorso domenica e a tutt'oggi non ho avuto alcun riscontro nella mia casella",
  ],
  [
    'it',
    'access.first_login',
    '',
    'Mia figlia mi ha regalato il corso ma non sono capace di registrarmi, mi spiegate i passaggi?',
  ],
  ['it', 'access.link', '', 'Buongiorno, non ricordo più su che sito devo andare per continuare le lezioni'],
  ['it', 'access.other', '', 'Da ieri quando provo ad entrare mi dice utente non autorizzato'],
  ['it', 'access.password', '', 'la pass che ho non funziona'],
  ['it', 'other', '', 'Vorrei sapere se è possibile passare al piano annuale'],
  ['it', 'other', '', 'Non riconosco un addebito sulla mia carta da parte vostra'],
  ['it', 'other', '', "Buongiorno, dovrei cambiare la carta di credito associata all'abbonamento"],
  ['it', 'other', '', 'salve vorrei proporvi una collaborazione'],
  ['it', 'other', '', 'avrei bisogno di parlare con il docente riguardo agli esercizi'],
  [
    'it',
    'access.email_missing',
    '',
    "Ho sbagliato a scrivere la mail al momento dell'acquisto e quindi non ho ricevuto nulla",
  ],
  ['it', 'access.other', '', 'aiuto non entro'],
  ['it', 'access.email_missing', '', "L'importo è stato addebitato ma l'accesso non l'ho mai visto"],
  ['pt', 'access.email_missing', '', 'Fiz o pagamento do boleto na segunda e o acesso não foi liberado'],
  ['pt', 'access.password', '', 'tentei entrar e aparece senha inválida, já tentei várias vezes'],
  ['pt', 'access.link', '', 'troquei de celular e nao acho mais o curso, onde acesso?'],
  ['pt', 'access.first_login', '', 'comprei agora, como faço para acessar pela primeira vez?'],
  ['pt', 'other', '', 'Fui cobrado em dobro'],
  ['pt', 'other', '', 'Desisti do curso, quero meu dinheiro de volta'],
  ['pt', 'other', '', 'gostaria de saber se o curso tem certificado'],
  ['pt', 'access.other', '', 'A plataforma não abre de jeito nenhum'],
  ['pt', 'access.email_missing', '', 'Não recebi o e-mail para criar a senha'],
  ['pt', 'other', '', 'Vocês aceitam parceria com influenciadores?'],
  ['es', 'access.email_missing', '', 'Hice la compra el lunes y todavía no tengo mis credenciales'],
  ['es', 'access.password', '', 'No recuerdo la clave con la que me registré'],
  ['es', 'access.link', '', 'No encuentro la página del curso'],
  ['es', 'access.first_login', '', 'Nunca he entrado, ¿cómo creo mi cuenta?'],
  ['es', 'access.other', '', 'Mi acceso está bloqueado desde ayer'],
  ['es', 'other', '', 'Me cobraron dos veces'],
  ['es', 'other', '', 'Quisiera cambiar mi correo electrónico'],
  ['es', 'other', '', 'El PDF del módulo 3 no se descarga'],
  ['es', 'access.other', '', 'Intento ingresar y me regresa a la página principal'],
  ['en', 'access.email_missing', '', 'My payment went through on Monday but I have no login information'],
  ['en', 'access.password', '', 'The password you sent me does not work'],
  ['en', 'access.link', '', "I can't find the website where the lessons are"],
  ['en', 'access.first_login', '', "How do I set up my account? I've just purchased the course."],
  ['en', 'access.other', '', 'The site keeps throwing me out whenever I try to sign in'],
  ['en', 'other', '', 'Can I change the email on my account?'],
  ['en', 'other', '', 'How many modules does the course have?'],
  ['en', 'access.password', '', "Reset link never arrives, I'm trying to change my password"],
  ['en', 'access.other', '', "I still can't get into the course"],
  ['en', 'other', '', 'Kindly stop my subscription renewing'],
];

describe('what the requester wants', () => {
  it.each(MAILS)('%s %s: %s %s', (language, intent, subject, text) => {
    expect(read(language, subject, text).intent).toBe(intent);
  });

  it.each([
    ['without accents', 'it', 'Non mi e arrivata la mail di accesso', 'access.email_missing'],
    ['in capitals', 'es', 'OLVIDÉ MI CONTRASEÑA', 'access.password'],
    ['with one letter wrong', 'en', 'I forgot my pasword', 'access.password'],
    ['with a doubled letter too few', 'it', 'non riesco ad acedere al corso', 'access.other'],
    ['with a curly apostrophe', 'en', 'I can’t log in', 'access.other'],
    [
      'wrapped by the mail program',
      'it',
      'Buongiorno, ho comprato il corso la settimana scorsa e non ricordo\npiù la password che avevo scelto.',
      'access.password',
    ],
  ])('also %s', (_, language, text, intent) => {
    expect(read(language, '', text).intent).toBe(intent);
  });

  it('the subject of an answer is as old as what it answers', () => {
    expect(read('it', 'Re: password', 'Vorrei disdire il mio abbonamento').intent).toBe('other');
    expect(read('pt', 'RES: senha', 'Quando recebo o certificado?').intent).toBe('other');
  });

  it('the language that was detected wrongly is no trap', () => {
    expect(read('pt', '', 'Olvidé mi contraseña').intent).toBe('access.password');
  });

  it('the words that decided are shown as written', () => {
    expect(read('it', '', 'Ho dimenticato la Password').evidence.join(' ')).toContain('Password');
  });

  it('says what texts and gate must know', () => {
    expect(read('it', '', 'Ho già provato a reimpostare la password ma non funziona').signals.stepsTried).toBe(true);
    expect(read('it', '', 'Il mio account è bloccato').signals.blocked).toBe(true);
    expect(read('it', '', 'Non riesco ad entrare, passo la cosa al mio avvocato').signals.threat).toBe(true);
    expect(read('it', '', 'Grazie, tutto risolto').signals.thanks).toBe(true);
    expect(read('it', '', 'Grazie, ma non riesco ancora a entrare').signals.thanks).toBe(false);
  });
});

describe('whether the steps were tried', () => {
  it.each([
    ['it', 'Ho seguito le istruzioni dell’email ma non entro'],
    ['it', 'Ho già reimpostato la password due volte e non va'],
    ['pt', 'Já fiz tudo que vocês disseram e nada'],
    ['pt', 'Tentei redefinir a senha e continua dando erro'],
    ['es', 'Ya cambié la contraseña y sigue sin dejarme entrar'],
    ['en', 'I followed the steps and it still says wrong password'],
    ['en', 'I tried resetting my password, no luck'],
  ])('%s, they were: %s', (language, text) => {
    expect(read(language, '', text).signals.stepsTried).toBe(true);
  });

  it.each([
    ['it', 'Non ho ricevuto la mail di accesso, ho guardato anche nello spam'],
    ['it', 'Continua a dirmi password errata, ho provato tre volte'],
    ['pt', 'Não chegou o e-mail, já olhei no spam'],
    ['es', 'No me llegó el correo y he mirado en spam'],
    ['en', 'I checked my junk folder but the access email is not there'],
  ])('%s, the complaint itself is not a step of ours: %s', (language, text) => {
    expect(read(language, '', text).signals.stepsTried).toBe(false);
  });
});

describe('which language it is written in', () => {
  it.each(MAILS.filter(([, , , text]) => text.split(' ').length > 2))(
    '%s (%s): %s %s',
    async (language, _, __, text) => {
      expect(await detectLanguage(text, guessLanguage)).toBe(language);
    },
  );

  it('a mail without words has none', async () => {
    for (const text of ['HP 0763 1255 07', '', 'anna@libero.it', '!!! 12']) {
      expect(await detectLanguage(text, guessLanguage)).toBeNull();
    }
  });
});

describe('a machine wrote it', () => {
  it.each<[string, string, Partial<MachineMarks>, string, string, string]>([
    [
      'a bounce',
      'bounce',
      { contentType: 'multipart/report', reportType: 'delivery-status' },
      'x@y.example',
      'Undelivered Mail',
      '',
    ],
    [
      'a bounce without report',
      'bounce',
      { nullReturnPath: true },
      'mailer-daemon@y.example',
      'Mail delivery failed',
      '',
    ],
    ['Auto-Submitted', 'generated', { autoSubmitted: 'auto-generated' }, 'x@y.example', 'Avviso', ''],
    [
      'an out-of-office',
      'out-of-office',
      { autoSubmitted: 'auto-replied' },
      'x@y.example',
      'Risposta automatica: accesso',
      '',
    ],
    ['a mailing list', 'list', { listId: '<news.example>' }, 'x@y.example', 'Novità', 'come accedere al corso'],
    ['bulk', 'generated', { precedence: 'bulk' }, 'x@y.example', 'Novità', ''],
    ['a no-reply sender', 'generated', {}, 'no-reply@shop.example', 'Il tuo ordine', 'Hai pagato'],
    ['its words: away', 'out-of-office', {}, 'x@y.example', 'Re: ciao', 'Sono assente fino al 3 maggio.'],
    ['its words: away, English', 'out-of-office', {}, 'x@y.example', 'Re: hi', 'I am out of the office until Monday.'],
    [
      'its words: ticket',
      'generated',
      {},
      'x@y.example',
      '[Ticket #20418] ricevuto',
      'Abbiamo ricevuto la tua richiesta.',
    ],
  ])('%s', (_, reason, marks, from, subject, text) => {
    const reading = read('it', subject, text, marks, from);
    expect([reading.intent, reading.signals.autoReason]).toEqual(['auto', reason]);
  });

  it.each<[string, Partial<MachineMarks>, string]>([
    ['Auto-Submitted: no', { autoSubmitted: 'no' }, 'Non riesco ad entrare'],
    [
      'a person who quotes a notice',
      {},
      'Mi avete scritto "abbiamo ricevuto la tua richiesta" ma non riesco ad entrare, quando rispondete?',
    ],
    ['a person who says he is away', {}, 'Da due giorni non riesco ad entrare. Potete chiamarmi? Domani sono assente.'],
  ])('but not %s', (_, marks, text) => {
    expect(read('it', 'Accesso', text, marks).intent).not.toBe('auto');
  });

  it('a form that the team set is never a machine by its headers', () => {
    const marks = { ...PERSON_MARKS, autoSubmitted: 'auto-generated', precedence: 'bulk' };
    const input = {
      subject: 'Modulo',
      newText: 'Non riesco ad entrare',
      language: 'it',
      marks,
      fromAddress: 'noreply@form.example',
    };
    expect(readIntent({ ...input, trustedSender: true }).intent).toBe('access.other');
  });
});
