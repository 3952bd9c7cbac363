import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Report } from '../../shared/domain/report';
import { useDesk } from '../desk/desk-context';
import { explainError } from '../desk/explain-error';
import { Page } from '../desk/page';
import { useNow } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import { EarnedCard } from './earned-card';
import { FigureOpener } from './figure-count';
import type { OpenedFigure } from './figure-count';
import { FigureDialog } from './figure-dialog';
import { FiguresCard } from './figures-card';
import { MachinesCard } from './machines-card';
import { NoticesCard } from './notices-card';
import { PastCard } from './past-card';
import { ProducersCard } from './producers-card';
import { ReportBar } from './report-bar';
import { FIRST_VIEW, rangeOf } from './report-range';
import { ReviewsCard } from './reviews-card';
import { AgentsCard, AgreementCard, UnmatchedCard } from './suggestions-card';
import { TodayCard } from './today-card';
import { UnresolvedCard } from './unresolved-card';
import { VolumeCard } from './volume-card';
import './team-lead.css';

/** Figures are asked again when the page is opened after this, ms; counting a year at every mail would hold the engine. */
const FRESH_MS = 60_000;

/** The team lead's page: Today, the figures of a range, and what the desk's rules have earned. */
export function TeamLeadPage() {
  const desk = useDesk();
  const words = useWords();
  const now = useNow();
  const [view, setView] = useState(FIRST_VIEW);
  const [opened, setOpened] = useState<OpenedFigure | null>(null);
  const [timeZone, setTimeZone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [withoutReviewed, setWithoutReviewed] = useState(false);
  const range = rangeOf(view.chosen, now, timeZone);
  const report = useQuery<Report>({
    queryKey: ['report.figures', range, withoutReviewed],
    queryFn: async () => {
      const figures = await desk.engine.call('report.figures', { ...(range ?? { from: 0, to: 1 }), withoutReviewed });
      // From then on the days are the team's.
      setTimeZone(figures.timeZone);
      return figures;
    },
    enabled: range !== null,
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });
  const { data, error } = report;
  return (
    <FigureOpener value={setOpened}>
      <Page title={words.t('queue.team-lead')} lead={words.t('lead.lead', { count: data?.unresolved.count ?? 0 })}>
        <ReportBar
          view={view}
          onView={setView}
          range={range}
          timeZone={timeZone}
          report={data ?? null}
          onRefresh={() => void report.refetch()}
        />
        {error !== null && (
          <p className="notice" role="alert">
            {words.say(explainError(error).sentence)} {words.say(explainError(error).detail)}
          </p>
        )}
        {data === undefined && error === null && <output className="card-text">{words.t('report.loading')}</output>}
        {data !== undefined && (
          <>
            <TodayCard report={data} />
            <UnresolvedCard
              report={data}
              by={view.by}
              onBy={(by) => setView({ ...view, by })}
              onWithoutReviewed={setWithoutReviewed}
            />
            <VolumeCard report={data} />
            <ProducersCard report={data} />
            <UnmatchedCard report={data} />
            <AgreementCard report={data} />
            <AgentsCard report={data} />
            <FigureDialog figure={opened} report={data} onClose={() => setOpened(null)} />
          </>
        )}
        <NoticesCard />
        <MachinesCard />
        <ReviewsCard />
        <EarnedCard />
        <FiguresCard />
        <PastCard />
      </Page>
    </FigureOpener>
  );
}
