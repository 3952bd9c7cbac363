/** A message of a ticket with what the mail server says of it. */
export type MarkedMessage = {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly isAuto: boolean;
  /** INTERNALDATE, or when we sent it; epoch ms. */
  readonly receivedAt: number;
  /**
   * The server's `\Answered` (RFC 9051 §2.3.2); null without it. `since`: when the desk saw it appear, epoch ms, null where
   * it was there when the desk first looked.
   */
  readonly answered: { readonly since: number | null } | null;
  /** The mail server took a reply of this desk to it: then the flag is ours, or no news. */
  readonly repliedByUs: boolean;
};

/** That somebody answered with another mail program; `at`: when the desk saw it, epoch ms, null where it does not know. */
export type AnsweredOutside = { readonly at: number | null };

/**
 * Whether the requester's newest mail was answered from another mail program, of which no reply lies in the ticket (a phone
 * that keeps no copy in Sent). A reply that the ticket shows, or that this desk sent, explains every flag on what came before
 * it. A flag on an earlier mail counts where it appeared after the newest one had come: who set it had both in sight.
 */
export function answeredOutside(messages: readonly MarkedMessage[]): AnsweredOutside | null {
  const asked = messages.filter((message) => message.direction === 'inbound' && !message.isAuto);
  const newestAt = Math.max(...asked.map((message) => message.receivedAt));
  const explainedUntil = Math.max(
    ...messages
      .filter((message) => message.direction === 'outbound' || message.repliedByUs)
      .map((message) => message.receivedAt),
  );
  const unexplained = asked.flatMap(({ answered, receivedAt }) => {
    if (answered === null || receivedAt <= explainedUntil) return [];
    const isNews = receivedAt === newestAt || (answered.since !== null && answered.since >= newestAt);
    return isNews ? [answered.since] : [];
  });
  if (unexplained.length === 0) return null;
  const seen = unexplained.filter((since) => since !== null);
  return { at: seen.length === 0 ? null : Math.max(...seen) };
}
