import { join } from 'node:path';
import { expect, test } from '../e2e/fixtures';
import { namesAskedFor, startCanaries } from './canaries';
import { ALL_WALLS, NO_WALLS, createHostileFrames } from './hostile-frames';
import type { Walls } from './hostile-frames';
import { report } from './scoreboard';
import { REMOTE_VECTORS } from './vectors/remote';
import { SCRIPT_SET } from './vectors/script-set';

/** Which walls stand, by the name that the scoreboard gives it. What needs the session's wall comes first. */
const CASES: readonly (readonly [string, Walls])[] = [
  ['all walls', ALL_WALLS],
  ['sanitiser off', { ...ALL_WALLS, sanitiser: false }],
  ['CSP off', { ...ALL_WALLS, policy: false }],
  ['sanitiser and CSP off', { ...ALL_WALLS, sanitiser: false, policy: false }],
  ['only the CSP', { ...NO_WALLS, policy: true }],
  ['only the sanitiser', { ...NO_WALLS, sanitiser: true }],
];

/**
 * The desk looks up no name at all, and so connects to nothing. In every case but the first the test leaves it the way to its own
 * servers on loopback, or no other wall would be seen; without any wall, names too.
 */
const LOOPBACK_ONLY = '--host-resolver-rules=MAP *.invalid ~NOTFOUND';
const ANYWHERE = '--host-resolver-rules=MAP nowhere.invalid ~NOTFOUND';

/** Vectors that must do harm in a frame without any wall, or the test would not see it. */
const HARM_WITHOUT_WALLS = { script: 150, remote: 40 };

for (const set of [
  { kind: 'script', title: 'T1 script', vectors: SCRIPT_SET, documents: () => SCRIPT_SET },
  { kind: 'remote', title: 'T3 remote load', vectors: REMOTE_VECTORS, documents: remoteDocuments },
] as const) {
  test(`${set.title}: nothing runs, nothing is fetched and no name is asked for, whichever wall is down`, async ({
    openDesk,
    profileDir,
  }) => {
    test.setTimeout(2_400_000);
    const canaries = await startCanaries();
    const documents = set.documents(canaries.web, canaries.bare);
    const hits: string[] = [];
    let total = { executed: 0, connections: 0, names: 0 };
    let harm = total;
    // Each case has a desk of its own, so that the names it asks for can be told from the others'.
    for (const [name, walls] of [...CASES, ['no wall', NO_WALLS] as const]) {
      const netLog = join(profileDir, `${name}.json`);
      const args = ['--demo', `--log-net-log=${netLog}`, '--net-log-capture-mode=Everything'];
      if (walls !== ALL_WALLS) args.push(walls === NO_WALLS ? ANYWHERE : LOOPBACK_ONLY);
      const { app, page, close } = await openDesk({ args, profileDir: join(profileDir, name) });
      const frames = await createHostileFrames(app, page);
      const ran = await frames.show(documents, walls);
      await close();
      const { connections, paths } = canaries.take();
      const names = await namesAskedFor(netLog);
      if (walls === NO_WALLS) {
        harm = { executed: ran.size, connections: new Set(paths).size, names: names.length };
        continue;
      }
      total = {
        executed: total.executed + ran.size,
        connections: total.connections + connections,
        names: total.names + names.length,
      };
      hits.push(...[...ran].map((at) => `${name}: ran ${documents[at] ?? 'outside of a mail'}`));
      hits.push(...[...paths, ...names].map((reached) => `${name}: reached ${reached}`));
    }
    await canaries.stop();
    report(
      `${set.title}: ${set.vectors.length} vectors · ${total.executed} executed · ${total.connections} requests · ` +
        `${total.names} names (${CASES.map(([name]) => name).join(', ')}, names cut by the resolver throughout; ` +
        `without any wall ${set.kind === 'script' ? `${harm.executed} executed` : `${harm.connections} requests, ${harm.names} names`})`,
    );
    expect(hits).toEqual([]);
    expect(total).toEqual({ executed: 0, connections: 0, names: 0 });
    if (set.kind === 'script') expect(harm.executed).toBeGreaterThan(HARM_WITHOUT_WALLS.script);
    else expect(Math.min(harm.connections, harm.names)).toBeGreaterThan(HARM_WITHOUT_WALLS.remote);
  });
}

function remoteDocuments(web: (vector: number) => string, bare: string): readonly string[] {
  return REMOTE_VECTORS.flatMap((vector, at) => [
    vector.replaceAll('{url}', web(at)).replaceAll('{host}', bare),
    vector.replaceAll('{url}', `http://v${at}.hostile.invalid/x`).replaceAll('{host}', `w${at}.hostile.invalid`),
  ]);
}
