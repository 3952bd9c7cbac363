import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TeamSettings } from '../../shared/contract/profile';
import { DEFAULT_BAR } from '../../shared/domain/earned';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { Card } from '../desk/page';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { listOf, settingsSaved } from './settings-saved';

/** Leaves out what is empty: an absent setting means the default, an empty one would be wrong. */
function compact(team: TeamSettings): TeamSettings {
  return Object.fromEntries(Object.entries(team).filter(([, value]) => value !== '' && value !== undefined));
}

function TeamForm(props: { readonly team: TeamSettings; readonly language: string }) {
  const desk = useDesk();
  const words = useWords();
  const [team, setTeam] = useState(props.team);
  const [language, setLanguage] = useState(props.language as ReplyLanguage);
  const { busy, run } = useBusy();
  const save = (): Promise<void> =>
    run(async () => {
      await desk.engine.call('team.save', { team: compact(team), language });
      await settingsSaved(desk);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="card-grid">
        <NumberInput
          size="xs"
          label={words.t('team.undo-seconds')}
          min={0}
          max={120}
          value={team.undoSeconds ?? 10}
          onChange={(value) => setTeam({ ...team, undoSeconds: Number(value) })}
        />
        <NumberInput
          size="xs"
          label={words.t('team.earned-share')}
          description={words.t('team.earned.about')}
          min={50}
          max={100}
          suffix=" %"
          value={Math.round(100 * (team.earnedShare ?? DEFAULT_BAR.share))}
          onChange={(value) => setTeam({ ...team, earnedShare: Number(value) / 100 })}
        />
        <NumberInput
          size="xs"
          label={words.t('team.earned-cases')}
          description={words.t('team.earned.about')}
          min={10}
          max={100}
          value={team.earnedCases ?? DEFAULT_BAR.cases}
          onChange={(value) => setTeam({ ...team, earnedCases: Number(value) })}
        />
        <NativeSelect
          size="xs"
          label={words.t('team.language')}
          value={language}
          data={REPLY_LANGUAGES.map((each) => ({ value: each, label: words.t(`language.${each}`) }))}
          onChange={(event) => setLanguage(event.currentTarget.value as ReplyLanguage)}
        />
        <TextInput
          size="xs"
          label={words.t('team.support-address')}
          description={words.t('team.support-address.about')}
          value={team.supportAddress ?? ''}
          onChange={(event) => setTeam({ ...team, supportAddress: event.currentTarget.value.trim() })}
        />
        <TextInput
          size="xs"
          label={words.t('team.answers-by')}
          description={words.t('team.answers-by.about')}
          value={team.supportAnswersBy ?? ''}
          onChange={(event) => setTeam({ ...team, supportAnswersBy: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label={words.t('team.form-senders')}
          defaultValue={(team.formSenders ?? []).join(', ')}
          onChange={(event) => setTeam({ ...team, formSenders: listOf(event.currentTarget.value) })}
        />
        <TextInput
          size="xs"
          label={words.t('team.group-addresses')}
          defaultValue={(team.groupAddresses ?? []).join(', ')}
          onChange={(event) => setTeam({ ...team, groupAddresses: listOf(event.currentTarget.value) })}
        />
      </div>
      <div className="dialog-actions">
        <Button type="submit" size="xs" loading={busy}>
          {words.t('action.save')}
        </Button>
      </div>
    </form>
  );
}

/** What holds for the whole team. */
export function TeamCard() {
  const words = useWords();
  const { data } = useEngine('team.settings', {});
  return (
    <Card title={words.t('team.title')} text={words.t('team.text')}>
      {data !== undefined && <TeamForm team={data.team} language={data.language} />}
    </Card>
  );
}
