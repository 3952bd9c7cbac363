import { SportelloError, packError } from '../../../shared/contract/errors';
import type { FindingSaid } from '../../../shared/contract/finding-words';
import type { Finding } from '../../../shared/contract/views';
import type { HotmartApi } from './api-client';
import { pageOf } from './page';
import { questionOf } from './pass-reader';
import { RECENT_MS } from './round-plan';
import type { Pass } from './round-plan';

/** Asks for a token and one item of each list; says exactly what is wrong. Writes nothing. `now` epoch ms. */
export async function checkHotmart(
  api: HotmartApi,
  clubs: readonly string[],
  now: number,
): Promise<readonly Finding[]> {
  try {
    await api.signIn();
  } catch (error) {
    return [trouble('hotmart.credentials', error)];
  }
  const window = { from: now - RECENT_MS, to: now };
  const passes: readonly Pass[] = [
    { kind: 'sales', status: null, ...window },
    { kind: 'subscriptions', ...window },
    { kind: 'products' },
    ...clubs.map((slug): Pass => ({ kind: 'club', slug })),
  ];
  const findings: Finding[] = [
    ok('hotmart.credentials', 'Hotmart accepts the developer credentials.', { word: 'hotmart.credentials' }),
  ];
  for (const pass of passes) {
    const id = `hotmart.${pass.kind === 'club' ? `club.${pass.slug}` : pass.kind}`;
    findings.push(await checkOne(api, id, pass));
  }
  return findings;
}

async function checkOne(api: HotmartApi, id: string, pass: Pass): Promise<Finding> {
  const question = questionOf(pass);
  const first = { ...question, params: { ...question.params, max_results: '1' } };
  try {
    const answer = await api.ask(first, 'person');
    if (pageOf(answer) !== null) return ok(id, `Hotmart tells ${question.what}.`, toldOf(pass));
    return {
      id,
      severity: 'warning',
      text: `Hotmart says nothing when asked for ${question.what}.`,
      do: 'The credentials may lack that permission: look at them in Hotmart, Tools › Developer credentials.',
      said: nothingOf(pass),
    };
  } catch (error) {
    return trouble(id, error);
  }
}

function toldOf(pass: Pass): FindingSaid {
  return pass.kind === 'club'
    ? { word: 'hotmart.club', values: { club: pass.slug } }
    : { word: `hotmart.${pass.kind}` };
}

function nothingOf(pass: Pass): FindingSaid {
  return pass.kind === 'club'
    ? { word: 'hotmart.club-none', values: { club: pass.slug } }
    : { word: `hotmart.${pass.kind}-none` };
}

function ok(id: string, text: string, said: FindingSaid): Finding {
  return { id, severity: 'ok', text, do: '', said };
}

/** A failure that was to be expected is a finding; the desk that is being closed, and a bug, are none. */
function trouble(id: string, error: unknown): Finding {
  if (!(error instanceof SportelloError) || error.code === 'engine-gone') throw error;
  return { id, severity: 'error', text: error.message, do: error.action, failure: packError(error) };
}
