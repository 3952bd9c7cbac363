import { SportelloError, packError } from '../../../shared/contract/errors';
import type { HotmartView } from '../../../shared/contract/hotmart';
import type { Finding } from '../../../shared/contract/views';
import { OLD_ROUND_MS } from '../../../shared/domain/health';
import type { EngineContext } from '../context';

/** What the doctor says of Hotmart's API; nothing where it is not set up. Asks Hotmart, as the check of the mailbox asks its servers. */
export async function hotmartFindings({ hotmart, outside }: EngineContext): Promise<readonly Finding[]> {
  const view = await hotmart.state();
  if (view.settings === null) return [];
  return [...(await checked(hotmart)), lastRound(view, outside.clock.now())];
}

async function checked(hotmart: EngineContext['hotmart']): Promise<readonly Finding[]> {
  try {
    return await hotmart.check(null);
  } catch (error) {
    if (!(error instanceof SportelloError) || error.code !== 'hotmart-off') throw error;
    return [
      { id: 'hotmart.secret', severity: 'error', text: error.message, do: error.action, failure: packError(error) },
    ];
  }
}

function lastRound({ lastRound, completeAt }: HotmartView, now: number): Finding {
  const id = 'hotmart.round';
  if (lastRound === null) {
    return {
      id,
      severity: 'warning',
      text: 'Nothing was read from Hotmart yet.',
      do: 'Run `fetch`, or leave the desk open: it reads by itself.',
      said: { word: 'hotmart.round-none' },
    };
  }
  const [problem] = lastRound.problems;
  if (problem) return { id, severity: 'warning', text: problem.message, do: problem.action, failure: problem };
  if (completeAt === null || now - completeAt > OLD_ROUND_MS) {
    return {
      id,
      severity: 'warning',
      text: 'What was read from Hotmart is more than a day old.',
      do: 'Run `fetch`, or leave the desk open: it reads by itself.',
      said: { word: 'hotmart.round-old' },
    };
  }
  return {
    id,
    severity: 'ok',
    text: `Hotmart was last read at ${new Date(completeAt).toISOString()}.`,
    do: '',
    said: { word: 'hotmart.round', values: { at: completeAt } },
  };
}
