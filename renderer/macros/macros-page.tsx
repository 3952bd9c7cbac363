import { Button, Menu } from '@mantine/core';
import { IconDownload, IconPlus, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { MacroImport } from '../../shared/contract/macros';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { TextId } from '../../shared/domain/macro-names';
import { useDesk } from '../desk/desk-context';
import { useRights } from '../desk/rights';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { ImportedDialog } from './imported-dialog';
import { LiveDialog } from './live-dialog';
import { MacroEditor } from './macro-editor';
import { MacroList } from './macro-list';
import { NewMacroDialog } from './new-macro-dialog';
import { replyLanguage } from './reply-language';
import './macros.css';

type Open = { readonly macro: TextId; readonly language: ReplyLanguage };

/** The reply texts: every one in every language, what is live, what is a draft, and what a change would do. */
export function MacrosPage() {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const { data } = useEngine('macros.overview', {});
  const [open, setOpen] = useState<Open>({ macro: 'club.first-access', language: replyLanguage(words) });
  const [dialog, setDialog] = useState<'live' | 'new' | null>(null);
  const [imported, setImported] = useState<MacroImport | null>(null);
  const { busy, run } = useBusy();
  if (data === undefined)
    return <main className="page" aria-label={words.t('queue.macros')} data-zone="page" tabIndex={-1} />;
  const drafts = data.flatMap(({ cells }) => cells).filter(({ draft }) => draft).length;

  const bringIn = (from: 'zip' | 'folder'): Promise<void> =>
    run(async () => {
      const read = await desk.shell.importMacros(from);
      if (read === null) return;
      setImported(read);
      await desk.queries.invalidateQueries({ queryKey: ['macros.overview'] });
      await desk.queries.invalidateQueries({ queryKey: ['macros.open'] });
    });
  const carryOut = (): Promise<void> =>
    run(async () => {
      const file = await desk.engine.call('macros.export', {});
      if (await desk.shell.saveFile(file)) desk.toast({ sentence: { key: 'macro.exported' }, tone: 'good' });
    });
  return (
    <main className="page macros" aria-label={words.t('queue.macros')} data-zone="page" tabIndex={-1}>
      <section className="macros-side" aria-label={words.t('macro.all')}>
        <header className="macros-head">
          <h1>{words.t('queue.macros')}</h1>
          <div className="macros-tools">
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconPlus size={13} aria-hidden />}
              disabled={!lead}
              onClick={() => setDialog('new')}
            >
              {words.t('macro.new')}
            </Button>
            <Menu position="bottom-start">
              <Menu.Target>
                <Button
                  size="compact-xs"
                  variant="default"
                  loading={busy}
                  disabled={!lead}
                  leftSection={<IconDownload size={13} aria-hidden />}
                >
                  {words.t('macro.import')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => void bringIn('zip')}>{words.t('macro.import-zip')}</Menu.Item>
                <Menu.Item onClick={() => void bringIn('folder')}>{words.t('macro.import-folder')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconUpload size={13} aria-hidden />}
              onClick={() => void carryOut()}
            >
              {words.t('macro.export')}
            </Button>
          </div>
        </header>
        <MacroList texts={data} open={open} onOpen={setOpen} />
        <footer className="macros-foot">
          {!lead && <p className="macro-quiet">{words.t('macro.leads-only')}</p>}
          {lead && drafts > 0 && (
            <Button size="xs" fullWidth onClick={() => setDialog('live')}>
              {words.t('macro.drafts-live', { count: drafts })}
            </Button>
          )}
        </footer>
      </section>
      <MacroEditor
        key={open.macro}
        macro={open.macro}
        language={open.language}
        mayWrite={lead}
        onLanguage={(language) => setOpen({ ...open, language })}
        onLive={() => setDialog('live')}
      />
      {dialog === 'live' && <LiveDialog texts={data} onClose={() => setDialog(null)} />}
      {dialog === 'new' && (
        <NewMacroDialog
          known={data.map(({ macro }) => macro)}
          onClose={() => setDialog(null)}
          onMade={(macro) => {
            setDialog(null);
            setOpen({ ...open, macro });
          }}
        />
      )}
      {imported !== null && (
        <ImportedDialog
          read={imported}
          onClose={() => setImported(null)}
          onOpen={(place) => {
            setImported(null);
            setOpen(place);
          }}
        />
      )}
    </main>
  );
}
