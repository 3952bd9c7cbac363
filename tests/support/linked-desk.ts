import type { SaidLinks } from '../../shared/contract/case-links';
import { makeTeamDesk } from './colleague';
import type { TeamDesk } from './colleague';
import { writeMail } from './write-mail';

/** Who writes in the tests of cases: two people, and an office whose address is many people's. */
export const GIULIA = 'Giulia Ferri <giulia@posta.example>';
export const MARTA = 'Marta Rossi <marta@posta.example>';
export const OFFICE = 'Segreteria <info@scuola.example>';

const HOUR = 3_600_000;
const FIRST_MAIL = Date.UTC(2026, 0, 12, 6);

/** Tickets of these people, an hour apart, in this order of arrival: T-1, T-2, … */
export async function deskWith(...people: readonly string[]): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  for (const [index, from] of people.entries()) {
    const date = new Date(FIRST_MAIL + index * HOUR).toUTCString();
    desk.mailbox.deliver(writeMail({ from, date, subject: `Accesso ${index + 7}` }));
  }
  await desk.sync();
  return desk;
}

export const seen = async (desk: TeamDesk, ticket: string) => ({
  ticket,
  revision: (await desk.stored(ticket)).revision,
});
export const join = async (desk: TeamDesk, ticket: string, other: string) =>
  desk.engine.call('tickets.join', { ...(await seen(desk, ticket)), with: await seen(desk, other) });
export const part = async (desk: TeamDesk, ticket: string, from: string) =>
  desk.engine.call('tickets.part', { ...(await seen(desk, ticket)), from: await seen(desk, from) });
export const undo = (desk: TeamDesk, { links }: SaidLinks) =>
  desk.engine.call('tickets.restoreLinks', { links: links.map((one) => ({ ...one })) });
export const close = async (desk: TeamDesk, ticket: string, to: 'done' | 'open' = 'done') =>
  desk.engine.call('tickets.setState', { ...(await seen(desk, ticket)), to, snoozeUntil: null });
/** The other tickets of a case, closed ones in brackets. */
export const caseOf = async (desk: TeamDesk, ticket: string) =>
  (await desk.engine.call('tickets.case', { ticket })).map((one) => (one.open ? one.ticket : `(${one.ticket})`));
export const told = async (desk: TeamDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).history
    .filter(({ kind }) => kind.startsWith('case-'))
    .map(({ kind, actor, detail }) => [kind, actor, detail]);
