import './plain-schemas';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { createDesk } from './desk/desk';
import { createQueries } from './engine-client';
import { startI18n } from './i18n/i18n';
import { sportello } from './sportello';

async function start(): Promise<void> {
  const world = sportello();
  const shell = await world.shell.state();
  const words = await startI18n(shell.language);
  const desk = createDesk(world, createQueries(), () => Date.now());
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(<App desk={desk} words={words} shell={shell} />);
}

void start();
