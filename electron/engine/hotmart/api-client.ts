import { SportelloError } from '../../../shared/contract/errors';
import type { HotmartSecrets, HotmartSettings } from '../../../shared/contract/hotmart';
import type { Outside } from '../outside';
import { notReached, refused, wrongCredentials } from './api-failure';
import { pause, sendOnce } from './api-request';
import type { RawAnswer } from './api-request';
import { bodyOf, createCredentials } from './credentials';
import { ATTEMPTS, PERSON_WAITS_MS, createPace } from './pace';
import type { Manner } from './pace';

/** Hotmart's own hosts (reference/hotmart.md §2). */
export const API_BASE = 'https://developers.hotmart.com';
export const TOKEN_URL = 'https://api-sec-vlc.hotmart.com/security/oauth/token';

/** What one question came to: JSON, or an empty 200, which says nothing at all. */
export type ApiAnswer = { readonly kind: 'said'; readonly body: unknown } | { readonly kind: 'nothing' };

/** One question: `what` names it in sentences ("the sales"). */
export type ApiQuestion = {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly what: string;
};

/** Hotmart's API, read only. */
export type HotmartApi = {
  /**
   * Rejects with `hotmart-credentials`, `hotmart-refused` (Hotmart answered and refused), `hotmart-connect` (no usable answer,
   * or too many requests for longer than the asker can wait), `engine-gone`.
   */
  ask(question: ApiQuestion, manner: Manner): Promise<ApiAnswer>;
  /** Tries the credentials alone. */
  signIn(): Promise<void>;
};

/** Answers of a server in trouble: asked again. Hotmart's 502 is "longer than 30 s". */
const TROUBLE: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export type ApiOptions = {
  readonly settings: Pick<HotmartSettings, 'clientId' | 'apiBase' | 'tokenUrl'>;
  readonly secrets: HotmartSecrets;
  readonly outside: Pick<Outside, 'clock' | 'ids' | 'log'>;
  /** Aborted when the desk is being closed. */
  readonly signal: AbortSignal;
};

/** Token, pace and repetition in one place; see `HotmartApi`. Logs name paths and numbers, never what was asked for. */
export function createHotmartApi(options: ApiOptions): HotmartApi {
  const { settings, outside, signal } = options;
  const { clock, log } = outside;
  const pace = createPace(outside);
  const base = (settings.apiBase ?? API_BASE).replace(/\/+$/, '');
  const { host } = new URL(base);
  const credentials = createCredentials({
    tokenUrl: settings.tokenUrl ?? TOKEN_URL,
    clientId: settings.clientId,
    secrets: options.secrets,
    clock,
    log,
    signal,
  });

  async function wait(ms: number, why: string): Promise<void> {
    const waited = pause(clock, ms, signal);
    log.info('hotmart', 'waiting', { why, ms });
    await waited;
  }

  async function turn(manner: Manner): Promise<void> {
    for (;;) {
      const ms = pace.waitFor(manner);
      if (ms <= 0) return;
      if (manner === 'person' && ms > PERSON_WAITS_MS) {
        throw notReached(host, `it wants fewer requests for another ${String(Math.ceil(ms / 1000))} seconds`);
      }
      await wait(ms, 'rate-limit');
    }
  }

  /** An answer that is not trouble; the last trouble is thrown once the attempts are used up. */
  async function answerOf(url: URL, question: ApiQuestion, manner: Manner): Promise<RawAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      await turn(manner);
      try {
        return await answerOnce(url);
      } catch (error) {
        if (!(error instanceof SportelloError) || error.code !== 'hotmart-connect') throw error;
        if (attempt >= ATTEMPTS[manner]) throw error;
        log.warn('hotmart', 'trouble', { path: question.path, attempt, reason: error.message });
        await wait(pace.backOff(attempt + 1), 'trouble');
      }
    }
  }

  /** A token that is over is renewed once: a second refusal of a fresh one is no accident. */
  async function answerOnce(url: URL): Promise<RawAnswer> {
    const first = await credentials.current();
    const answer = await sendWith(first, url);
    if (!isTokenRefusal(answer)) return answer;
    credentials.refused(first);
    const again = await sendWith(await credentials.current(), url);
    if (isTokenRefusal(again)) throw wrongCredentials(reasonOf(again));
    return again;
  }

  async function sendWith(token: string, url: URL): Promise<RawAnswer> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const answer = await sendOnce(url, { method: 'GET', headers }, clock, signal);
    pace.heard(answer);
    if (!TROUBLE.has(answer.status)) return answer;
    throw notReached(host, answer.status === 429 ? 'it wants fewer requests' : `it answers ${String(answer.status)}`);
  }

  function reasonOf({ status, text }: RawAnswer): string {
    const body = bodyOf(text);
    const said = [body?.['error_description'], body?.['message'], body?.['error']].find(
      (each) => typeof each === 'string' && each !== '',
    );
    return credentials.mask(typeof said === 'string' ? said : `it answers ${String(status)} without a reason`);
  }

  return {
    signIn: async () => {
      await credentials.current();
    },
    async ask(question, manner) {
      const url = new URL(`${base}${question.path}`);
      for (const [name, value] of Object.entries(question.params)) url.searchParams.set(name, value);
      const answer = await answerOf(url, question, manner);
      if (answer.status >= 300 && answer.status < 400) {
        // the way in which it says "no such members area" (reference/hotmart.md §2, Club)
        throw refused(question.what, answer.status, 'it points to another page, as for something it does not know');
      }
      if (answer.status !== 200) throw refused(question.what, answer.status, reasonOf(answer));
      if (answer.text.trim() === '') return { kind: 'nothing' };
      let body: unknown;
      try {
        body = JSON.parse(answer.text);
      } catch (error) {
        // a page of a hotel's Wi-Fi, or of Hotmart's own documentation, with a 200
        throw notReached(host, 'it answers with something else than JSON', error);
      }
      return { kind: 'said', body };
    },
  };
}

/** 401, and the 400 that Hotmart also gives for a token that is over. */
function isTokenRefusal({ status, text }: RawAnswer): boolean {
  if (status === 401) return true;
  return status === 400 && bodyOf(text)?.['error'] === 'invalid_token';
}
