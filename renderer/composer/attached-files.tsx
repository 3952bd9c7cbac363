import { ActionIcon, Button } from '@mantine/core';
import { IconFile, IconPaperclip, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import type { DraftView } from '../../shared/contract/compose';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { attachFiles, removeFile } from './attach-files';
import './attached-files.css';

/** Opens the system's dialog for files; the window learns what was chosen, and no path. */
export function AttachButton(props: { readonly draft: string }) {
  const desk = useDesk();
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-attach
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // Chosen again, the same file must count as a choice.
          event.currentTarget.value = '';
          void attachFiles(desk, props.draft, files);
        }}
      />
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconPaperclip size={15} stroke={1.7} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {words.t('files.attach')}
      </Button>
    </>
  );
}

/** The files of a draft with their sizes, and how much of what a mail can hold they take. */
export function AttachedFiles(props: { readonly draft: string; readonly view: DraftView | undefined }) {
  const desk = useDesk();
  const words = useWords();
  const { draft, view } = props;
  if (view === undefined || view.files.length === 0) return null;
  const bytes = view.files.reduce((sum, { size }) => sum + size, 0);
  return (
    <div className="attached">
      <ul aria-label={words.t('files.label')}>
        {view.files.map((file) => (
          <li key={file.id}>
            <IconFile size={15} stroke={1.6} aria-hidden />
            <span className="attached-name" title={file.fileName}>
              {file.fileName}
            </span>
            <span className="attached-size">{words.size(file.size)}</span>
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={words.t('files.remove', { name: file.fileName })}
              onClick={() => void removeFile(desk, draft, file)}
            >
              <IconX size={13} stroke={1.8} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <p className="attached-total" data-tight={bytes > view.room * 0.9 || undefined}>
        {words.t('files.total', { size: words.size(bytes), room: words.size(view.room) })}
      </p>
    </div>
  );
}
