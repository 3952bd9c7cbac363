import type { TicketView } from '../../shared/contract/views';
import { FAKE_NOW, GREEN, decided, purchase, suggestion, ticketView } from './fake-tickets';

const HTML = `<html><head><style>p{font-family:Arial}</style></head><body><table width="100%" bgcolor="#f4f4f4"><tr><td>
<h2 style="color:#c0392b">Ajuda com o acesso</h2><p>Olá, comprei <b>Yoga em Casa</b> e não encontro o <a href="https://xn--htmart-9ta.example/login">link de acesso</a>.</p>
<p><img src="cid:shot@1" width="120" height="60"> <img src="https://tracker.example/p.gif" width="1" height="1"></p>
<script>parent.postMessage('x','*')</script><blockquote type="cite">Em 12 de nov., Hotmart escreveu: obrigado pela compra</blockquote></td></tr></table></body></html>`;

const match = (over: object) => ({ ...(ticketView(BASE).case?.match ?? failed()), ...over });
function failed(): never {
  throw new Error('the base ticket has a case');
}
const BASE = { id: 'T-0', name: '', address: 'x@example.com', subject: '', text: '', hours: 1 };

/** Twelve tickets that show every gate, badge, hint and state the window has. */
export function fakeInbox(): TicketView[] {
  return [
    ticketView({
      id: 'T-1042', name: 'Giulia Ferri', address: 'giulia.ferri@example.com', hours: 2,
      subject: 'non trovo l’email di accesso',
      text: 'Buongiorno,\nho comprato il Corso di pasta fresca otto giorni fa (HP 1771569003) ma non ho ricevuto l’email con i dati di accesso. Ho pagato con carta.\n\nMi potete aiutare? La ricevuta è su https://app.hotmart.example/ricevuta/1771569003.\n\nGrazie mille',
      message: {
        signature: 'Giulia Ferri\nInviato da iPhone',
        quotedText: 'Il giorno 12 nov 2026, Hotmart <noreply@hotmart.example> ha scritto:\n> Grazie per il tuo acquisto HP1771569003',
        attachments: [
          { index: 0, fileName: 'ricevuta.pdf', contentType: 'application/pdf', size: 84_213, contentId: null },
          { index: 1, fileName: 'schermata.png', contentType: 'image/png', size: 1_402_113, contentId: null },
        ],
      },
    }),
    ticketView({
      id: 'T-1041', name: 'Marco Riva', address: 'marco.riva@example.net', hours: 5,
      subject: 'Accesso al corso della mia compagna', text: 'Salve, scrivo per HP1620044871: non riusciamo a entrare.',
      facts: { match: match({ identity: 'other', purchase: purchase({ transaction: 'HP1620044871' }) }) },
      decision: decided('verify.purchase-email', 5, 'A3', 'A11'),
      suggestions: [
        suggestion('verify.purchase-email', { colour: 'amber', reasons: ['not-earned', 'identity.other'] }, { rule: 5, cites: ['A3', 'A11'], to: 'marco.riva@example.net' }),
        suggestion('club.first-access', { colour: 'red', reasons: ['privacy-guard'] }, { otherReading: { clue: 'mailbox', value: '' } }),
      ],
    }),
    ticketView({
      id: 'T-1040', name: 'Renata Prado', address: 'renata.prado@example.com.br', hours: 7, subject: 'link de acesso',
      text: 'Olá, comprei Yoga em Casa e não encontro o link de acesso.',
      message: {
        html: HTML,
        attachments: [{ index: 0, fileName: 'tela.png', contentType: 'image/png', size: 320, contentId: 'shot@1' }],
      },
      facts: { language: 'pt', intent: 'access.link', match: match({ basis: 'email+active', purchase: purchase({ transaction: 'HP1711223344', productName: 'Yoga em Casa', buyerName: 'Renata Prado', buyerEmail: 'renata.prado@example.com.br' }) }) },
      decision: decided('club.product-link', 11, 'A6'),
    }),
    ticketView({
      id: 'T-1039', name: 'Lucía Prieto', address: 'lucia.prieto@example.es', hours: 9, subject: 'No recibo los datos del productor',
      text: 'Compré el curso de guitarra hace una semana y el productor no me ha mandado nada.',
      facts: { language: 'es', delivery: 'producer', match: match({ purchase: purchase({ transaction: 'HP1699001122', productName: 'Guitarra desde cero', delivery: 'producer' }) }) },
      decision: decided('producer.contact', 9, 'A8', 'A9', 'A10', 'A11'),
      suggestions: [
        suggestion('producer.contact', GREEN, { rule: 9, language: 'es', cites: ['A8', 'A9', 'A10', 'A11'], escalation: { kind: 'ready', to: 'soporte@guitarra.example', subject: 'Acceso pendiente HP1699001122', reason: 'missing', text: 'Hola,\n\nla compra HP1699001122 espera los datos de acceso.' } }),
      ],
    }),
    ticketView({
      id: 'T-1038', name: 'Hannah Cole', address: 'hannah.cole@example.co.uk', hours: 11, subject: 'Which course is my login for?',
      text: 'I bought two courses and the login only shows one of them.',
      facts: { language: 'en', delivery: null, match: match({ status: 'ambiguous', basis: 'email', purchase: null, candidates: [purchase(), purchase({ transaction: 'HP1620044871', productName: 'Pane in casa', status: 'inactive', statusWord: 'refunded' })] }) },
      decision: decided('ask.which-product', 4, 'A6'),
      suggestions: [suggestion('ask.which-product', GREEN, { rule: 4, language: 'en', cites: ['A6'] })],
    }),
    ticketView({
      id: 'T-1037', name: '', address: 'paola.n@example.org', hours: 20, subject: '', text: 'non entro, aiuto',
      facts: { delivery: null, match: match({ status: 'unmatched', basis: null, identity: 'other', purchase: null, evidence: [], hints: [{ kind: 'number-unknown', number: 'HP1700000001' }] }), flags: { needsPerson: false, thanks: false, perhapsNewer: true, lastImportAt: FAKE_NOW - 7_200_000 } },
      decision: decided('ask.purchase-details', 3, 'A11'),
      suggestions: [suggestion('ask.purchase-details', { colour: 'amber', reasons: ['perhaps-newer-than-data'] }, { rule: 3, cites: ['A11'] })],
    }),
    ticketView({
      id: 'T-1036', name: 'Davide Conti', address: 'davide.conti@example.com', hours: 26, subject: 'Password rifiutata',
      text: 'HP177156900 non funziona, la password viene rifiutata.',
      facts: { intent: 'access.password', match: match({ basis: 'transaction~email', hints: [{ kind: 'near-own-purchase', number: 'HP177156900', transaction: 'HP1771569003' }] }) },
      decision: decided('club.password-reset', 10, 'A7'),
      suggestions: [suggestion('club.password-reset', { colour: 'amber', reasons: ['match.fuzzy'] }, { rule: 10, cites: ['A7'] })],
      row: { unread: false, assignee: 'Anna Bruni', messages: 3 },
    }),
    ticketView({
      id: 'T-1035', name: 'Iker Salas', address: 'iker.salas@example.es', hours: 30, subject: 'Pago pendiente',
      text: 'He pagado por boleto y aún no tengo acceso.',
      facts: { language: 'es', match: match({ basis: 'email', purchase: purchase({ status: 'pending', statusWord: 'billet printed' }) }) },
      decision: decided('purchase.pending', 6, 'A1'),
      suggestions: [suggestion('purchase.pending', GREEN, { rule: 6, language: 'es', cites: ['A1'] })],
    }),
    ticketView({
      id: 'T-1034', name: 'Priya Nair', address: 'priya.nair@example.com', hours: 49, subject: 'Where do I log in?',
      text: 'I have no idea where this course lives.',
      facts: { language: 'en', delivery: 'unknown', match: match({ basis: 'email', purchase: purchase({ delivery: 'unknown', productName: 'Watercolour basics', memberAreaUrl: '' }) }) },
      decision: decided('classify.product', 8, 'A2'), suggestions: [],
    }),
    ticketView({
      id: 'T-1033', name: 'Simone Reis', address: 'simone.reis@example.com', hours: 60, subject: 'Ainda sem acesso!!',
      text: 'Já tentei tudo o que me disseram e nada. Vou abrir um chargeback.',
      facts: { language: 'pt', answered: { at: FAKE_NOW - 90_000_000, by: 'Anna Bruni', ticket: 'T-0998' }, flags: { needsPerson: true, thanks: false, perhapsNewer: false, lastImportAt: FAKE_NOW - 7_200_000 } },
      suggestions: [
        suggestion('club.first-access', { colour: 'amber', reasons: ['follow-up', 'needs-a-person', 'answered-elsewhere'] }, { macro: 'follow-up.club', language: 'pt' }),
        suggestion('club.first-access', { colour: 'red', reasons: ['hole'] }, { macro: 'resend-access', holes: ['agent_name'], otherReading: { clue: 'follow-up', value: '' } }),
      ],
      row: { hasDraft: true, unread: false, messages: 4 }, more: { draft: 'Olá Simone, ' },
    }),
    ticketView({
      id: 'T-1032', name: 'Carla Reyes', address: 'carla.reyes@example.com', hours: 70, subject: 'Reembolso',
      text: 'Quiero un reembolso de mi compra.', facts: { language: 'es', intent: 'other' },
      decision: decided('route.support', 2, 'A12'), suggestions: [], row: { queue: 'support' },
    }),
    ticketView({
      id: 'T-1031', name: 'Tom Becker', address: 'tom.becker@example.com', hours: 96, subject: '[no subject could be read]',
      text: '', facts: null, message: { readability: 'envelope' }, row: { queue: 'problems' },
    }),
  ]; // prettier-ignore
}
