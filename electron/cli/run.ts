import { SportelloError } from '../../shared/contract/errors';
import { readArguments } from './arguments';
import { backupCommand } from './backup';
import { EXIT } from './command';
import type { Command, CommandLine, ExitCode } from './command';
import { doctorCommand } from './doctor';
import { eraseCommand } from './erase';
import { evaluateCommand } from './evaluate';
import { fetchCommand } from './fetch';
import { importCommand } from './import';
import { moveCommand } from './move';
import { outboxCommand } from './outbox';
import { quarantineCommand } from './quarantine';
import { replyCommand } from './reply';
import { reportCommand } from './report';
import { restoreCommand } from './restore';
import { searchCommand } from './search';
import { signInCommand } from './sign-in';
import { syncCommand } from './sync';
import { teamCommand } from './team';
import { ticketsCommand } from './tickets';
import { runTriage } from './triage';
import type { TriageIo } from './triage';

/** Commands on a profile. `triage` is on its own: it has no profile and writes nothing. */
const commands: Readonly<Record<string, Command>> = {
  sync: syncCommand,
  import: importCommand,
  fetch: fetchCommand,
  tickets: ticketsCommand,
  search: searchCommand,
  reply: replyCommand,
  outbox: outboxCommand,
  doctor: doctorCommand,
  quarantine: quarantineCommand,
  backup: backupCommand,
  restore: restoreCommand,
  erase: eraseCommand,
  evaluate: evaluateCommand,
  report: reportCommand,
  'sign-in': signInCommand,
  team: teamCommand,
  move: moveCommand,
};

const TRIAGE_USAGE = 'triage --mail DIR --purchases FILE --catalogue FILE [--language it] [--authserv-id ID] [--json]';

/**
 * Runs one command. Standard output gets results only; exit 0 done, 1 the work failed (said on standard error), 2
 * unusable arguments. An unexpected error is not caught here: it is a bug.
 */
export async function runCommand(given: readonly string[], line: CommandLine): Promise<ExitCode> {
  const [name = '', ...rest] = given;
  if (name === 'help' || name === '--help' || name === '-h') {
    for (const text of usageLines()) line.print(text);
    return EXIT.done;
  }
  try {
    if (name === 'triage') return (await runTriage(rest, triageIo(line))) as ExitCode;
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      line.complain(name === '' ? 'Which command?' : `There is no command ${name}.`);
      for (const text of usageLines()) line.complain(text);
      return EXIT.usage;
    }
    const usage = `sportello ${command.usage}`;
    return await command.run(readArguments(rest, command.shape, usage), line);
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    line.complain(`${endSentence(error.message)} ${error.action}`);
    return error.code === 'usage' ? EXIT.usage : EXIT.failed;
  }
}

// Triage writes whole lines of its own.
function triageIo(line: CommandLine): TriageIo {
  return {
    stdout: { write: (text) => line.print(text.replace(/\n$/, '')) },
    stderr: { write: (text) => line.complain(text.replace(/\n$/, '')) },
    resourcesDir: line.resourcesDir,
  };
}

function usageLines(): readonly string[] {
  const all = [TRIAGE_USAGE, ...Object.values(commands).map((command) => command.usage)];
  return [
    'Usage:',
    ...all.map((usage) => `  sportello ${usage}`),
    'Secrets: SPORTELLO_IMAP_PASSWORD, SPORTELLO_SMTP_PASSWORD, SPORTELLO_STORE_PASSPHRASE;',
    '  signed in at a provider: SPORTELLO_OAUTH_REFRESH_TOKEN_FILE (or SPORTELLO_OAUTH_REFRESH_TOKEN), SPORTELLO_OAUTH_CLIENT_SECRET;',
    '  several mailboxes: those of the first; _ID behind them for one (vendas-br: _VENDAS_BR); passwords also for others on the same host and port;',
    "  a team's server: SPORTELLO_STORE_PASSWORD, SPORTELLO_MEMBER_PASSWORD (of who is added);",
    "  Hotmart's API: SPORTELLO_HOTMART_CLIENT_SECRET or SPORTELLO_HOTMART_BASIC.",
  ];
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
