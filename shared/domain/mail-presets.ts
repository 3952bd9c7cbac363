import type { MailProvider } from '../contract/mail-provider';
import type { MailboxSettings, ServerSettings } from '../contract/profile';

/** Servers for an address, and how sure they are. */
export type MailPreset = Pick<MailboxSettings, 'imap' | 'smtp'> & {
  /** null: the host names are only the usual ones of that domain. */
  readonly provider: MailProvider | null;
};

/**
 * Servers for an address: of the provider that its domain belongs to, else `imap.` and `smtp.` of the domain as a guess.
 * null while the address is not complete. Asks nobody: an address that is being typed goes nowhere.
 */
export function presetFor(address: string, providers: readonly MailProvider[]): MailPreset | null {
  const domain = /^[^\s@]+@([^\s@.]+(?:\.[^\s@.]+)*\.[^\s@.]{2,})$/.exec(address)?.[1]?.toLowerCase();
  if (domain === undefined) return null;
  const provider = providers.find((one) => one.domains.some((own) => domain === own || isTenant(domain, own)));
  if (provider !== undefined) return presetOf(provider, address);
  const server = { secure: true, user: address };
  return {
    provider: null,
    imap: { ...server, host: `imap.${domain}`, port: 993 },
    smtp: { ...server, host: `smtp.${domain}`, port: 465 },
  };
}

/** Servers of a provider that was chosen for an address. */
export function presetOf(provider: MailProvider, address: string): MailPreset {
  const server = ({ user, ...rest }: MailProvider['imap']): ServerSettings => ({
    ...rest,
    user: user === 'address' ? address : address.slice(0, Math.max(0, address.lastIndexOf('@'))),
  });
  return { provider, imap: server(provider.imap), smtp: server(provider.smtp) };
}

/** Every organisation at Microsoft has a domain below this one. */
function isTenant(domain: string, own: string): boolean {
  return own === 'onmicrosoft.com' && domain.endsWith('.onmicrosoft.com');
}
