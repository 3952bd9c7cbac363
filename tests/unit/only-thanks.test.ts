import { describe, expect, it } from 'vitest';
import { isOnlyThanks } from '../../shared/domain/only-thanks';

describe('thanks and nothing else', () => {
  it.each([
    ['it', 'Grazie mille, buona giornata!'],
    ['it', 'Perfetto, grazie a voi.'],
    ['pt', 'Muito obrigada, bom trabalho!'],
    ['es', 'Muchas gracias, un saludo.'],
    ['en', 'Great, thank you!'],
    [null, 'Grazie'],
  ])('%s: %s', (language, text) => {
    expect(isOnlyThanks(text, language)).toBe(true);
  });

  it.each([
    ['it', 'Grazie. Ho inviato adesso i dati di accesso anche alla seconda mail.'],
    ['it', 'Grazie, la password è Limone77'],
    ['it', 'Grazie, qual è la sua mail?'],
    ['it', 'Fatto, accesso inviato.'],
    ['en', 'Thanks, use https://pane.example/soci'],
    ['en', 'Thanks, his account is marco@posta.example'],
    ['en', ''],
  ])('not: %s: %s', (language, text) => {
    expect(isOnlyThanks(text, language)).toBe(false);
  });
});
