import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { claimedDomain } from '../../renderer/conversation/disguised-links';
import { linkify, readLink } from '../../renderer/conversation/linkify';
import { isRich } from '../../renderer/conversation/sanitise-mail';
import { openDesk } from './render-desk';

afterEach(cleanup);

describe('addresses in plain text', () => {
  it.each<[string, readonly (string | null)[]]>([
    ['see https://a.example/x.', [null, 'https://a.example/x', null]],
    ['(https://a.example/x)', [null, 'https://a.example/x', null]],
    ['www.a.example', ['https://www.a.example']],
    ['write to me@a.example', [null]],
    ['javascript:alert(1)', [null]],
  ])('%s', (text, urls) => expect(linkify(text).map((part) => part.url)).toEqual(urls));
});

describe('a link says where it truly leads', () => {
  it.each<[string, unknown]>([
    ['https://hotmart.com/x', { kind: 'web', host: 'hotmart.com', domain: 'hotmart.com', warnings: [] }],
    ['https://hоtmart.com/', { kind: 'web', host: 'xn--htmart-wqf.com', warnings: ['punycode'] }],
    ['https://hotmart.com@evil.example/', { kind: 'web', host: 'evil.example', warnings: ['user-info'] }],
    ['http://10.0.0.1/', { kind: 'web', host: '10.0.0.1', warnings: ['not-encrypted', 'numeric-host'] }],
    ['mailto:a@b.example?bcc=c@d.example', { kind: 'mail', url: 'mailto:a@b.example' }],
    ['javascript:alert(1)', { kind: 'refused', host: 'javascript:' }],
    ['file:///etc/passwd', { kind: 'refused' }],
    ['nonsense', { kind: 'refused' }],
  ])('%s', (written, expected) => expect(readLink(written)).toMatchObject(expected as object));

  it.each([
    ['hotmart.com', 'hotmart.com'],
    ['https://www.hotmart.com/it', 'www.hotmart.com'],
    ['Vai su hotmart.com.br e accedi', 'hotmart.com.br'],
    ['hot\u200bmart.com', 'hotmart.com'],
    ['hоtmart.com', 'xn--htmart-wqf.com'],
    ['https://hotmart.com@evil.example/', 'hotmart.com'],
    ['\u202emoc.tramtoh', 'moc.tramtoh'],
    ['login.evil.example', null],
    ['qui', null],
    ['ricevuta.pdf', null],
    ['1.234,50', null],
    ['Sig.Rossi, ecc.', null],
  ])('whose text is %j and that leads to evil.example names %s', (text, claimed) =>
    expect(claimedDomain(text, 'app.evil.example')).toBe(claimed),
  );

  it('before it opens outside', async () => {
    const opened = await openDesk();
    await opened.user.click(screen.getByRole('link', { name: /app.hotmart.example/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'This link leads to' }));
    expect(dialog.getByText('app.hotmart.example')).toBeTruthy();
    expect(opened.fake.opened).toEqual([]);
    await opened.user.click(dialog.getByRole('button', { name: 'Open outside' }));
    await waitFor(() => expect(opened.fake.opened).toEqual(['https://app.hotmart.example/ricevuta/1771569003']));
  });
});

describe('a mail goes into the frame', () => {
  it.each<[string, boolean]>([
    ['<html><body><p>Ciao <b>Anna</b><br></p></body></html>', false],
    ['<div dir="ltr">Ciao</div>', false],
    ['<p>Ciao <a href="https://a.example">qui</a></p>', true],
    ['<p><img src="cid:x"></p>', true],
    ['<table><tr><td>Ciao</td></tr></table>', true],
    ['<script>1</script>', true],
  ])('only when text would lose something: %s', (html, rich) => expect(isRich(html)).toBe(rich));
});
