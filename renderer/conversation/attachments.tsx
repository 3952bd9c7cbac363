import { Button } from '@mantine/core';
import { IconFile, IconFileTypePdf, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import type { AttachmentView, MessageView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { DownloadProgress } from './download-progress';
import { useDownload } from './use-download';

function glyph(file: AttachmentView) {
  if (file.contentType.startsWith('image/')) return IconPhoto;
  return file.contentType === 'application/pdf' ? IconFileTypePdf : IconFile;
}

/**
 * What came with a message: name, type, size, and a way to keep it. The desk opens none of it. What a large message left on
 * the server is marked, and fetched when it is saved.
 */
export function Attachments(props: { readonly message: MessageView }) {
  const desk = useDesk();
  const words = useWords();
  const [saving, setSaving] = useState<number | null>(null);
  const { message } = props;
  const download = useDownload(message.id);
  if (message.attachments.length === 0) return null;
  const save = async (file: AttachmentView): Promise<void> => {
    if (file.onServer === true) return download.start(file.index, file.fileName);
    setSaving(file.index);
    try {
      const bytes = await desk.engine.call('messages.attachment', { message: message.id, index: file.index });
      const kept = await desk.shell.saveFile({ fileName: bytes.fileName, base64: bytes.base64 });
      if (kept) desk.toast({ sentence: { key: 'toast.saved', values: { name: bytes.fileName } }, tone: 'good' });
    } catch (error) {
      desk.complain(error);
    } finally {
      setSaving(null);
    }
  };
  return (
    <ul className="attachments" aria-label={words.t('attachments.label')}>
      {message.attachments.map((file) => {
        const Glyph = glyph(file);
        return (
          <li key={file.index}>
            <Glyph size={18} stroke={1.5} aria-hidden />
            <span className="attachment-name">{file.fileName}</span>
            {download.running?.index === file.index ? (
              <DownloadProgress bytes={download.running.bytes} size={file.size} onCancel={() => download.cancel()} />
            ) : (
              <>
                <span className="attachment-size">
                  {file.contentType} · {words.size(file.size)}
                </span>
                {file.onServer === true && <span className="badge">{words.t('attachments.on-server')}</span>}
                <Button
                  size="compact-xs"
                  variant="default"
                  loading={saving === file.index}
                  disabled={file.onServer === true && download.running !== null}
                  aria-describedby={`attachment-${message.id}-${file.index}`}
                  onClick={() => void save(file)}
                >
                  {words.t('action.save')}
                </Button>
              </>
            )}
            <span id={`attachment-${message.id}-${file.index}`} hidden>
              {file.fileName}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
