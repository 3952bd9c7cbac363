import { mailboxesOf } from '../../shared/contract/listed-mailboxes';
import type { NamedMailbox, Profile } from '../../shared/contract/profile';
import { foldAddress } from '../../shared/domain/address';
import { DEFAULT_BAR } from '../../shared/domain/earned';
import type { EarnedBar } from '../../shared/domain/earned';
import type { ReplyLanguage } from '../../shared/domain/intent';

/** A mailbox of the profile with its id written out. */
export type DeskMailbox = NamedMailbox;

/** What the profile says, with every default applied. Addresses in the lists are folded. */
export type DeskSettings = {
  readonly mailboxes: readonly DeskMailbox[];
  readonly agent: { readonly name: string; readonly email: string };
  readonly defaultLanguage: ReplyLanguage;
  readonly ownAddresses: readonly string[];
  /** Names that the mailboxes write with. */
  readonly ownNames: readonly string[];
  readonly formSenders: readonly string[];
  readonly groupAddresses: readonly string[];
  /** Who sends Hotmart's sales report. */
  readonly reportSenders: readonly string[];
  readonly supportAddress: string | null;
  readonly supportAnswersBy: string;
  readonly undoSeconds: number;
  readonly earnedBar: EarnedBar;
  readonly demo: boolean;
};

/** Addresses that are the desk's own and never a customer's, folded: of its mailboxes and groups, its reports, its support, its agent. */
export function deskAddresses(desk: DeskSettings): readonly string[] {
  const { ownAddresses, groupAddresses, reportSenders, supportAddress, agent } = desk;
  const typed = [supportAddress ?? '', agent.email].filter((address) => address !== '').map(foldAddress);
  return [...ownAddresses, ...groupAddresses, ...reportSenders, ...typed];
}

/** Length of the undo window where the team set none. */
export const DEFAULT_UNDO_SECONDS = 10;

/** Reads the settings out of a profile. */
export function deskSettings(profile: Profile): DeskSettings {
  const mailboxes = mailboxesOf(profile);
  const first = mailboxes[0];
  const team = profile.team ?? {};
  return {
    mailboxes,
    agent: profile.agent ?? { name: first?.name || first?.address || '', email: first?.address ?? '' },
    defaultLanguage: first?.language ?? 'it',
    ownAddresses: mailboxes.map((mailbox) => foldAddress(mailbox.address)),
    ownNames: mailboxes.map((mailbox) => mailbox.name).filter((name) => name !== ''),
    formSenders: (team.formSenders ?? []).map(foldAddress),
    groupAddresses: (team.groupAddresses ?? []).map(foldAddress),
    reportSenders: (profile.purchases?.reportSenders ?? []).map(foldAddress),
    supportAddress: team.supportAddress ?? null,
    supportAnswersBy: team.supportAnswersBy ?? '',
    undoSeconds: team.undoSeconds ?? DEFAULT_UNDO_SECONDS,
    earnedBar: {
      share: team.earnedShare ?? DEFAULT_BAR.share,
      cases: team.earnedCases ?? DEFAULT_BAR.cases,
    },
    demo: profile.demo ?? false,
  };
}

/** The words that stand for this agent as an assignee: the address, and the name where someone typed that. */
export function agentNames(desk: Pick<DeskSettings, 'agent'>): readonly string[] {
  return [desk.agent.email, desk.agent.name].filter((name) => name !== '');
}

/**
 * The settings as they hold for what came to this mailbox: where nothing else says it, its answers speak its own language; where the
 * profile has it no more, the first one's.
 */
export function settingsAt(desk: DeskSettings, mailbox: string | undefined): DeskSettings {
  if (desk.mailboxes.length < 2 || mailbox === undefined) return desk;
  return {
    ...desk,
    defaultLanguage: desk.mailboxes.find(({ id }) => id === mailbox)?.language ?? desk.defaultLanguage,
  };
}
