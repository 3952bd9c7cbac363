import { createContext, useContext, useMemo } from 'react';
import type { ReactNode } from 'react';
import { mailboxLabel } from '../../shared/domain/mailbox-label';
import { useEngine } from '../engine-client';

/** How a mailbox is called in a row, and its whole address. */
export type MailboxName = { readonly label: string; readonly address: string };

/** Names by mailbox id; null where the desk has one mailbox, and nobody asks which. */
const Names = createContext<ReadonlyMap<string, MailboxName> | null>(null);

/** Knows the names of the desk's mailboxes for every row below: the status tells them, and only another name draws a row anew. */
export function MailboxNames(props: { readonly children: ReactNode }) {
  const mailboxes = useEngine('desk.status', {}).data?.mailboxes ?? [];
  // As text: each status brings the same mailboxes anew.
  const told = JSON.stringify(mailboxes.map(({ id, address }) => [id, address]));
  const names = useMemo(() => {
    const all = JSON.parse(told) as readonly (readonly [id: string, address: string])[];
    if (all.length < 2) return null;
    const addresses = all.map(([, address]) => address);
    return new Map(all.map(([id, address]) => [id, { address, label: mailboxLabel(address, addresses) }] as const));
  }, [told]);
  return <Names.Provider value={names}>{props.children}</Names.Provider>;
}

/** The name of the mailbox that something came to; null where the desk has one. One that is there no more goes by its id. */
export function useMailboxName(mailbox: string): MailboxName | null {
  const names = useContext(Names);
  return names === null ? null : (names.get(mailbox) ?? { label: mailbox, address: mailbox });
}
