import { packError, SportelloError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import type { FindingSaid } from '../../shared/contract/finding-words';
import type { Finding } from '../../shared/contract/views';
import { OLD_DATA_MS } from '../../shared/domain/health';
import { readCertificate } from './certificate';
import type { EngineContext } from './context';
import { withRestoreCommand } from './copies/advice';
import { copyFindings } from './copies/findings';
import { deskStatus } from './desk-status';
import { hotmartFindings } from './hotmart/findings';
import { checkMailbox } from './mail/mailbox-check';
import type { OpenMailbox } from './mailboxes';
import { variableOf } from '../../shared/contract/secret-variables';
import type { CheckDepth } from './store/check-store';

/** The newest look at everything of each desk. */
const lastChecks = new WeakMap<EngineContext, { readonly at: number; readonly sound: boolean }>();

/** When everything was last looked at since the start, and whether nothing was an error; null where it was not. */
export function lastCheckOf(context: EngineContext): { readonly at: number; readonly sound: boolean } | null {
  return lastChecks.get(context) ?? null;
}

/** Looks at account, certificates, store, outbox and data; says what is wrong and what to do. */
export async function runDoctor(context: EngineContext, depth: CheckDepth): Promise<readonly Finding[]> {
  const store = await context.store.check(depth);
  const copies = await copyFindings(context);
  const findings = [
    ...(await mailboxFindings(context)),
    ...store.map((found) => withRestoreCommand(found, context.profileDir, copies.newest)),
    ...copies.findings,
    ...(await deskFindings(context)),
    ...(await hotmartFindings(context)),
  ];
  const sound = !findings.some(({ severity }) => severity === 'error');
  lastChecks.set(context, { at: context.outside.clock.now(), sound });
  return findings;
}

async function mailboxFindings(context: EngineContext): Promise<readonly Finding[]> {
  const { all } = context.mailboxes;
  if (all.length === 0) {
    return [
      finding('account', 'warning', 'No mailbox is connected.', 'Connect one, or add "mailbox" to profile.json.', {
        word: 'account',
      }),
    ];
  }
  const found = await Promise.all(all.map((one) => findingsOf(context, one)));
  if (all.length === 1) return found.flat();
  return all.flatMap(({ settings: { id, address } }, index) =>
    (found[index] ?? []).map((one) => ({
      ...one,
      id: `${one.id}.${id}`,
      mailbox: address,
      text: `${address}: ${one.text}`,
    })),
  );
}

async function findingsOf(context: EngineContext, { settings, access }: OpenMailbox): Promise<readonly Finding[]> {
  const { imapPassword, smtpPassword, tokens } = access;
  const { profileDir, outside, mailboxes } = context;
  if (tokens === null && (imapPassword === null || smtpPassword === null)) {
    const isOnly = mailboxes.all.length === 1;
    const nameOf = (variable: string) => (isOnly ? variable : variableOf(variable, settings.id));
    return [
      finding(
        'account.password',
        'error',
        `No password is at hand for ${settings.imap.user}.`,
        `Set ${nameOf('SPORTELLO_IMAP_PASSWORD')} (and ${nameOf('SPORTELLO_SMTP_PASSWORD')} where it differs).`,
        { word: 'account.password', values: { user: settings.imap.user } },
      ),
    ];
  }
  try {
    return await checkMailbox({
      mailbox: settings,
      imapPassword: imapPassword ?? '',
      smtpPassword: smtpPassword ?? '',
      tokens,
      imapCa: readCertificate(profileDir, settings.imap),
      smtpCa: readCertificate(profileDir, settings.smtp),
      clock: outside.clock,
    });
  } catch (error) {
    // A certificate file that cannot be read is a finding like any other; the rest is looked at all the same.
    if (error instanceof SportelloError) return [failed(error.code, `${error.message}.`, packError(error))];
    throw error;
  }
}

async function deskFindings(context: EngineContext): Promise<readonly Finding[]> {
  const status = await deskStatus(context);
  const now = context.outside.clock.now();
  return [
    status.outbox.stopped
      ? failed('outbox', `The outbox stands still: ${status.outbox.stopped.message}`, status.outbox.stopped)
      : status.outbox.problems > 0
        ? finding(
            'outbox',
            'error',
            `${status.outbox.problems} replies are held, refused or uncertain.`,
            'Look at each with `outbox` and decide: send, discard, or "it did arrive".',
            { word: 'outbox.problems', values: { n: status.outbox.problems } },
          )
        : finding('outbox', 'ok', `The outbox is sound; ${status.outbox.waiting} waiting.`, '', {
            word: 'outbox',
            values: { n: status.outbox.waiting },
          }),
    status.lastImportAt === null
      ? finding(
          'purchases',
          'warning',
          'No purchases were ever imported.',
          'Run `import sales FILE` and `import products FILE`.',
          { word: 'purchases.none' },
        )
      : now - status.lastImportAt > OLD_DATA_MS
        ? finding('purchases', 'warning', 'The purchases are more than a week old.', 'Import a newer export.', {
            word: 'purchases.old',
          })
        : finding('purchases', 'ok', `${status.purchases} purchases, ${status.products} products.`, '', {
            word: 'purchases',
            values: { purchases: status.purchases, products: status.products },
          }),
    ...(status.quarantined > 0
      ? [
          finding(
            'quarantine',
            'warning',
            `${status.quarantined} messages could not be stored.`,
            'Look at them in your mail program; `sync` goes on without them.',
            { word: 'quarantine', values: { n: status.quarantined } },
          ),
        ]
      : []),
    ...(status.storeEncryption === 'none' && !status.demo
      ? [
          finding(
            'encryption',
            'warning',
            'The store is not encrypted: everyone who can read its file reads every mail.',
            'Choose a passphrase or the keychain, or keep the folder on an encrypted disk.',
            { word: 'encryption' },
          ),
        ]
      : []),
  ];
}

function finding(id: string, severity: Finding['severity'], text: string, action: string, said: FindingSaid): Finding {
  return { id, severity, text, do: action, said };
}

function failed(id: string, text: string, failure: PackedError): Finding {
  return { id, severity: 'error', text, do: failure.action, failure };
}
