import { useEffect, useState } from 'react';
import { MAX_OPENED_MAILS } from '../../shared/contract/limits';
import { aimOfDrop, attachFiles } from '../composer/attach-files';
import type { DropAim } from '../composer/attach-files';
import { attempt } from '../desk/casework';
import type { Desk } from '../desk/desk';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import './purchases.css';

/**
 * A file dropped on a reply is attached to it; anywhere else saved mails are opened, and any other file is looked at as an import
 * (`aimOfDrop`); those are for the desk's own window alone. What it will be is said before it is let go; several imports at once are too many.
 */
export function DropImport() {
  const desk = useDesk();
  const words = useWords();
  const [over, setOver] = useState<DropAim['kind'] | null>(null);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const aim = (event: DragEvent): DropAim => {
      const held = [...(event.dataTransfer?.files ?? [])];
      const types = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
      return aimOfDrop(desk, event.target, held.length > 0 ? held : types);
    };
    const drag = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // without this the window would open the file in the place of the desk
      event.preventDefault();
      setOver(aim(event).kind);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(null);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(null);
      const files = [...(event.dataTransfer?.files ?? [])];
      const [file] = files;
      if (file === undefined) return;
      const aimed = aim(event);
      if (aimed.kind === 'note') {
        desk.toast({ sentence: { key: 'files.not-in-note' }, tone: 'bad' });
        return;
      }
      if (aimed.kind === 'attach') {
        if (aimed.draft.startsWith('T-')) desk.store.set({ composer: 'reply', armed: null });
        void attachFiles(desk, aimed.draft, files);
        return;
      }
      if (desk.ticket !== null) {
        desk.toast({ sentence: { key: 'files.desk-takes' }, tone: 'bad' });
        return;
      }
      if (aimed.kind === 'mails') {
        openMails(desk, files);
        return;
      }
      if (files.length > 1) {
        desk.toast({ sentence: { key: 'imports.one-at-a-time' }, tone: 'bad' });
        return;
      }
      const path = desk.shell.pathOfFile(file);
      if (path !== '') desk.store.set({ importing: path });
    };
    document.addEventListener('dragover', drag);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', drag);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [desk]);
  if (over === null) return null;
  const isDesk = desk.ticket === null;
  const key = {
    import: isDesk ? 'imports.drop' : 'files.desk-takes',
    mails: isDesk ? 'saved-mail.drop' : 'files.desk-takes',
    attach: 'files.drop',
    note: 'files.not-in-note',
  }[over];
  return <output className="drop-import">{words.t(key)}</output>;
}

function openMails(desk: Desk, files: readonly File[]): void {
  if (files.length <= MAX_OPENED_MAILS) void attempt(desk, () => desk.shell.openMails(files));
  else desk.toast({ sentence: { key: 'saved-mail.too-many', values: { most: MAX_OPENED_MAILS } }, tone: 'bad' });
}
