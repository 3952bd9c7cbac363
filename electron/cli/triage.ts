import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packError, SportelloError } from '../../shared/contract/errors';
import { REPLY_LANGUAGES, type ReplyLanguage } from '../../shared/domain/intent';
import { createOutside } from '../engine/hosts/outside';
import { loadMacros } from '../engine/macros/load-macros';
import { createImageReader } from '../engine/mail/image-text';
import { csvSource } from '../engine/purchases/csv-source';
import { DryDesk, ownAddresses } from './dry-desk';
import { readMailFolder } from './mail-folder';

/** Streams of a command and where `resources/` lies. */
export type TriageIo = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly resourcesDir: string;
};

type TriageArgs = {
  readonly mail: string;
  readonly purchases: string;
  readonly catalogue: string;
  readonly language: ReplyLanguage;
  readonly authservId: string | null;
  readonly json: boolean;
};

const USAGE =
  'Usage: triage --mail DIR --purchases sales.csv --catalogue products.csv [--language it|pt|es|en] [--authserv-id ID] [--json]\n';

/**
 * The dry run of domain.md, "The headless contract": decides every `.eml` below a folder in order of its Date header and
 * prints one line each. Writes nothing but `stdout`, logs to `stderr`. Answers the exit code: 0 when every file was read, 1 when
 * the purchases could not be, 2 on unusable arguments.
 */
export async function runTriage(args: string[], io: TriageIo): Promise<number> {
  const parsed = await readArgs(args);
  if (typeof parsed === 'string') {
    io.stderr.write(`${parsed}\n${USAGE}`);
    return 2;
  }
  const { clock, log } = createOutside({
    resourcesDir: io.resourcesDir,
    sinks: [(line) => io.stderr.write(`${line}\n`)],
  });
  const pictures = createImageReader({ clock, log, resourcesDir: io.resourcesDir });
  try {
    const source = await csvSource(parsed.purchases, parsed.catalogue, (problem) => {
      io.stderr.write(`${path.basename(problem.file)}:${problem.line}: ${problem.reason}\n`);
    });
    const macros = await loadMacros(io.resourcesDir);
    const files = await readMailFolder(parsed.mail, parsed.authservId, pictures);
    const desk = new DryDesk(parsed, source, macros, ownAddresses(files));
    for (const file of files) io.stdout.write(`${await desk.line(file)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    io.stderr.write(`${error.message} ${error.action}\n`);
    return 1;
  } finally {
    await pictures.close();
  }
}

async function readArgs(args: string[]): Promise<TriageArgs | string> {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      strict: true,
      options: {
        mail: { type: 'string' },
        purchases: { type: 'string' },
        catalogue: { type: 'string' },
        language: { type: 'string' },
        'authserv-id': { type: 'string' },
        json: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return packError(error).message;
  }
  const { mail, purchases, catalogue } = values;
  if (mail === undefined || purchases === undefined || catalogue === undefined) {
    return 'triage needs --mail, --purchases and --catalogue.';
  }
  const language = REPLY_LANGUAGES.find((known) => known === (values.language ?? 'it'));
  if (language === undefined) return `--language ${values.language ?? ''} is none of ${REPLY_LANGUAGES.join(', ')}.`;
  if (!(await isKind(mail, 'folder'))) return `--mail ${mail} is not a folder.`;
  for (const file of [purchases, catalogue]) if (!(await isKind(file, 'file'))) return `${file} is not a file.`;
  return {
    mail,
    purchases,
    catalogue,
    language,
    authservId: values['authserv-id'] ?? null,
    json: values.json === true,
  };
}

async function isKind(place: string, kind: 'folder' | 'file'): Promise<boolean> {
  // What cannot be looked at is not usable either: the caller says which argument it was.
  const found = await stat(place).catch(() => null);
  return found !== null && (kind === 'folder' ? found.isDirectory() : found.isFile());
}
