import './plain-schemas';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { createDesk } from './desk/desk';
import { createOtherWindows } from './desk/other-windows';
import { askEngine, createQueries } from './engine-client';
import { startI18n } from './i18n/i18n';
import { sportello } from './sportello';
import { pageQuery } from './tickets/use-ticket-rows';

async function start(): Promise<void> {
  const world = sportello();
  const shell = await world.shell.state();
  const { ticket } = shell;
  const desk = createDesk(world, createQueries(), () => Date.now(), { ticket, others: createOtherWindows() });
  // The engine answers while this page reads its words and draws.
  if (ticket !== null) void desk.queries.prefetchQuery(askEngine(world.engine, 'tickets.open', { ticket }));
  else if (shell.stage === 'desk') {
    void desk.queries.prefetchQuery(pageQuery('inbox', 0));
    void desk.queries.prefetchQuery(askEngine(world.engine, 'queues.counts', {}));
  }
  const words = await startI18n(shell.language);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(<App desk={desk} words={words} shell={shell} />);
}

void start();
