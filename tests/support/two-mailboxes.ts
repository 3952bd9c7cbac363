import type { DeskMailbox } from '../../electron/engine/desk-settings';
import type { Profile } from '../../shared/contract/profile';
import { makeDesk, makeMailbox, makeSmtp, OPENED_AT, PROFILE } from './make-engine';
import type { FakeMailbox, FakeSmtp, MakeDeskOptions, TestDesk } from './make-engine';
import { createMovedClock } from './moved-clock';
import { writeMail } from './write-mail';

const SERVER = { host: '127.0.0.1', port: 1, secure: true };

/** Support, and sales with a name, an address and a signature of its own. */
export const SUPPORT: DeskMailbox = { ...PROFILE.mailbox!, id: 'main' };
export const SALES: DeskMailbox = {
  id: 'vendas-br',
  imap: { ...SERVER, user: 'vendas@corsi.example' },
  smtp: { ...SERVER, user: 'vendas@corsi.example' },
  address: 'vendas@corsi.example',
  name: 'Vendite Corsi',
  language: 'it',
  signature: 'Il gruppo vendite',
};

/** A profile with these mailboxes in place of its one. */
export function profileWith(...mailboxes: DeskMailbox[]): Profile {
  const { mailbox: _one, ...rest } = PROFILE;
  return { ...rest, mailboxes };
}

export type TwoMailboxes = TestDesk & {
  readonly support: FakeMailbox;
  readonly sales: FakeMailbox;
  readonly supportSmtp: FakeSmtp;
  readonly salesSmtp: FakeSmtp;
  /** Closes the engine and opens the same store, mailboxes and servers with this profile. */
  again(profile: Profile, secrets?: MakeDeskOptions['secrets']): Promise<TwoMailboxes>;
};

/** A desk with two mailboxes in memory, each with its own outgoing server. */
export async function makeTwoMailboxes(
  options: MakeDeskOptions & Partial<Pick<TwoMailboxes, 'support' | 'sales' | 'supportSmtp' | 'salesSmtp'>> = {},
): Promise<TwoMailboxes> {
  const clock = options.clock ?? createMovedClock(OPENED_AT);
  const support = options.support ?? makeMailbox(clock);
  const sales = options.sales ?? makeMailbox(clock);
  const supportSmtp = options.supportSmtp ?? makeSmtp();
  const salesSmtp = options.salesSmtp ?? makeSmtp();
  const desk = await makeDesk({
    profile: profileWith(SUPPORT, SALES),
    ...options,
    clock,
    parts: {
      openSync: (given) => (given.settings.address === SALES.address ? sales : support).open(given),
      ...(options.realSmtp ? {} : { smtp: ({ address }) => (address === SALES.address ? salesSmtp : supportSmtp) }),
      ...options.parts,
    },
  });
  const again: TwoMailboxes['again'] = async (profile, secrets) => {
    await desk.engine.close();
    const kept = { profileDir: desk.profileDir, clock, support, sales, supportSmtp, salesSmtp };
    return makeTwoMailboxes({ ...options, ...kept, profile, ...(secrets && { secrets }) });
  };
  return { ...desk, support, sales, supportSmtp, salesSmtp, again };
}

/** Types an answer and accepts it; it goes after its undo time. */
export async function answer(desk: TwoMailboxes, ticket: string, text = 'Cara Giulia, ecco la guida.') {
  const { row } = await desk.engine.call('tickets.open', { ticket });
  return desk.engine.call('replies.send', { ticket, revision: row.revision, text, macro: null, decision: null });
}

export async function sendDue(desk: TwoMailboxes): Promise<void> {
  desk.clock.advance(11_000);
  await desk.engine.flushOutbox();
}

/** One mail as two servers have it: each writes its own lines above it. */
export function deliveredTwice(): readonly [Buffer, Buffer] {
  const mail = writeMail({ to: `${SUPPORT.address}, ${SALES.address}` });
  const by = (mailbox: string): Buffer =>
    Buffer.concat([Buffer.from(`Delivered-To: ${mailbox}\r\nReceived: from mx.example; ${mailbox}\r\n`), mail]);
  return [by(SUPPORT.address), by(SALES.address)];
}
