/** Names under which a mail attaches a file (reliability.md T6). */
const ENDINGS = [
  'exe',
  'html',
  'svg',
  'lnk',
  'iso',
  'js',
  'vbs',
  'scr',
  'bat',
  'cmd',
  'ps1',
  'hta',
  'jar',
  'msi',
  'desktop',
  'app',
  'dmg',
  'xhtml',
  'url',
  'chm',
];

export const ATTACHMENT_NAMES: readonly string[] = [
  '../x.txt', '../../../../etc/passwd', '..\\..\\x.txt', '..', '.', '...', './x', '/etc/passwd', '//server/share/x', '\\\\server\\share\\x',
  'C:\\Windows\\System32\\x.dll', 'C:x.txt', 'file:///etc/passwd', '~/.bashrc', '.bashrc', '.ssh/authorized_keys', '%2e%2e%2fx', '..%2f..%2fx',
  '..%c0%afx', '....//....//x', 'a/../../x', 'a\u0000/../../x', '\u0000', 'x.txt\u0000.exe', 'x\n.txt', 'x\r\n../y', '\t', ' ', '', '..\u200b/x',
  '\u2024\u2024/x', '\uff0e\uff0e\uff0fx', '\u2215etc\u2215passwd', 'invoice\u202efdp.exe', 'a.pdf\u202eexe.', '\u2066x\u2069.txt', 'CON', 'con.txt',
  'NUL', 'AUX.', 'COM1', 'LPT9.txt', 'PRN.tar.gz', 'CLOCK$', 'x.txt.', 'x.txt ', 'x.txt:ads', 'x::$DATA', 'x.txt:Zone.Identifier', '-rf', '--help',
  '$(touch x)', '`touch x`', '; rm -rf /', '| x', '&& x', '"x"', "'x'", '<x>', '*?', 'desktop.ini', 'autorun.inf',
  `${'x'.repeat(4_000)}.pdf`, `${'../'.repeat(500)}x`, `x.${'y'.repeat(4_000)}`, '\u{1f600}'.repeat(200), `${'è'.repeat(300)}.pdf`,
  ...ENDINGS.map((ending) => `ricevuta.pdf.${ending}`),
]; // prettier-ignore
