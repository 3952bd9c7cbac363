import type { DraftView } from '../../shared/contract/compose';
import { isMailFileName } from '../../shared/contract/limits';
import { MAX_FILES } from '../../shared/domain/attached-file';
import { attempt, undoable } from '../desk/casework';
import type { Desk } from '../desk/desk';

/** How many bytes become characters at once: a larger call would not fit the stack. */
const CHUNK = 32_768;

/** Bytes as base64, as they cross to the engine. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) pieces.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return btoa(pieces.join(''));
}

/** What of a draft is known in this window; undefined before the engine was asked. */
export function knownDraft(desk: Desk, draft: string): DraftView | undefined {
  return desk.queries.getQueryData<DraftView>(['drafts.open', { draft }]);
}

function keep(desk: Desk, draft: string, view: DraftView): void {
  desk.queries.setQueryData<DraftView>(['drafts.open', { draft }], view);
  desk.others.tell({ kind: 'files', draft, files: view.files, room: view.room });
}

/** Asks anew what lies in drafts: a reply took its files, or undo gave them back. */
export async function askDrafts(desk: Desk): Promise<void> {
  await desk.queries.invalidateQueries({ queryKey: ['drafts.open'] });
}

/**
 * Puts files into a draft, one after the other; each is in the store before the next is read. What a mail cannot hold is said
 * and left out.
 */
export async function attachFiles(desk: Desk, draft: string, files: readonly File[]): Promise<void> {
  await attempt(desk, async () => {
    const view = knownDraft(desk, draft) ?? (await desk.engine.call('drafts.open', { draft }));
    let left = view.room - view.files.reduce((sum, { size }) => sum + size, 0);
    let count = view.files.length;
    for (const file of files) {
      if (file.size > left || count >= MAX_FILES) {
        const key = count >= MAX_FILES ? 'files.too-many' : 'files.too-large';
        const mb = Math.max(0, Math.floor(left / 1_048_576));
        desk.toast({ sentence: { key, values: { name: file.name, mb, most: MAX_FILES } }, tone: 'bad' });
        continue;
      }
      const base64 = await base64Of(file);
      const fileName = file.name === '' ? 'file' : file.name.slice(0, 500);
      const added = await desk.engine.call('drafts.addFile', { draft, fileName, contentType: file.type, base64 });
      keep(desk, draft, added);
      left -= file.size;
      count += 1;
    }
  });
}

/** Files of the clipboard. A table copied from a spreadsheet comes as words and as a picture: there the words are meant. */
export function pastedFiles(clipboard: DataTransfer): readonly File[] {
  return clipboard.types.includes('text/plain') ? [] : [...clipboard.files];
}

/** Takes a file out of a draft; undo puts it back. */
export async function removeFile(desk: Desk, draft: string, file: DraftView['files'][number]): Promise<void> {
  await attempt(desk, async () => {
    const change = async (removed: boolean): Promise<void> =>
      keep(desk, draft, await desk.engine.call('drafts.removeFile', { draft, file: file.id, removed }));
    await change(true);
    undoable(desk, `file-${file.id}-${desk.now()}`, { key: 'files.removed', values: { name: file.fileName } }, () =>
      change(false),
    );
  });
}

/** Tables are looked at as imports: Hotmart's exports and catalogues come so. */
const TABLE = /\.(?:csv|xlsx?|ods|tsv)$/i;
const TABLE_TYPE = /csv|excel|spreadsheet|tab-separated/i;

/** While a file is held over the window its name is not known yet. */
const MAIL_TYPE = 'message/rfc822';

/** What a file that is held over the window would become when it is let go there. */
export type DropAim =
  | { readonly kind: 'import' }
  | { readonly kind: 'mails' }
  | { readonly kind: 'attach'; readonly draft: string }
  | { readonly kind: 'note' };

/**
 * By place and type: over a letter or an open reply everything is attached; over a conversation whose reply is not begun a
 * table is an import and saved mails are opened, anything else is attached; everywhere else saved mails are opened and all else is
 * an import. A note holds no files.
 */
export function aimOfDrop(
  desk: Desk,
  target: EventTarget | null,
  files: readonly { readonly name?: string; readonly type: string }[],
): DropAim {
  const state = desk.store.get();
  if (state.letter !== null) return { kind: 'attach', draft: state.letter.draft };
  const isOverTicket = target instanceof Element && target.closest('[data-zone="conversation"]') !== null;
  const ticket = desk.open()?.row.id;
  const isMails =
    files.length > 0 && files.every(({ name = '', type }) => (name === '' ? type === MAIL_TYPE : isMailFileName(name)));
  if (!isOverTicket || ticket === undefined) return { kind: isMails ? 'mails' : 'import' };
  if (state.composer === 'note') return { kind: 'note' };
  const isTable = files.length > 0 && files.every(({ name, type }) => TABLE.test(name ?? '') || TABLE_TYPE.test(type));
  if (state.composer !== 'closed' || !(isTable || isMails)) return { kind: 'attach', draft: ticket };
  return { kind: isMails ? 'mails' : 'import' };
}
