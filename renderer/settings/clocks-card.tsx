import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clockProblem } from '../../shared/contract/clocks';
import type { HolidayCountry } from '../../shared/contract/clocks';
import { CLOCK_LIMITS } from '../../shared/domain/clock-settings';
import type { ClockProblem, ClockSettings } from '../../shared/domain/clock-settings';
import { WEEKDAYS } from '../../shared/domain/working-time';
import type { Weekday } from '../../shared/domain/working-time';
import { useDesk } from '../desk/desk-context';
import { Card } from '../desk/page';
import { useRights } from '../desk/rights';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { hoursText, readHours } from './hours-text';
import { listOf, settingsSaved } from './settings-saved';
import './clocks.css';

type Limit = Exclude<keyof typeof CLOCK_LIMITS, 'producerReminderDays'>;
const LIMITS: readonly Limit[] = [
  'firstAnswerHours',
  'resolutionDays',
  'customerReminderDays',
  'customerCloseDays',
  'producerSilentDays',
];

/** What is typed: hours and reminders stay as written until they are saved. */
type Typed = {
  readonly clocks: ClockSettings;
  readonly hours: Readonly<Record<Weekday, string>>;
  readonly reminders: string;
};

function typedOf(clocks: ClockSettings): Typed {
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, hoursText(clocks.week[day])])) as Typed['hours'];
  return { clocks, hours, reminders: clocks.producerReminderDays.join(', ') };
}

/** The clocks that are meant, or why they are none. */
function clocksOf({ clocks, hours, reminders }: Typed): ClockSettings | ClockProblem {
  const read = WEEKDAYS.map((day) => [day, readHours(hours[day])] as const);
  if (read.some(([, day]) => day === null)) return 'bad-hours';
  const week = Object.fromEntries(read) as ClockSettings['week'];
  const meant = { ...clocks, week, producerReminderDays: listOf(reminders).map(Number) };
  return clockProblem(meant) ?? meant;
}

/** One more than the machine knows is never lost: it was chosen on another one. */
function zones(chosen: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen])].sort();
}

function Holidays(props: {
  readonly holidays: ClockSettings['holidays'];
  readonly countries: readonly HolidayCountry[];
  readonly disabled: boolean;
  readonly onChange: (holidays: ClockSettings['holidays']) => void;
}) {
  const words = useWords();
  const { holidays, countries } = props;
  const names = new Intl.DisplayNames(words.language, { type: 'region', fallback: 'code' });
  const regions = countries.find(({ code }) => code === holidays?.country)?.regions ?? [];
  const named = countries.map(({ code }) => ({ value: code, label: names.of(code) ?? code }));
  return (
    <>
      <NativeSelect
        size="xs"
        label={words.t('clocks.country')}
        disabled={props.disabled}
        value={holidays?.country ?? ''}
        data={[
          { value: '', label: words.t('clocks.no-holidays') },
          ...named.sort((one, other) => one.label.localeCompare(other.label, words.language)),
        ]}
        onChange={({ currentTarget: { value } }) =>
          props.onChange(value === '' ? null : { country: value, region: '' })
        }
      />
      <NativeSelect
        size="xs"
        label={words.t('clocks.region')}
        disabled={props.disabled || regions.length === 0}
        value={holidays?.region ?? ''}
        data={[
          { value: '', label: words.t('clocks.whole-country') },
          ...regions.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => {
          if (holidays !== null) props.onChange({ ...holidays, region: value });
        }}
      />
    </>
  );
}

function ClocksForm(props: { readonly clocks: ClockSettings; readonly countries: readonly HolidayCountry[] }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const disabled = !useRights().lead;
  const [typed, setTyped] = useState(() => typedOf(props.clocks));
  const meant = clocksOf(typed);
  const set = (change: Partial<ClockSettings>): void => setTyped({ ...typed, clocks: { ...typed.clocks, ...change } });
  const save = (clocks: ClockSettings): Promise<void> =>
    run(async () => {
      setTyped(typedOf(await desk.engine.call('clocks.save', { clocks })));
      await settingsSaved(desk);
    });
  return (
    <form
      className="clock-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof meant !== 'string') void save(meant);
      }}
    >
      <fieldset className="clock-week">
        <legend>{words.t('clocks.week')}</legend>
        <p className="card-text">{words.t('clocks.week.about')}</p>
        {WEEKDAYS.map((day) => (
          <TextInput
            key={day}
            size="xs"
            label={words.t(`clocks.day.${day}`)}
            placeholder={words.t('clocks.day-off')}
            disabled={disabled}
            error={readHours(typed.hours[day]) === null}
            value={typed.hours[day]}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, hours: { ...typed.hours, [day]: value } })}
          />
        ))}
      </fieldset>
      <div className="card-grid">
        <NativeSelect
          size="xs"
          label={words.t('clocks.time-zone')}
          disabled={disabled}
          value={typed.clocks.timeZone}
          data={zones(typed.clocks.timeZone)}
          onChange={({ currentTarget: { value } }) => set({ timeZone: value })}
        />
        <Holidays
          holidays={typed.clocks.holidays}
          countries={props.countries}
          disabled={disabled}
          onChange={(holidays) => set({ holidays })}
        />
      </div>
      <div className="card-grid clock-limits">
        {LIMITS.map((name) => (
          <NumberInput
            key={name}
            size="xs"
            label={words.t(`clocks.${name}`)}
            description={words.t(`clocks.${name}.about`)}
            disabled={disabled}
            min={CLOCK_LIMITS[name].least}
            max={CLOCK_LIMITS[name].most}
            allowDecimal={false}
            value={typed.clocks[name]}
            onChange={(value) => set({ [name]: Number(value) })}
          />
        ))}
        <TextInput
          size="xs"
          label={words.t('clocks.producerReminderDays')}
          description={words.t('clocks.producerReminderDays.about')}
          disabled={disabled}
          value={typed.reminders}
          onChange={({ currentTarget: { value } }) => setTyped({ ...typed, reminders: value })}
        />
      </div>
      {typeof meant === 'string' && (
        <p className="notice" data-tone="bad" role="alert">
          {words.t(`clocks.problem.${meant}`)}
        </p>
      )}
      <div className="dialog-actions">
        {disabled && <span className="card-text">{words.t('clocks.leads')}</span>}
        <Button type="submit" size="xs" loading={busy} disabled={disabled || typeof meant === 'string'}>
          {words.t('action.save')}
        </Button>
      </div>
    </form>
  );
}

/** When the team works, and by when it answers: what every clock of the desk goes by. */
export function ClocksCard() {
  const words = useWords();
  const settings = useEngine('clocks.settings', {}).data;
  const countries = useEngine('clocks.countries', {}).data;
  return (
    <Card title={words.t('clocks.title')} text={words.t('clocks.text')}>
      {settings !== undefined && countries !== undefined && <ClocksForm clocks={settings} countries={countries} />}
    </Card>
  );
}
