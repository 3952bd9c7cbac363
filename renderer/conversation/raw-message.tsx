import { Button } from '@mantine/core';
import type { MessageView } from '../../shared/contract/views';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { DownloadProgress } from './download-progress';
import { useDownload } from './use-download';

/** The source of a message as it came over the wire; of a large one what is stored of it, and a way to the rest. */
export function RawMessage(props: { readonly message: MessageView }) {
  const words = useWords();
  const { id, subject } = props.message;
  const raw = useEngine('messages.raw', { message: id });
  const download = useDownload(id);
  const size = raw.data?.wholeSize ?? null;
  return (
    <>
      {size !== null && (
        <p className="notice" data-tone="warn">
          <span className="notice-text">{words.t('message.partial', { size: words.size(size) })}</span>
          {download.running?.index === null ? (
            <DownloadProgress bytes={download.running.bytes} size={size} onCancel={() => download.cancel()} />
          ) : (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => void download.start(null, `${subject.slice(0, 80) || 'mail'}.eml`)}
            >
              {words.t('message.save-whole')}
            </Button>
          )}
        </p>
      )}
      <pre className="message-raw">{raw.data?.text ?? words.t('empty.loading')}</pre>
    </>
  );
}
