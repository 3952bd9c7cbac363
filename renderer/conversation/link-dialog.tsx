import { Button, Group, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useDesk, useDeskState } from '../desk/desk-context';
import { writeTo } from '../desk/sending';
import { writeInDesk } from '../desk/ticket-windows';
import { useWords } from '../i18n/use-words';
import { readLink } from './linkify';

/** Shows where a link of a mail truly leads before anything opens outside. */
export function LinkDialog() {
  const desk = useDesk();
  const words = useWords();
  const link = useDeskState((state) => state.openLink);
  useEffect(() => desk.shell.onMailLink((url) => desk.store.set({ openLink: url })), [desk]);
  const disguised = useDeskState((state) => state.disguised);
  const target = link === null ? null : readLink(link);
  const claimed =
    link === null
      ? undefined
      : [...disguised.values()].map((links) => links.get(link)).find((name) => name !== undefined);
  const close = (): void => desk.store.set({ openLink: null });
  const follow = async (): Promise<void> => {
    if (link === null || target === null || target.kind === 'refused') return;
    if (target.kind === 'mail') {
      close();
      if (desk.ticket === null) await writeTo(desk, link);
      else writeInDesk(desk, link);
      return;
    }
    await desk.shell.openLink(target.url).then(close, (error: unknown) => desk.complain(error));
  };
  return (
    <Modal opened={target !== null} onClose={close} title={words.t('link.title')} size="md">
      {target !== null && (
        <div className="link-dialog">
          <p className="link-host">{target.host}</p>
          {target.kind === 'refused' ? (
            <p>{words.t('link.refused')}</p>
          ) : (
            <>
              {target.kind === 'web' && target.domain !== target.host && (
                <p className="link-domain">{words.t('link.domain', { domain: target.domain })}</p>
              )}
              <p className="link-url">{target.url}</p>
              {claimed !== undefined && (
                <p className="notice" data-tone="warn">
                  {words.t('link.warning.disguised', { claimed, host: target.host })}
                </p>
              )}
              {target.warnings.map((warning) => (
                <p key={warning} className="notice" data-tone="warn">
                  {words.t(`link.warning.${warning}`)}
                </p>
              ))}
              <Group justify="flex-end" gap="xs">
                <Button variant="default" onClick={() => void desk.shell.copyText(target.url).then(close)}>
                  {words.t('link.copy')}
                </Button>
                <Button data-autofocus onClick={() => void follow()}>
                  {words.t(target.kind === 'mail' ? 'link.write' : 'link.open')}
                </Button>
              </Group>
            </>
          )}
        </div>
      )}
    </Modal>
  );
}
