/** One link of a mail and what may come of it (reliability.md T5). */
export type LinkVector = {
  readonly href: string;
  readonly text: string;
  /** What the person's system is handed after "Open outside"; null: nothing, ever. */
  readonly opens: string | null;
  /** Domain that the dialog names. */
  readonly domain?: string;
  /** Whether the text names another domain, and the dialog says so. */
  readonly disguised?: boolean;
};

/** An address for each, since the desk knows a disguised link by it. */
const bad = (at: number): string => `https://evil.example/login?${at}`;

/** Text that says another domain than `evil.example`. */
const DISGUISED: readonly string[] = [
  'hotmart.com',
  'https://hotmart.com',
  'https://hotmart.com/it/login',
  'http://www.hotmart.com/',
  'www.hotmart.com',
  'app.hotmart.com/products',
  'HOTMART.COM',
  'Vai su hotmart.com e accedi',
  '(https://hotmart.com/)',
  'hotmart.com.br',
  'hotmart。com',
  'ｈｏｔｍａｒｔ.com',
  'hot\u200bmart.com',
  'hotmart\u00ad.com',
  'hotmart\u2060.com',
  'hоtmart.com',
  '\u202emoc.tramtoh\u202c',
  'https://hotmart.com@evil.example/',
  'evil.example.hotmart.com',
  '<b>hotmart</b>.com',
  'paypal.com/it',
];

/** Text that names nothing, or the domain itself. */
const HONEST: readonly string[] = [
  'qui',
  'evil.example',
  'https://evil.example/login',
  'www.evil.example',
  'login.evil.example',
  'ricevuta.pdf',
  'fattura.1.docx',
  'Sig. Rossi, ecc.',
  '1.234,50',
];

/** Addresses that nothing may open, and that no dialog offers. */
const NOTHING: readonly string[] = [
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java&#10;script:alert(1)',
  'JAVASCRIPT:alert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'file://server/share/x.exe',
  '\\\\server\\share\\x.exe',
  '//server/share',
  'smb://server/share',
  'ftp://evil.example/x',
  'ms-msdt:/id PCWDiagnostic',
  'search-ms:query=x',
  'ms-officecmd:x',
  'sportello://ticket/T-1',
  'app://bundle/index.html',
  'mail://0/',
  'chrome://gpu',
  'devtools://devtools/bundled/x.html',
  'about:blank',
  'view-source:https://evil.example/',
  'blob:https://evil.example/x',
  'tel:+391234',
  'sms:+391234',
  'intent://x#Intent;end',
  'x-apple.systempreferences:',
  'steam://run/1',
  'vscode://file/etc/passwd',
  'wyciwyg://x',
  '/etc/passwd',
  '../../etc/passwd',
  '#x',
  '',
  'https://',
  'https://exa mple.com/',
  'https://[::1',
  'mailto:giulia@posta.example?attach=/etc/passwd&bcc=evil@evil.example',
];

export const LINK_VECTORS: readonly LinkVector[] = [
  ...DISGUISED.map((text, at) => ({ href: bad(at), text, opens: bad(at), domain: 'evil.example', disguised: true })),
  ...HONEST.map((text, at) => ({ href: bad(100 + at), text, opens: bad(100 + at), domain: 'evil.example' })),
  ...NOTHING.map((href) => ({ href, text: 'hotmart.com', opens: null })),
  { href: 'https://hotmart.com/', text: 'hotmart.com', opens: 'https://hotmart.com/', domain: 'hotmart.com' },
  {
    href: 'https://app.hotmart.com/x?y=1#z',
    text: 'hotmart.com',
    opens: 'https://app.hotmart.com/x?y=1#z',
    domain: 'hotmart.com',
  },
  { href: 'HTTPS://HOTMART.COM/', text: 'x', opens: 'https://hotmart.com/', domain: 'hotmart.com' },
  {
    href: 'https://hotmart.com.evil.example/',
    text: 'x',
    opens: 'https://hotmart.com.evil.example/',
    domain: 'evil.example',
  },
  {
    href: 'https://hotmart.com@evil.example/',
    text: 'hotmart.com',
    opens: 'https://hotmart.com@evil.example/',
    domain: 'evil.example',
    disguised: true,
  },
  {
    href: 'https://hotmart.com:x@evil.example/',
    text: 'x',
    opens: 'https://hotmart.com:x@evil.example/',
    domain: 'evil.example',
  },
  {
    href: 'https://evil.example\\@hotmart.com/',
    text: 'x',
    opens: 'https://evil.example/@hotmart.com/',
    domain: 'evil.example',
  },
  { href: 'https:evil.example/', text: 'x', opens: 'https://evil.example/', domain: 'evil.example' },
  { href: 'https:\\\\evil.example\\x', text: 'x', opens: 'https://evil.example/x', domain: 'evil.example' },
  { href: 'https://hоtmart.com/', text: 'x', opens: 'https://xn--htmart-wqf.com/', domain: 'xn--htmart-wqf.com' },
  { href: 'https://ｈotmart.com/', text: 'x', opens: 'https://hotmart.com/', domain: 'hotmart.com' },
  { href: 'https://evil。example/', text: 'x', opens: 'https://evil.example/', domain: 'evil.example' },
  {
    href: 'https://hotmart.com%2eevil.example/',
    text: 'x',
    opens: 'https://hotmart.com.evil.example/',
    domain: 'evil.example',
  },
  { href: 'https://hotmart.com/%00/x', text: 'x', opens: null },
  {
    href: 'https://hotmart.com/\u202etxt.exe',
    text: 'x',
    opens: 'https://hotmart.com/%E2%80%AEtxt.exe',
    domain: 'hotmart.com',
  },
  { href: 'http://2130706433/', text: 'x', opens: 'http://127.0.0.1/', domain: '127.0.0.1' },
  { href: 'http://0x7f.1/', text: 'x', opens: 'http://127.0.0.1/', domain: '127.0.0.1' },
  { href: 'http://[::1]:8080/', text: 'x', opens: 'http://[::1]:8080/', domain: '[::1]' },
  {
    href: 'https://loja.evil.com.br/',
    text: 'hotmart.com.br',
    opens: 'https://loja.evil.com.br/',
    domain: 'evil.com.br',
    disguised: true,
  },
  { href: 'https://hotmart.github.io/', text: 'x', opens: 'https://hotmart.github.io/', domain: 'hotmart.github.io' },
];
