import { Button, Switch } from '@mantine/core';
import type { ShellState } from '../../shared/contract/shell-api';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { updateText } from './update-text';

/** Which version this is, when a newer one was looked for and what came of it; looking by itself is off until it is turned on here. */
export function UpdatesCard(props: { readonly shell: ShellState }) {
  const desk = useDesk();
  const words = useWords();
  const looking = useBusy();
  const installing = useBusy();
  const { updates, version } = props.shell;
  const { allowed, last, step, way } = updates;
  const { sentence, details, tone } = updateText(updates);
  const isAtWork = step.kind === 'looking' || step.kind === 'downloading';
  return (
    <Card title={words.t('updates.title')} text={words.t('updates.text')}>
      <dl className="facts">
        <div>
          <dt>{words.t('updates.version')}</dt>
          <dd>Sportello {version}</dd>
        </div>
        <div>
          <dt>{words.t('updates.looked')}</dt>
          <dd>{last === null ? words.t('updates.never') : words.moment(last.at)}</dd>
        </div>
        <div>
          <dt>{words.t('updates.result')}</dt>
          <dd>
            <output
              className={tone === 'bad' ? 'notice' : ''}
              data-updates={step.kind}
              data-tone={tone}
              aria-live={step.kind === 'downloading' ? 'off' : 'polite'}
            >
              {[sentence, ...details].map((one) => words.say(one)).join(' ')}
            </output>
          </dd>
        </div>
      </dl>
      {way !== null && (
        <>
          <Switch
            label={words.t('updates.allow')}
            description={words.t('updates.allow.about')}
            checked={allowed}
            onChange={(event) => {
              const chosen = desk.shell.allowUpdates({ daily: event.currentTarget.checked });
              chosen.catch((error: unknown) => desk.complain(error));
            }}
          />
          <div className="card-row">
            <Button
              size="xs"
              variant="default"
              loading={looking.busy || isAtWork}
              disabled={step.kind === 'waiting'}
              onClick={() => void looking.run(() => desk.shell.lookForUpdate())}
            >
              {words.t('updates.now')}
            </Button>
            {(step.kind === 'ready' || step.kind === 'waiting') && (
              <Button
                size="xs"
                loading={installing.busy || step.kind === 'waiting'}
                onClick={() => void installing.run(() => desk.shell.installUpdate())}
              >
                {words.t('updates.install')}
              </Button>
            )}
          </div>
        </>
      )}
    </Card>
  );
}
