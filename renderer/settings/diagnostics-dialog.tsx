import { Button, Modal } from '@mantine/core';
import type { DeskHealth, HostFacts } from '../../shared/contract/health';
import { diagnosticsText } from '../../shared/domain/diagnostics-text';
import { useBusy } from '../desk/use-busy';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';

/** There while it is open. Shows the whole text first: it leaves the desk only by a press, and only as it stands here. */
export function DiagnosticsDialog(props: {
  readonly health: DeskHealth;
  readonly host: HostFacts;
  readonly onClose: () => void;
}) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const text = diagnosticsText(props.health, props.host);
  const copy = (): Promise<void> =>
    run(async () => {
      await desk.shell.copyText(text);
      desk.toast({ sentence: { key: 'health.copied' } });
      props.onClose();
    });
  const save = (): Promise<void> =>
    run(async () => {
      const fileName = `sportello-diagnostics-${new Date(props.health.at).toISOString().slice(0, 10)}.txt`;
      // only signs of ASCII are in it: figures, states and codes
      const isKept = await desk.shell.saveFile({ fileName, base64: btoa(text) });
      if (isKept) desk.toast({ sentence: { key: 'toast.saved', values: { name: fileName } } });
    });
  return (
    <Modal opened onClose={props.onClose} title={words.t('health.dialog-title')} size="xl">
      <p className="dialog-lead">{words.t('health.dialog-text')}</p>
      <textarea
        className="diagnostics"
        readOnly
        rows={text.split('\n').length}
        lang="en"
        aria-label={words.t('health.dialog-title')}
        value={text}
      />
      <div className="dialog-actions">
        <Button size="xs" data-autofocus loading={busy} onClick={() => void copy()}>
          {words.t('health.dialog-copy')}
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={() => void save()}>
          {words.t('health.dialog-save')}
        </Button>
        <Button size="xs" variant="default" onClick={props.onClose}>
          {words.t('action.close')}
        </Button>
      </div>
    </Modal>
  );
}
