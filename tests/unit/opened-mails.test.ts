import { expect, it } from 'vitest';
import { createOpenedMails } from '../../electron/main/opened-mails';
import { SportelloError } from '../../shared/contract/errors';
import type { ToldMail } from '../../shared/contract/saved-mail';

/** The engine's and the window's ends: the engine fails where a path says so. */
function room() {
  const asked: string[] = [];
  const told: ToldMail[] = [];
  let heard = (): void => undefined;
  return {
    asked,
    told,
    /** Settles once the window was told again. */
    next: () => new Promise<void>((resolve) => (heard = resolve)),
    ends: {
      open: async (path: string) => {
        asked.push(path);
        if (path.includes('broken')) throw new SportelloError('file-unreadable', 'No mail.', { action: '' });
        return { kind: 'known', ticket: 'T-1' } as const;
      },
      tell: (mail: ToldMail) => {
        told.push(mail);
        heard();
      },
    },
  };
}

it('waits for the desk, then shows one after the other as the person gets through them', async () => {
  const { asked, told, next, ends } = room();
  const mails = createOpenedMails();
  mails.add(['/m/a.eml', '/m/broken.eml']);
  expect(asked).toEqual([]);
  let said = next();
  mails.begin(ends);
  await said;
  expect(told).toEqual([{ fileName: 'a.eml', left: 1, opened: { kind: 'known', ticket: 'T-1' } }]);
  expect(asked).toEqual(['/m/a.eml']);
  said = next();
  mails.next();
  await said;
  expect(told[1]).toMatchObject({ fileName: 'broken.eml', left: 0, opened: { kind: 'failed' } });
  mails.next();
  said = next();
  mails.add(['/m/c.eml']);
  await said;
  expect(asked).toEqual(['/m/a.eml', '/m/broken.eml', '/m/c.eml']);
});

it('takes what is named like a saved mail and nothing else, each once, fifty at a time', async () => {
  const { asked, next, ends } = room();
  const mails = createOpenedMails();
  mails.add(['/m/sales.csv', '/etc/passwd', '/m/A.EML', '/m/A.EML']);
  mails.add(['/m/A.EML']);
  mails.add(Array.from({ length: 60 }, (_, at) => `/n/${at}.eml`));
  for (let at = 0; at < 51; at += 1) {
    const said = next();
    if (at === 0) mails.begin(ends);
    else mails.next();
    await said;
  }
  mails.next();
  expect(asked).toHaveLength(51);
  expect(asked.slice(0, 2)).toEqual(['/m/A.EML', '/n/0.eml']);
});
