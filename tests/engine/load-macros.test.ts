import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textsDigest } from '../../electron/engine/macros/built-texts';
import { loadMacroFolder, loadMacros } from '../../electron/engine/macros/load-macros';
import { PASSAGES } from '../../shared/domain/decision';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import { RESOURCES } from '../support/reply-case';

let resources: string;
beforeEach(async () => {
  resources = await mkdtemp(path.join(os.tmpdir(), 'sportello-macros-'));
  await cp(path.join(RESOURCES, 'macros'), path.join(resources, 'macros'), { recursive: true });
});
afterEach(() => rm(resources, { recursive: true, force: true }));

const file = (name: string) => path.join(resources, 'macros', name);
const change = async (name: string, from: string, to: string) => {
  const text = await readFile(file(name), 'utf8');
  expect(text).toContain(from);
  await writeFile(file(name), text.replace(from, to));
};

const digest = async () => {
  const names = await readdir(file(''));
  return textsDigest(
    new Map(await Promise.all(names.map(async (name) => [name, await readFile(file(name), 'utf8')] as const))),
  );
};

describe('loading the reply texts', () => {
  it('gives every text in every language, with a version that changes with its file', async () => {
    const before = await loadMacros(resources);
    await change('holding.it.md', 'Grazie', 'Molte grazie');
    const after = await loadMacros(resources);
    expect(after.text('holding', 'it').version).not.toBe(before.text('holding', 'it').version);
    expect(after.text('holding', 'en').version).toBe(before.text('holding', 'en').version);
    expect(after.titles('club.first-access')).toEqual({
      it: 'Club · primo accesso',
      pt: 'Club · primeiro acesso',
      es: 'Club · primer acceso',
      en: 'Club · first access',
    });
  });

  it('reads files with Windows line ends and a byte order mark', async () => {
    const text = await readFile(file('holding.pt.md'), 'utf8');
    await writeFile(file('holding.pt.md'), `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    const shelf = await loadMacros(resources);
    expect(shelf.text('holding', 'pt').body).not.toContain('\r');
  });

  it('checks no text again in a set that was checked as it is, and every one where a letter differs', async () => {
    await change('holding.it.md', 'Grazie', '{{ iban }}');
    const known = await digest();
    const shelf = await loadMacroFolder(file(''), known);
    expect(shelf.text('holding', 'it').body).toContain('{{ iban }}');
    await change('holding.en.md', 'Thank', 'Many thank');
    await expect(loadMacroFolder(file(''), known)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('refuses a set that lacks a text, whatever was checked before', async () => {
    await rm(file('holding.es.md'));
    await expect(loadMacroFolder(file(''), await digest())).rejects.toMatchObject({
      message: expect.stringContaining('holding.es.md is missing'),
    });
  });

  it.each<[string, () => Promise<void>, string]>([
    ['a missing language', () => rm(file('holding.es.md')), 'holding.es.md is missing'],
    ['an unknown placeholder', () => change('holding.it.md', 'Grazie', '{{ iban }}'), 'unknown placeholder "iban"'],
    [
      'a condition on a value',
      () => change('holding.it.md', 'Grazie', '{% if product %}x{% endif %}'),
      'condition on "product"',
    ],
    ['broken Liquid', () => change('holding.it.md', '{% endif %}', ''), 'holding.it.md text is not valid Liquid'],
    ['another file pulled in', () => change('holding.it.md', 'Grazie', "{% include 'x' %}"), 'not valid Liquid'],
    ['no front matter', () => writeFile(file('holding.it.md'), 'Ciao'), 'holding.it.md has no front matter'],
    ['a wrong passage', () => change('holding.it.md', 'A2', 'A99'), 'cites "A99"'],
    ['an unknown text', () => writeFile(file('club.magic.it.md'), 'x'), 'club.magic.it.md is no text'],
    ['no folder', () => rm(file(''), { recursive: true }), 'cannot be read'],
  ])('refuses %s and names it', async (_, breakIt, message) => {
    await breakIt();
    await expect(loadMacros(resources)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(message),
      action: expect.stringContaining('resources/macros'),
    });
  });
});

it('the article has all its passages in every language', async () => {
  for (const language of REPLY_LANGUAGES) {
    const text = await readFile(path.join(RESOURCES, `article/passages.${language}.json`), 'utf8');
    const passages = JSON.parse(text) as Record<string, string>;
    expect(Object.keys(passages)).toEqual([...PASSAGES]);
    for (const passage of Object.values(passages)) expect(passage.length).toBeGreaterThan(40);
  }
});
