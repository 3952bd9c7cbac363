import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PurchaseSettings } from '../../shared/contract/imports';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { listOf, settingsSaved } from '../settings/settings-saved';

/** Zones of Hotmart's accounts, the commonest first; another one can be written in profile.json. */
const ZONES = [
  'America/Sao_Paulo',
  'Europe/Rome',
  'Europe/Madrid',
  'Europe/Lisbon',
  'Europe/London',
  'America/Mexico_City',
  'America/Bogota',
  'America/Lima',
  'America/Santiago',
  'America/Argentina/Buenos_Aires',
  'America/New_York',
  'UTC',
];

/** How purchases arrive by themselves: the watched folder, the senders of reports, the account's time zone. */
export function ArrivalsForm(props: { readonly purchases: PurchaseSettings; readonly hasAuthserv: boolean }) {
  const desk = useDesk();
  const words = useWords();
  const [zone, setZone] = useState(props.purchases.timeZone ?? ZONES[0] ?? 'UTC');
  const [folder, setFolder] = useState(props.purchases.watchFolder ?? '');
  const [senders, setSenders] = useState((props.purchases.reportSenders ?? []).join(', '));
  const { busy, run } = useBusy();
  const save = (): Promise<void> =>
    run(async () => {
      const reportSenders = listOf(senders);
      await desk.engine.call('purchases.save', {
        purchases: {
          timeZone: zone,
          ...(folder === '' ? {} : { watchFolder: folder }),
          ...(reportSenders.length === 0 ? {} : { reportSenders }),
        },
      });
      await settingsSaved(desk);
    });
  const choose = (): Promise<void> =>
    run(async () => {
      const chosen = await desk.shell.chooseFolder();
      if (chosen !== null) setFolder(chosen);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="card-grid card-grid-level">
        <NativeSelect
          size="xs"
          label={words.t('purchases.zone')}
          description={words.t('purchases.zone.about')}
          value={zone}
          data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
          onChange={(event) => setZone(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label={words.t('purchases.senders')}
          description={words.t(props.hasAuthserv ? 'purchases.senders.about' : 'purchases.senders.no-authserv')}
          spellCheck={false}
          value={senders}
          onChange={(event) => setSenders(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label={words.t('purchases.folder')}
          description={words.t('purchases.folder.about')}
          spellCheck={false}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
      </div>
      <div className="card-row">
        <Button size="xs" variant="default" disabled={busy} onClick={() => void choose()}>
          {words.t('purchases.choose-folder')}
        </Button>
        <Button size="xs" type="submit" loading={busy}>
          {words.t('action.save')}
        </Button>
      </div>
    </form>
  );
}
