import type { EngineSecrets } from '../../../shared/contract/host';
import { createEngine } from '../engine';
import type { Engine, EngineParts } from '../engine';
import type { Outside } from '../outside';
import { loadProfile } from '../profile';

/** The engine in the caller's own process: the command line, and tests. The profile is read from its folder. */
export async function openInProcess(
  options: {
    readonly profileDir: string;
    readonly secrets: EngineSecrets;
    readonly outside: Outside;
    readonly network: boolean;
  },
  parts: EngineParts = {},
): Promise<Engine> {
  const profile = await loadProfile(options.profileDir);
  return createEngine({ ...options, profile, demo: profile.demo ?? false }, parts);
}
