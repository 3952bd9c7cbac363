import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDictionaries } from '../../electron/main/spelling/dictionaries';
import { checkSpelling } from '../../shared/domain/spelling';
import type { SpelledLanguage } from '../../shared/domain/spelling';

const dictionaries = openDictionaries(resolve('resources'));
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? [];
const check = async (text: string, language: SpelledLanguage, known: readonly string[] = []) =>
  checkSpelling(wordsOf(text), { language, known }, async (one, words) => {
    const dictionary = await dictionaries.load(one);
    return words.filter((word) => !dictionary.has(word));
  });

describe('a text', () => {
  it.each([
    ['it', 'Puoi accedere al corso dall’e-mail, l’acesso è pronto.', ['l’acesso']],
    ['pt', 'Você pode acessar o curso com sua senha, a compra foi aprovadda.', ['aprovadda']],
    ['es', 'Puedes entrar al curso con tu contrasena, ya está todo listo.', ['contrasena']],
    ['en', 'You can open the course with your pasword, everything is ready.', ['pasword']],
  ] as const)('in %s has its misspelt words marked', async (language, text, wrong) => {
    expect(await check(text, language)).toEqual({ language, wrong });
  });

  it('names its people and products, in whatever case', async () => {
    const text = 'Gentile Giuliaa Ferrix, il corso PASTAFRESCA di Nonnarella è pronto.';
    const names = ['Giuliaa Ferrix', 'Pastafresca', 'Nonnarella'];
    expect((await check(text, 'it', names)).wrong).toEqual([]);
    expect((await check(text, 'it')).wrong).toHaveLength(4);
  });

  it('may hold numbers, codes, single letters, abbreviations and what every desk writes', async () => {
    expect((await check('HP1771569003 è su Hotmart Club, via PDF o IVA, x 3a', 'it')).wrong).toEqual([]);
  });

  it('is looked through in the language that it is written in, where that is plainly another', async () => {
    const text = 'Please open the message again and recieve your password there';
    expect(await check(text, 'it')).toEqual({ language: 'en', wrong: ['recieve'] });
  });

  it('stays in its language where it is only badly written', async () => {
    const text = 'Nn riesko ad acedere al korso xké la pasword nn va';
    expect((await check(text, 'it')).language).toBe('it');
  });
});

describe('suggestions', () => {
  it.each([
    ['it', 'acesso', 'accesso'],
    ['pt', 'voce', 'você'],
    ['es', 'contrasena', 'contraseña'],
    ['en', 'recieve', 'receive'],
  ] as const)('in %s: %s is %s', async (language, typed, meant) => {
    expect((await dictionaries.load(language)).suggest(typed)).toContain(meant);
  });
});

describe('the texts of the app', () => {
  const folder = resolve('resources/macros');
  /** Front matter, placeholders and conditions. */
  const NO_TEXT = /^---[\s\S]*?^---|\{[{%][\s\S]*?[}%]\}/gmu;
  const ADDRESS = /https?:\S+/gu;
  /** Hotmart's buttons where it has them in English only, Spanish verbs with two pronouns, and what the dictionaries lack. */
  const KNOWN = ['Forgot your password', 'Resend Access', 'respóndenos', 'reenvíanos', 'mistyped'];

  it.each(readdirSync(folder).filter((file) => file.endsWith('.md')))('%s is spelt right', async (file) => {
    const language = /\.(\w+)\.md$/.exec(file)?.[1] as SpelledLanguage;
    const text = readFileSync(join(folder, file), 'utf8').replace(NO_TEXT, ' ').replace(ADDRESS, ' ');
    const result = await check(text, language, KNOWN);
    expect(result).toEqual({ language, wrong: [] });
  });
});
