import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import { profileSchema } from '../../shared/contract/profile';
import type { Profile } from '../../shared/contract/profile';
import { jsonFault } from '../../shared/domain/json-place';

/** Reads `profile.json` of a profile folder; null where there is none. Throws `profile-unreadable` with what is wrong. */
export async function readProfile(profileDir: string): Promise<Profile | null> {
  const path = join(profileDir, 'profile.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw unreadable(path, error.message, { reason: 'missing', detail: { file: path } }, error);
  });
  if (text === null) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const { line, column } = jsonFault(text) ?? { line: 1, column: 1 };
    const said = { reason: 'json', detail: { file: path, line, column } } as const;
    throw unreadable(path, `it is not JSON in line ${line}, column ${column}`, said, error);
  }
  const parsed = profileSchema.safeParse(raw);
  if (!parsed.success) {
    const { issues } = parsed.error;
    const [issue] = issues;
    const fields = [...new Set(issues.map(({ path: field }) => field.join('.')))].join(', ');
    throw unreadable(
      path,
      issue ? `${issue.path.join('.') || 'profile'}: ${issue.message}` : 'its content',
      { reason: 'fields', detail: { file: path, fields } },
      parsed.error,
    );
  }
  return parsed.data;
}

/** Replaces `profile.json` in one step: after a crash it is the old one or the new one. Only its owner can read it. */
export async function writeProfile(profileDir: string, profile: Profile): Promise<void> {
  await writeWhole(join(profileDir, 'profile.json'), `${JSON.stringify(profileSchema.parse(profile), null, 2)}\n`);
}

/** Writes a file of the profile folder in one step, mode 0600; the folder is 0700. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

type Said =
  | { readonly reason: 'missing'; readonly detail: { readonly file: string } }
  | {
      readonly reason: 'json';
      readonly detail: { readonly file: string; readonly line: number; readonly column: number };
    }
  | { readonly reason: 'fields'; readonly detail: { readonly file: string; readonly fields: string } };

function unreadable(path: string, what: string, said: Said, cause: unknown): SportelloError {
  return new SportelloError('profile-unreadable', `${path} cannot be used: ${what}.`, {
    ...said,
    action: 'Correct the file, or move it away to set this desk up again; the store is not touched.',
    cause,
  });
}
