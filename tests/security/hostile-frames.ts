import type { ElectronApplication, Frame, Page } from '@playwright/test';
import { bundleSanitiser } from './sanitiser';

/** The walls around a mail, each of which can be taken down alone. */
export type Walls = {
  /** The sanitiser of the window. */
  readonly sanitiser: boolean;
  /** The policy that the `mail:` scheme sends along. */
  readonly policy: boolean;
  /** The frame's `sandbox` attribute. */
  readonly sandbox: boolean;
  /** The session's refusal of every address that is not the desk's own. */
  readonly session: boolean;
};
export const ALL_WALLS: Walls = { sanitiser: true, policy: true, sandbox: true, session: true };
export const NO_WALLS: Walls = { sanitiser: false, policy: false, sandbox: false, session: false };

declare global {
  // oxlint-disable-next-line no-var -- the only way to name a global of the page
  var sanitiseMail: typeof import('../../renderer/conversation/sanitise-mail').sanitiseMail;
}

/** Frames at a time: each is a process of its own. */
const BATCH = 20;
/** How long a frame is watched once it has loaded, in ms: animations, timers and second loads of the vectors begin by then. */
const WATCH_MS = 250;

export type HostileFrames = {
  /** Shows each document in a frame like the desk's own and answers the numbers of those whose script ran. */
  show(documents: readonly string[], walls: Walls): Promise<ReadonlySet<number>>;
};

/** Shows mails in the desk's window as the conversation does, with some of the walls taken down. */
export async function createHostileFrames(app: ElectronApplication, page: Page): Promise<HostileFrames> {
  const executed: string[] = [];
  await page.exposeBinding('hostileScriptRan', ({ frame }: { frame: Frame }) => executed.push(rootOf(frame)));
  await page.addInitScript(() => {
    const ran = (): void =>
      void (globalThis as unknown as { hostileScriptRan: () => Promise<void> }).hostileScriptRan();
    // The test's sanitiser is a second one on the page, which lets its policy be made once.
    const policies = (globalThis as unknown as { trustedTypes?: { createPolicy(name: string, rules: object): object } })
      .trustedTypes;
    const made = new Map<string, object>();
    const create = policies?.createPolicy.bind(policies);
    if (policies && create) {
      policies.createPolicy = (name, rules) => {
        const policy = made.get(name) ?? create(name, rules);
        made.set(name, policy);
        return policy;
      };
    }
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) Reflect.set(globalThis, name, ran);
  });
  await page.reload();
  await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
  await page.evaluate(await bundleSanitiser());
  const titles = await page.title();

  async function showBatch(documents: readonly string[], walls: Walls): Promise<readonly string[]> {
    const addresses = await page.evaluate(
      async ({ documents, walls, colours, words }) => {
        const { sportello } = window;
        const shown = documents.map(async (html) => {
          const clean = walls.sanitiser ? (globalThis.sanitiseMail(html, new Map(), colours, words).html ?? '') : html;
          const address = await sportello.shell.parkMail(clean);
          const frame = document.createElement('iframe');
          if (walls.sandbox) frame.setAttribute('sandbox', 'allow-popups');
          frame.referrerPolicy = 'no-referrer';
          frame.className = 'hostile';
          frame.src = address;
          const loaded = new Promise((resolve) => {
            frame.addEventListener('load', resolve);
            // A mail that never ends loading is watched like the others.
            setTimeout(resolve, 3_000);
          });
          document.body.append(frame);
          await loaded;
          return address;
        });
        return Promise.all(shown);
      },
      { documents, walls, colours: COLOURS, words: WORDS },
    );
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    await Promise.all(frames.map(pressEverything));
    await page.waitForTimeout(WATCH_MS);
    await page.evaluate((parked) => {
      for (const frame of document.querySelectorAll('iframe.hostile')) frame.remove();
      for (const address of parked) void window.sportello.shell.releaseMail(address);
    }, addresses);
    return addresses;
  }

  return {
    show: async (documents, walls) => {
      await liftPolicies(app, walls);
      const found = new Set<number>();
      for (let from = 0; from < documents.length; from += BATCH) {
        executed.length = 0;
        const addresses = await showBatch(documents.slice(from, from + BATCH), walls);
        for (const address of executed) {
          const at = addresses.indexOf(address);
          found.add(at === -1 ? -1 : from + at);
        }
      }
      if ((await page.title()) !== titles) found.add(-1);
      return found;
    },
  };
}

const COLOURS = { text: '#000', ground: '#fff', link: '#00f', dark: false };
const WORDS = { quote: 'Quote', blockedImage: 'Blocked' };

/** The address of the mail in which a frame lies, however deep. */
function rootOf(frame: Frame): string {
  const parent = frame.parentFrame();
  return parent === null || parent.parentFrame() === null ? frame.url() : rootOf(parent);
}

/** Presses and points at whatever can be pressed: some vectors wait for a person. */
async function pressEverything(frame: Frame): Promise<void> {
  const pressed = frame.evaluate(() => {
    const things = 'a, button, input, summary, area, label, form, [onclick], [onmouseover], [onpointerover]';
    for (const thing of document.querySelectorAll(things)) {
      for (const name of ['pointerover', 'mouseover', 'click']) {
        thing.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true }));
      }
    }
  });
  // A frame that a vector led elsewhere, or that hangs, answers nothing; it is watched all the same.
  await Promise.race([pressed.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1_000))]);
}

/**
 * Takes down or puts up again what main holds. No switch of the desk does that: the test reaches into main's process through
 * its debugger, which the packaged desk does not have.
 */
async function liftPolicies(app: ElectronApplication, walls: Walls): Promise<void> {
  await app.evaluate(
    ({ session }, { policy, session: guarded }) => {
      const kept = globalThis as unknown as { plainResponse?: typeof Response; unguarded?: boolean };
      kept.plainResponse ??= globalThis.Response;
      const Plain = kept.plainResponse;
      const bare = class extends Plain {
        constructor(body?: BodyInit | null, init: ResponseInit = {}) {
          const headers = new Headers(init.headers);
          if (headers.get('content-security-policy')?.includes('sandbox') === true)
            headers.delete('content-security-policy');
          super(body, { ...init, headers });
        }
      };
      globalThis.Response = policy ? Plain : bare;
      // The desk's own handler cannot be put back: what needs it comes first.
      if (guarded && kept.unguarded === true) throw new Error('The session stays open once it was opened');
      kept.unguarded = !guarded;
      if (!guarded) session.fromPartition('persist:desk').webRequest.onBeforeRequest(null);
    },
    { policy: walls.policy, session: walls.session },
  );
}
