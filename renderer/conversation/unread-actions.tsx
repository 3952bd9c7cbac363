import { Button } from '@mantine/core';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';

/** A message that was not read whole: once more, or its file for another program. */
export function UnreadActions(props: { readonly message: string }) {
  const { message } = props;
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const readAgain = () =>
    run(async () => {
      const { readability } = await desk.engine.call('messages.readAgain', { message });
      desk.toast({ sentence: { key: `toast.read-again.${readability === 'full' ? 'full' : 'same'}` } });
    });
  const save = () =>
    run(async () => {
      const original = await desk.engine.call('messages.original', { message });
      const isKept = await desk.shell.saveFile(original);
      if (isKept) desk.toast({ sentence: { key: 'toast.saved', values: { name: original.fileName } } });
    });
  return (
    <span className="unread-actions">
      <Button size="compact-xs" variant="default" loading={busy} onClick={() => void readAgain()}>
        {words.t('message.read-again')}
      </Button>
      <Button size="compact-xs" variant="default" disabled={busy} onClick={() => void save()}>
        {words.t('message.save-original')}
      </Button>
    </span>
  );
}
