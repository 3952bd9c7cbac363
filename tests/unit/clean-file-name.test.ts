import { describe, expect, it } from 'vitest';
import { cleanFileName } from '../../shared/domain/clean-file-name';

describe('the name of a saved attachment', () => {
  it.each([
    ['ricevuta.pdf', 'ricevuta.pdf'],
    ['perché no.pdf', 'perché no.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\x.exe', 'C__Windows_x.exe'],
    ['.bashrc', 'bashrc'],
    ['  spaced .txt. ', 'spaced .txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['zero\u200Bwidth\u0000.txt', 'zerowidth.txt'],
    ['a:b*c?"<>|.txt', 'a_b_c_____.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['console.txt', 'console.txt'],
    ['', 'file'],
    ['...', 'file'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j becomes %j', (name, expected) => {
    expect(cleanFileName(name)).toBe(expected);
  });

  it('is at most 120 characters and keeps its ending', () => {
    const long = cleanFileName(`${'x'.repeat(500)}.pdf`);
    expect(long).toHaveLength(120);
    expect(long.endsWith('.pdf')).toBe(true);
    expect(cleanFileName(`x.${'y'.repeat(500)}`).length).toBeLessThanOrEqual(120);
  });
});
