import { Button } from '@mantine/core';
import { useWords } from '../i18n/use-words';

/** How much of a file is here, and the way to stop it. `size` is what the server's list lets one guess. */
export function DownloadProgress(props: {
  readonly bytes: number;
  readonly size: number;
  readonly onCancel: () => void;
}) {
  const { bytes, size } = props;
  const words = useWords();
  const told = words.t('attachments.progress', { done: words.size(bytes), size: words.size(size) });
  return (
    <>
      <progress aria-label={words.t('attachments.fetching')} value={Math.min(bytes, size)} max={Math.max(size, 1)} />
      <span className="attachment-size">{told}</span>
      <Button size="compact-xs" variant="default" onClick={props.onCancel}>
        {words.t('action.cancel')}
      </Button>
    </>
  );
}
