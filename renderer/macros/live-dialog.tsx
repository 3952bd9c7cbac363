import { Button, Checkbox, Modal, Progress, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { MacroOverview, MacroTry } from '../../shared/contract/macros';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { replyLanguage } from './reply-language';
import { makeLive } from './texts-live';
import { TriedReplies } from './tried-replies';

/** As many past tickets as are filled while somebody looks on: a few milliseconds each. */
const LAST = 500;

/** Before drafts go live: which, what they would change in past replies, and why. */
export function LiveDialog(props: { readonly texts: readonly MacroOverview[]; readonly onClose: () => void }) {
  const desk = useDesk();
  const words = useWords();
  const own = replyLanguage(words);
  const [tried, setTried] = useState<MacroTry | null>(null);
  const [read, setRead] = useState(0);
  const [note, setNote] = useState('');
  const [left, setLeft] = useState<readonly string[]>([]);
  const trying = useBusy();
  const making = useBusy();
  const drafts = props.texts.flatMap(({ macro, titles, cells }) =>
    cells
      .filter(({ draft }) => draft)
      .map(({ language, version, problems }) => ({
        key: `${macro}.${language}`,
        place: { macro, language, version },
        problems,
        label: `${titles[own] || titles[language] || macro} · ${words.t(`language.${language}`)}`,
      })),
  );
  const chosen = drafts.filter(({ key, problems }) => problems === 0 && !left.includes(key));
  useEffect(() => desk.engine.on('evaluation.read', (progress) => setRead(progress.read)), [desk]);
  // Nobody looks at what a closed dialog would tell.
  useEffect(() => () => void desk.engine.call('evaluation.stop', {}).catch(() => undefined), [desk]);

  const tryThem = (): Promise<void> =>
    trying.run(async () => {
      setRead(0);
      setTried(null);
      const places = chosen.map(({ place: { macro, language } }) => ({ macro, language }));
      setTried(await desk.engine.call('macros.try', { drafts: places, last: LAST }));
    });
  const make = (): Promise<void> =>
    making.run(async () => {
      await makeLive(
        desk,
        chosen.map(({ place }) => place),
        note,
      );
      props.onClose();
    });
  return (
    <Modal opened onClose={props.onClose} title={words.t('macro.live-title')} size={860}>
      <div className="macro-live">
        <fieldset>
          <legend>{words.t('macro.live-which')}</legend>
          {drafts.map(({ key, label, problems }) => (
            <Checkbox
              key={key}
              size="xs"
              label={problems === 0 ? label : `${label} – ${words.t('macro.live-problems', { count: problems })}`}
              disabled={problems > 0 || trying.busy}
              checked={problems === 0 && !left.includes(key)}
              onChange={(event) => {
                setTried(null);
                setLeft(event.currentTarget.checked ? left.filter((one) => one !== key) : [...left, key]);
              }}
            />
          ))}
        </fieldset>
        <div className="card-row">
          <Button
            size="xs"
            variant="default"
            data-autofocus
            disabled={chosen.length === 0 || trying.busy}
            onClick={() => void tryThem()}
          >
            {words.t('macro.try', { n: LAST })}
          </Button>
          {trying.busy && (
            <>
              <Progress
                className="macro-progress"
                value={(100 * read) / LAST}
                aria-label={words.t('macro.try-progress', { read })}
              />
              <span className="macro-quiet">{words.t('macro.try-progress', { read })}</span>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => void making.run(async () => void (await desk.engine.call('evaluation.stop', {})))}
              >
                {words.t('macro.try-stop')}
              </Button>
            </>
          )}
        </div>
        {tried !== null && <TriedReplies tried={tried} />}
        <TextInput
          label={words.t('macro.note')}
          placeholder={words.t('macro.note-example')}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          <Button size="xs" loading={making.busy} disabled={chosen.length === 0} onClick={() => void make()}>
            {words.t('macro.make-live', { count: chosen.length })}
          </Button>
          <Button size="xs" variant="default" onClick={props.onClose}>
            {words.t('action.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
