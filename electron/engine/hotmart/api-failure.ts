import { SportelloError } from '../../../shared/contract/errors';
import { shorten } from '../sign-in/identity-server';

/** Nothing usable came back: it says nothing about any purchase. */
export function notReached(host: string, why: string, cause?: unknown): SportelloError {
  return new SportelloError('hotmart-connect', `Hotmart's server ${host} cannot be used now: ${shorten(why)}.`, {
    action: 'Check the network. Sportello tries again by itself; the purchases that are here stay.',
    retryable: true,
    detail: { host },
    cause,
  });
}

/** The client id, the secret or the Basic token is not (any more) what Hotmart knows. */
export function wrongCredentials(reason: string): SportelloError {
  return new SportelloError('hotmart-credentials', `Hotmart does not accept the developer credentials: ${reason}`, {
    action:
      'Compare client id, client secret and Basic with Tools › Developer credentials in Hotmart, and enter them again in Settings.',
    detail: { reason },
  });
}

/** Hotmart answered and refused this question. Its catch-all `invalid_parameter` is one of these: never "no purchase". */
export function refused(what: string, status: number, reason: string): SportelloError {
  return new SportelloError('hotmart-refused', `Hotmart refused to tell ${what} (${String(status)}): ${reason}`, {
    action: 'All other data are read. If it stays so, check the credentials’ permissions in Hotmart and report it.',
    detail: { what, status, reason },
  });
}

/** Hotmart's API is not set up, or its secret is not at hand. */
export function switchedOff(why: 'settings' | 'secret'): SportelloError {
  return why === 'settings'
    ? new SportelloError('hotmart-off', "Hotmart's API is not set up.", {
        action: 'Enter the developer credentials in Settings, or add "hotmart" to profile.json.',
      })
    : new SportelloError('hotmart-off', "The secret of Hotmart's API is not at hand.", {
        reason: 'secret',
        action: 'Enter it in Settings, or set SPORTELLO_HOTMART_CLIENT_SECRET or SPORTELLO_HOTMART_BASIC.',
      });
}
