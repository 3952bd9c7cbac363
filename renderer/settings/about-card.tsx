import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ShellState } from '../../shared/contract/shell-api';
import type { Finding } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { Findings } from './findings';

/** What runs here, where the data lies, how it is kept, and a check of all of it. */
export function AboutCard(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  const words = useWords();
  const status = useEngine('desk.status', {}).data;
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { busy, run } = useBusy();
  const { version, runtime, profileDir } = props.shell;
  const check = (): Promise<void> =>
    run(async () => {
      setFindings((await desk.engine.call('doctor.run', {})).findings);
    });
  return (
    <Card title={words.t('about.title')}>
      <dl className="facts">
        <div>
          <dt>{words.t('about.version')}</dt>
          <dd>
            Sportello {version} · Electron {runtime.electron}
            {runtime.fallback && ` · ${words.t('about.fallback')}`}
          </dd>
        </div>
        <div>
          <dt>{words.t('about.folder')}</dt>
          <dd>{profileDir}</dd>
        </div>
        <div>
          <dt>{words.t('about.store')}</dt>
          <dd>{status === undefined ? '' : words.t(`encryption.${status.storeEncryption}`)}</dd>
        </div>
      </dl>
      <p className="card-text">{words.t('about.safety')}</p>
      <div className="card-row">
        <Button size="xs" variant="default" loading={busy} onClick={() => void check()}>
          {words.t('about.check')}
        </Button>
      </div>
      <Findings findings={findings} />
    </Card>
  );
}
