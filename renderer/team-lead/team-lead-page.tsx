import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { Report } from '../../shared/domain/report';
import type { Bucket } from '../../shared/domain/report-periods';
import type { Desk } from '../desk/desk';
import { useDesk } from '../desk/desk-context';
import { explainError } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { Page } from '../desk/page';
import { nowForAges, useNow } from '../i18n/use-now';
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

/** One question for the figures of a range, as the cache knows it. */
function figuresQuery(desk: Desk, range: Bucket | null, withoutReviewed: boolean) {
  return {
    queryKey: ['report.figures', range, withoutReviewed],
    queryFn: (): Promise<Report> =>
      desk.engine.call('report.figures', { ...(range ?? { from: 0, to: 1 }), withoutReviewed }),
    staleTime: FRESH_MS,
  };
}

function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Asks for what the page shows first. What cannot be had is said by the page. */
export function askForFigures(desk: Desk): void {
  void desk.queries.prefetchQuery(figuresQuery(desk, rangeOf(FIRST_VIEW.chosen, nowForAges(), ownTimeZone()), false));
}

/** What stands below the figures and is asked for after them: the engine answers one after the other, and Today comes first. */
function Below() {
  return (
    <>
      <NoticesCard />
      <MachinesCard />
      <ReviewsCard />
      <EarnedCard />
      <FiguresCard />
      <PastCard />
    </>
  );
}

/** The team lead's page: Today, the figures of a range, and what the desk's rules have earned. */
export function TeamLeadPage() {
  const desk = useDesk();
  const words = useWords();
  const now = useNow();
  const [view, setView] = useState(FIRST_VIEW);
  const [opened, setOpened] = useState<OpenedFigure | null>(null);
  const [timeZone, setTimeZone] = useState(ownTimeZone);
  const [withoutReviewed, setWithoutReviewed] = useState(false);
  const range = rangeOf(view.chosen, now, timeZone);
  const report = useQuery({
    ...figuresQuery(desk, range, withoutReviewed),
    enabled: range !== null,
    placeholderData: keepPreviousData,
  });
  const { data, error } = report;
  // From then on the days are the team's.
  if (data !== undefined && data.timeZone !== timeZone) setTimeZone(data.timeZone);
  // Today is on screen before its tables are drawn.
  const figures = useDeferredValue(data);
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
            <FailureText of={explainError(error)} />
          </p>
        )}
        {data === undefined && error === null && <output className="card-text">{words.t('report.loading')}</output>}
        {data !== undefined && <TodayCard report={data} />}
        {figures !== undefined && (
          <>
            <UnresolvedCard
              report={figures}
              by={view.by}
              onBy={(by) => setView({ ...view, by })}
              onWithoutReviewed={setWithoutReviewed}
            />
            <VolumeCard report={figures} />
            <ProducersCard report={figures} />
            <UnmatchedCard report={figures} />
            <AgreementCard report={figures} />
            <AgentsCard report={figures} />
            <FigureDialog figure={opened} report={figures} onClose={() => setOpened(null)} />
          </>
        )}
        {(figures !== undefined || error !== null) && <Below />}
      </Page>
    </FigureOpener>
  );
}
