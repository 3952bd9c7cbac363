import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyHtml } from '../../shared/domain/reply-html';

describe('the HTML of a reply', () => {
  it.each([
    ['paragraphs and lines', 'Ciao,\n\nuno\ndue', '<p>Ciao,</p>\n<p>uno<br>\ndue</p>'],
    ['numbered steps', 'Ecco:\n1. apri\n2. entra', '<p>Ecco:</p>\n<ol>\n<li>apri</li>\n<li>entra</li>\n</ol>'],
    ['a numbered list that goes on', '3. poi', '<ol start="3">\n<li>poi</li>\n</ol>'],
    ['plain lists', '- uno\n- due', '<ul>\n<li>uno</li>\n<li>due</li>\n</ul>'],
    [
      'links without the sentence mark after them',
      'Apri https://a.example/x?y=1&z=2.',
      '<p>Apri <a href="https://a.example/x?y=1&amp;z=2">https://a.example/x?y=1&amp;z=2</a>.</p>',
    ],
    ['addresses', '(giulia@posta.example)', '<p>(<a href="mailto:giulia@posta.example">giulia@posta.example</a>)</p>'],
    ['escaped text', '<b>"&\'', '<p>&lt;b&gt;&quot;&amp;&#39;</p>'],
    ['no script links', 'javascript:alert(1) data:text/html,x', '<p>javascript:alert(1) data:text/html,x</p>'],
  ])('has %s', (_, text, html) => {
    expect(replyHtml(text)).toBe(html);
  });

  it('never lets a tag, an attribute or anything remote through', () => {
    const part = fc.constantFrom(
      '<img src=x>',
      '"',
      "'",
      'https://a.example/',
      '" onclick="x',
      '&',
      '\n',
      '1. ',
      '- ',
      'a@b.it',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const tags = replyHtml(parts.join('')).match(/<[^>]*>/g) ?? [];
        for (const tag of tags)
          expect(tag).toMatch(/^<(\/?(p|ol|ul|li|a)|br|ol start="\d+"|a href="(https?:\/\/|mailto:)[^"<>]*")>$/);
      }),
    );
  });
});
