import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { teamWithRights } from '../support/made-team';
import { makeDesk, PROFILE } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

async function openFile(desk: TestDesk, raw: Uint8Array): Promise<string> {
  const path = join(desk.profileDir, 'saved.eml');
  writeFileSync(path, raw);
  const opened = await desk.engine.call('savedMails.open', { path });
  if (opened.kind !== 'new') throw new Error(`The mail is ${opened.kind}`);
  return opened.mail.id;
}

it('agents whose desks do not read the mailbox make one ticket of one saved mail, also at the same moment', async () => {
  const team = await teamWithRights();
  const anna = await makeDesk({ team: team.as(await team.add('Anna', 'agent')) });
  // Anna's desk has the seat of the mailbox from here on.
  await anna.sync();
  const desks: TestDesk[] = [];
  for (const name of ['Bruno', 'Carla']) {
    const agent = { name, email: `${name.toLowerCase()}@corsi.example` };
    const login = team.as(await team.add(name, 'agent'));
    desks.push(await makeDesk({ team: login, profile: { ...PROFILE, agent }, clock: anna.clock }));
  }
  for (let round = 1; round <= 5; round += 1) {
    const raw = writeMail({ from: `cliente${round}@posta.example`, subject: `Accesso ${round}` });
    const ids = await Promise.all(desks.map((desk) => openFile(desk, raw)));
    const filed = await Promise.all(
      desks.map((desk, at) => desk.engine.call('savedMails.file', { id: ids[at] ?? '' })),
    );
    expect(filed.map(({ ticket }) => ticket)).toEqual([`T-${round}`, `T-${round}`]);
    expect(filed.filter(({ isNew }) => isNew)).toHaveLength(1);
  }
  expect(await anna.tickets()).toHaveLength(5);
});
