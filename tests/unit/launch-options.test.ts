import { describe, expect, it } from 'vitest';
import { optionsAgain, readLaunchData, readLaunchOptions, readTicketLink } from '../../electron/main/launch-options';

const plain = {
  demo: false,
  profileDir: null,
  language: null,
  size: null,
  debuggingPort: null,
  ticket: null,
  mailLink: null,
  mailFiles: [],
};

describe('the command line of the desk', () => {
  it.each([
    ['nothing', [], {}],
    ['the app folder and switches of Chromium', ['/app', '--no-sandbox', '--ozone-platform-hint=auto'], {}],
    ['the demo', ['--demo'], { demo: true }],
    ['a folder below the working folder', ['--profile', 'desk'], { profileDir: '/work/desk' }],
    ['a folder with its equals sign', ['--profile=/srv/desk'], { profileDir: '/srv/desk' }],
    ['a language', ['--language', 'pt'], { language: 'pt' }],
    ['a size', ['--size', '1440x900'], { size: { width: 1440, height: 900 } }],
    ['a port for debugging', ['--remote-debugging-port=9333'], { debuggingPort: 9333 }],
    ['a link to an address', ['/app', 'mailto:a@x.example'], { mailLink: 'mailto:a@x.example' }],
    ['a link to a ticket among the rest', ['/app', '--demo', 'sportello://ticket/T-7'], { demo: true, ticket: 'T-7' }],
    ['a saved mail below the working folder', ['/app', 'in/Mail 1.EML'], { mailFiles: ['/work/in/Mail 1.EML'] }],
    [
      'saved mails as a desktop names them, each once',
      ['file:///m/a%20b.eml', '/m/a b.eml', '/m/c.eml'],
      { mailFiles: ['/m/a b.eml', '/m/c.eml'] },
    ],
    ['no other file', ['/m/sales.csv', '/m/eml', 'file:///etc/passwd'], {}],
    ['no mail of another machine', ['file://evil.example/m/a.eml', 'smb://evil.example/a.eml'], {}],
    ['no name with a slash in disguise', ['file:///m/a%2Fb.eml'], {}],
  ])('takes %s', (_what, args, expected) => {
    expect(readLaunchOptions(args, '/work')).toEqual({ ...plain, ...expected });
  });

  it.each([
    ['an unknown language', ['--language', 'de']],
    ['a profile without a folder', ['--profile']],
    ['an empty profile', ['--profile=']],
    ['a size of one number', ['--size', '1440']],
    ['a size out of all measure', ['--size', '14400x900']],
    ['a port that is a word', ['--remote-debugging-port', 'yes']],
    ['a port that no machine has', ['--remote-debugging-port', '70000']],
  ])('refuses %s', (_what, args) => {
    expect(() => readLaunchOptions(args, '/work')).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('a link to a ticket', () => {
  it.each([
    ['sportello://ticket/T-12', 'T-12'],
    ['sportello://ticket/T-12/', 'T-12'],
    ['SPORTELLO://TICKET/t-12', 'T-12'],
    ['sportello://ticket/12', null],
    ['sportello://ticket/T-12/../../x', null],
    ['sportello://reply/T-12', null],
    ['sportello://ticket/T-1234567890123', null],
    ['https://ticket/T-12', null],
    ['sportello://ticket/T-12.eml', null],
    ['', null],
  ])('%s names %s', (link, ticket) => {
    expect(readTicketLink(link)).toBe(ticket);
  });

  it.each([
    [{ ticket: 'T-3' }, 'T-3'],
    [{ ticket: null }, null],
    [{ ticket: 'T-3; rm' }, null],
    [{ ticket: 3 }, null],
    [null, null],
    ['T-3', null],
  ])('from a second start: %j is %s', (data, ticket) => {
    expect(readLaunchData(data)).toEqual({ ticket, mailLink: null, mailFiles: [] });
  });

  it.each([
    ['mailto:a@x.example?subject=Ciao', 'mailto:a@x.example?subject=Ciao'],
    ['https://x.example', null],
    [7, null],
  ])('a message asked for by a second start: %j is %s', (link, mailLink) => {
    expect(readLaunchData({ mailLink: link })).toEqual({ ticket: null, mailLink, mailFiles: [] });
  });

  it.each(['sportello://open/m/a.eml', 'sportello:///m/a.eml', 'mailto:a@x.example?attach=/m/a.eml'])(
    'opens no file: %s',
    (link) => {
      expect(readLaunchOptions([link], '/work').mailFiles).toEqual([]);
    },
  );

  it('of saved mails a second start names whole paths, fifty at most', () => {
    const mailFiles = ['/m/a.eml', 'b.eml', '/m/c.csv', 7, '/m/a.eml'];
    expect(readLaunchData({ mailFiles }).mailFiles).toEqual(['/m/a.eml']);
    expect(readLaunchData({ mailFiles: '/m/a.eml' }).mailFiles).toEqual([]);
    const many = Array.from({ length: 60 }, (_, at) => `/m/${at}.eml`);
    expect(readLaunchData({ mailFiles: many }).mailFiles).toHaveLength(50);
  });
});

describe('a desk that starts itself again', () => {
  it('is given its options, and nothing that was opened with it', () => {
    const args = [
      '--ozone-platform-hint=auto',
      '--variables-on-3',
      '--profile',
      '/srv/desk',
      '--language=pt',
      '/home/anna/saved.eml',
      'mailto:giulia@posta.example',
      'sportello://ticket/T-7',
      '--size',
      '1440x900',
    ];
    expect(optionsAgain(args)).toEqual(['--profile', '/srv/desk', '--language=pt', '--size', '1440x900']);
  });
});
