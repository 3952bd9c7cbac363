import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Report } from '../../shared/domain/report';
import type { Bucket } from '../../shared/domain/report-periods';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { daysOf, dropView, PRESETS, savedViews, saveView } from './report-range';
import type { ReportView } from './report-range';
import { daysText, paperHeader } from './report-words';

type View = Omit<ReportView, 'name'>;

/** Saved views of this profile: choose one, save what is on screen under a name, forget it. */
function Views(props: { readonly view: View; readonly onView: (view: View) => void }) {
  const words = useWords();
  const [views, setViews] = useState(savedViews);
  const [name, setName] = useState('');
  const typed = name.trim();
  return (
    <form
      className="card-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed !== '') setViews(saveView({ name: typed, ...props.view }));
      }}
    >
      {views.length > 0 && (
        <NativeSelect
          size="xs"
          label={words.t('report.views')}
          value={views.some((one) => one.name === name) ? name : ''}
          data={['', ...views.map((one) => one.name)]}
          onChange={(event) => {
            const chosen = views.find((one) => one.name === event.currentTarget.value);
            setName(chosen?.name ?? '');
            if (chosen) props.onView(chosen);
          }}
        />
      )}
      <TextInput
        size="xs"
        label={words.t('report.view-name')}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" type="submit" disabled={typed === ''}>
        {words.t('report.save-view')}
      </Button>
      {views.some((one) => one.name === typed) && (
        <Button size="xs" variant="subtle" onClick={() => setViews(dropView(typed))}>
          {words.t('report.drop-view')}
        </Button>
      )}
    </form>
  );
}

/** Which days are shown, as which view, and ways to take the figures along. */
export function ReportBar(props: {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly range: Bucket | null;
  readonly timeZone: string;
  /** What is on the screen; null before the first is there. */
  readonly report: Report | null;
  readonly onRefresh: () => void;
}) {
  const { view, onView, range, report } = props;
  const desk = useDesk();
  const words = useWords();
  const typed = daysOf(view.chosen, desk.now(), props.timeZone);
  const save = async (format: 'csv' | 'xlsx'): Promise<void> => {
    if (range === null) return;
    try {
      const withoutReviewed = report?.withoutReviewed ?? false;
      await desk.shell.saveFile(await desk.engine.call('report.file', { ...range, withoutReviewed, format }));
    } catch (error) {
      desk.complain(error);
    }
  };
  const savePdf = async (): Promise<void> => {
    if (report === null) return;
    try {
      await desk.shell.savePdf({ fileName: `report_${daysText(report)}.pdf`, header: paperHeader(words, report) });
    } catch (error) {
      desk.complain(error);
    }
  };
  return (
    <section className="report-bar" aria-label={words.t('report.range')}>
      <div className="card-row">
        {PRESETS.map((days) => (
          <Button
            key={days}
            size="xs"
            variant={'days' in view.chosen && view.chosen.days === days ? 'filled' : 'default'}
            aria-pressed={'days' in view.chosen && view.chosen.days === days}
            onClick={() => onView({ ...view, chosen: { days } })}
          >
            {words.t('report.last-days', { n: days })}
          </Button>
        ))}
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            size="xs"
            label={words.t(`report.${end}`)}
            value={typed[end]}
            error={range === null}
            onChange={(event) => onView({ ...view, chosen: { ...typed, [end]: event.currentTarget.value } })}
          />
        ))}
      </div>
      <div className="card-row">
        <Views view={view} onView={onView} />
        <span className="report-actions">
          {report !== null && (
            <span className="case-quiet">{words.t('report.as-of', { when: words.moment(report.ask.at) })}</span>
          )}
          <Button size="xs" variant="default" onClick={props.onRefresh}>
            {words.t('report.refresh')}
          </Button>
          <Button size="xs" variant="default" disabled={range === null} onClick={() => void save('csv')}>
            {words.t('report.csv')}
          </Button>
          <Button size="xs" variant="default" disabled={range === null} onClick={() => void save('xlsx')}>
            {words.t('report.xlsx')}
          </Button>
          <Button size="xs" variant="default" disabled={report === null} onClick={() => void savePdf()}>
            {words.t('report.pdf')}
          </Button>
          <Button size="xs" variant="default" onClick={() => window.print()}>
            {words.t('report.print')}
          </Button>
        </span>
      </div>
    </section>
  );
}
