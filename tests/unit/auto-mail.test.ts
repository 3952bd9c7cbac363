import { describe, expect, it } from 'vitest';
import { readAuto } from '../../shared/domain/auto-mail';
import { PERSON_MARKS } from '../support/person-marks';

const read = (newText: string) =>
  readAuto({
    subject: 'Accesso',
    newText,
    language: null,
    marks: PERSON_MARKS,
    fromAddress: 'giulia@posta.example',
    trustedSender: false,
  });

describe('a customer who misses the automatic e-mail of A3 is a person', () => {
  it.each([
    'Ho pagato ma la vostra email automatica non è mai arrivata',
    'Non ho ricevuto l’e-mail automatica con i dati di accesso.',
    'Olá, não recebi o e-mail automático com o acesso ao curso',
    'A mensagem automática de acesso não chegou',
    'No me llegó el correo automático con el acceso.',
    'Je n’ai pas reçu le message automatique avec mes accès.',
    'I never received the automatic email with my login.',
  ])('%s', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('what says of itself that it is automatic is none', () => {
  it.each([
    'Questa è una mail automatica. Il suo ticket è in coda.',
    'Este é um e-mail automático, obrigado pelo contato.',
    'Esta é uma mensagem automática.',
    'Este es un correo automático.',
    'Ceci est un message automatique.',
    '*** Mensagem automática ***\nRecebemos o seu pedido.',
    'This is an automated message.',
  ])('%s', (text) => {
    expect(read(text)).toMatchObject({ reason: 'generated' });
  });
});
