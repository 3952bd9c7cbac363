import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TeamSettings } from '../../shared/contract/profile';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { writeProducts, writeSales } from '../support/sales-file';
import type { ProductCells, SaleCells } from '../support/sales-file';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';
import { writeMail } from '../support/write-mail';
import type { TestMail } from '../support/write-mail';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What the tests' shop has sold. */
export const SALES = {
  giulia: { transaction: 'HP1771569003', buyer_name: 'Giulia Ferri', buyer_email: 'giulia@posta.example' },
  marco: {
    transaction: 'HP1771569114',
    buyer_name: 'Marco Riva',
    buyer_email: 'marco@posta.example',
    product_id: '52',
    product_name: 'Orto sul balcone',
    producer_name: 'Verde Facile',
  },
  ana: {
    transaction: 'HP1771569225',
    buyer_name: 'Ana Souza',
    buyer_email: 'ana@correio.example',
  },
  /** The one of tests/fixtures/pictures. */
  elena: { transaction: 'HP4410020311', buyer_name: 'Elena Duarte', buyer_email: 'elena@posta.example' },
} as const satisfies Record<string, SaleCells>;

const CATALOGUE: readonly ProductCells[] = [
  { product_id: '41', product_name: 'Corso di pasta', delivery: 'club', member_area_url: 'https://pasta.club.example' },
  {
    product_id: '52',
    product_name: 'Orto sul balcone',
    delivery: 'producer',
    producer_name: 'Verde Facile',
    producer_email: 'ciao@verde.example',
  },
];

export type ServerOptions = {
  readonly team?: TeamSettings;
  /** Host names in the IMAP server's certificate; one that leaves out `localhost` is a certificate for somebody else. */
  readonly hosts?: readonly string[];
  /** Writes no profile: a first run. */
  readonly firstRun?: boolean;
  /** Imports nothing: sales.csv and products.csv only lie in the profile's folder. */
  readonly noPurchases?: boolean;
  /** How long the SMTP server thinks about a mail that it has before it says so, ms. */
  readonly answerAfterMs?: number;
};

export type TestServers = {
  readonly dovecot: Dovecot;
  readonly smtp: SmtpSink;
  /** The passwords as cli.md names them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Delivers an e-mail of a customer, dated now. */
  readonly deliver: (mail: TestMail) => Promise<void>;
  /** The Sent folder's messages, whole. */
  readonly sent: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a Dovecot with an empty mailbox and an SMTP server that keeps what it takes, writes a profile that names both
 * and imports sales and catalogue into its store by the command line.
 */
export async function startTestServers(profileDir: string, options: ServerOptions): Promise<TestServers> {
  const dovecot = await startDovecot(options.hosts ? { hosts: options.hosts } : {});
  const smtp = await startSmtpSink({
    password: dovecot.password,
    ...(options.answerAfterMs === undefined ? {} : { answerAfterMs: options.answerAfterMs }),
  });
  const environment = { SPORTELLO_IMAP_PASSWORD: dovecot.password, SPORTELLO_SMTP_PASSWORD: smtp.password };
  await mkdir(profileDir, { recursive: true });
  await copyFile(dovecot.caFile, join(profileDir, 'imap.pem'));
  await writeFile(join(profileDir, 'smtp.pem'), smtp.certificate.cert);
  const sales = Object.values(SALES).map((sale): SaleCells => ({ product_name: 'Corso di pasta', ...sale }));
  writeSales(join(profileDir, 'sales.csv'), sales);
  writeProducts(join(profileDir, 'products.csv'), CATALOGUE);
  if (options.firstRun !== true) {
    const imap = { host: dovecot.host, port: dovecot.port, secure: true, user: dovecot.user, ca: 'imap.pem' };
    const profile = {
      mailbox: {
        imap,
        smtp: { ...smtp.server, ca: 'smtp.pem' },
        address: dovecot.user,
        name: 'Assistenza Corsi',
        authservId: 'mx.corsi.example',
        language: 'it',
        signature: 'Il team di Assistenza Corsi',
      },
      agent: { name: 'Anna', email: 'anna@corsi.example' },
      team: options.team ?? {},
      store: { kind: 'sqlite', encryption: 'none' },
    };
    await writeFile(join(profileDir, 'profile.json'), JSON.stringify(profile));
    if (options.noPurchases !== true) {
      await cli('import', '--profile', profileDir, 'products', join(profileDir, 'products.csv'));
      await cli('import', '--profile', profileDir, 'sales', join(profileDir, 'sales.csv'));
    }
  }
  return {
    dovecot,
    smtp,
    environment,
    deliver: (mail) => dovecot.deliver(writeMail({ date: mailDate(new Date()), ...mail })),
    sent: () => dovecot.doveadm('fetch', '-u', dovecot.user, 'text', 'mailbox', 'Sent', 'ALL'),
    stop: async () => {
      await smtp.close();
      await dovecot.remove();
    },
  };
}

/** Runs the built command line on nothing but its arguments. */
async function cli(...args: readonly string[]): Promise<void> {
  await run(process.execPath, [join(ROOT, 'out/cli/index.cjs'), ...args], { cwd: ROOT, env: {} });
}

function mailDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}
