import { describe, expect, it } from 'vitest';
import { htmlText } from '../../electron/engine/mail/html-text';
import { processorMs } from '../support/processor-time';

describe('the text that a reader sees', () => {
  it.each([
    ['blocks are lines', '<p>Ciao,</p><div>non entro</div>', 'Ciao,\nnon entro'],
    ['breaks and spaces', 'a<br>b   c\n d', 'a\nb c d'],
    ['entities', 'perch&eacute; &egrave; &lt;qui&gt; &#39;s&#xEC;&#39; &amp;nbsp;', "perché è <qui> 'sì' &nbsp;"],
    ['a quote is marked', 'nuovo<blockquote>vecchio<br>altro</blockquote>fine', 'nuovo\n> vecchio\n> altro\nfine'],
    ['styles and scripts are not text', '<style>p{}</style>a<script>b</script><title>t</title>c', 'ac'],
    ['comments are not text', 'a<!-- b <p>c --><!--[if mso]>d<![endif]-->e', 'ae'],
    ['a tag is not a tag', '1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['attributes may hold >', '<a title="x > y" href=z>qui</a>', 'qui'],
    ['an unclosed tag ends it', 'ciao <a href="', 'ciao'],
    ['an unclosed style ends it', 'ciao<style>x', 'ciao'],
  ])('%s', (_, html, text) => {
    expect(htmlText(html)).toBe(text);
  });

  it.each([
    '<span style="display:none">NASCOSTO</span>',
    '<div style="Display : None;"><p>NASCOSTO</p></div>',
    '<span style="font-size:0px">NASCOSTO</span>',
    '<span style="visibility:hidden">NASCOSTO</span>',
    '<span style="color:#ffffff">NASCOSTO</span>',
    '<div style="max-height:0;overflow:hidden">NASCOSTO</div>',
    '<div style="opacity:0">NASCOSTO</div>',
    '<p hidden>NASCOSTO</p>',
    '<span style="mso-hide:all">NASCOSTO</span>',
    '<div style="position:absolute;left:-9999px">NASCOSTO</div>',
  ])('hidden text is dropped: %s', (html) => {
    expect(htmlText(`prima ${html} dopo`).replace(/\s+/g, ' ')).toBe('prima dopo');
  });

  it('white letters on a coloured button are seen', () => {
    expect(htmlText('<td style="background:#c00"><a style="color:#fff">Accedi</a></td>')).toBe('Accedi');
  });
});

describe('hostile HTML costs no more than its length', () => {
  it.each([
    ['unclosed tags', '<div>'.repeat(200_000)],
    ['open brackets', '<'.repeat(1_000_000)],
    ['unbalanced quotes', '<a b="'.repeat(160_000)],
    ['unclosed comments', '<!--'.repeat(250_000)],
    ['nested quotes', '<blockquote>x'.repeat(70_000)],
    ['end tags', '</p>'.repeat(250_000)],
    ['unclosed styles', '<style'.repeat(160_000)],
  ])('%s', (_, html) => {
    expect(processorMs(() => htmlText(html))).toBeLessThan(2000);
  });
});
