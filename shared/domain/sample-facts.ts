import type { ReplyLanguage } from './intent';
import type { MacroFacts } from './macro';
import { dateInWords } from './reply-text';

/** The invented order of the sample, epoch ms. */
const ORDERED_AT = Date.UTC(2026, 10, 12, 9, 30);
const SUBJECTS: Readonly<Record<ReplyLanguage, string>> = {
  it: 'non trovo il corso',
  pt: 'não encontro o curso',
  es: 'no encuentro el curso',
  en: 'I cannot find the course',
};

/** Everything that a text can print, invented: to look at it without a ticket. */
export function sampleFacts(language: ReplyLanguage): MacroFacts {
  return {
    slots: {
      name: 'Giulia',
      subject: SUBJECTS[language],
      signature: 'Anna\nSportello',
      transaction: 'HP1771569003',
      product: 'Orto sul Balcone',
      products: '- Orto sul Balcone\n- Pane in Casa',
      link: 'https://orto-sul-balcone.club.example/login',
      purchase_email: 'giulia.ferri@posta.example',
      purchase_date: dateInWords(ORDERED_AT, language),
      producer: 'Verde Facile',
      producer_email: 'ciao@verdefacile.example',
      support_address: 'supporto@corsi.example',
      answers_by: '24 h',
      producer_words: 'https://orto-sul-balcone.club.example/login\ngiulia.ferri@posta.example',
      claimed_email: 'giulia.nuova@posta.example',
      cases: `1. HP1771569003 · Orto sul Balcone · ${dateInWords(ORDERED_AT, language)} · giulia.ferri@posta.example`,
    },
    situation: {
      has_name: true,
      has_link: true,
      has_producer: true,
      has_producer_email: true,
      has_answers_by: true,
      has_claimed: true,
      buyer: true,
      renewal: false,
      club: 'unknown',
      recent: false,
      several: false,
      mailbox: false,
      again: false,
      asks: 'missing',
      pending: 'waiting',
      inactive: 'neutral',
      escalation: 'with',
      reason: 'missing',
      support: 'desk',
    },
  };
}
