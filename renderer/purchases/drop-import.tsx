import { useEffect, useState } from 'react';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import './purchases.css';

/** A file dropped anywhere on the window is looked at as an import; several are said to be too many. */
export function DropImport() {
  const desk = useDesk();
  const words = useWords();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // without this the window would open the file in the place of the desk
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      const [file] = files;
      if (file === undefined) return;
      if (files.length > 1) {
        desk.toast({ sentence: { key: 'imports.one-at-a-time' }, tone: 'bad' });
        return;
      }
      const path = desk.shell.pathOfFile(file);
      if (path !== '') desk.store.set({ importing: path });
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [desk]);
  return isOver ? <output className="drop-import">{words.t('imports.drop')}</output> : null;
}
