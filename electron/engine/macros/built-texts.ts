import { createHash } from 'node:crypto';

/** Set by the build (vite.config.ts): the digest of the texts that it ships. Tests run without a build. */
declare const BUILT_TEXTS: string | undefined;

/** Digest of a folder of texts, by name and content; the order of the files does not count. */
export function textsDigest(files: ReadonlyMap<string, string>): string {
  const digest = createHash('sha256');
  for (const [name, content] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    digest.update(`${name}\0${content}\0`);
  }
  return digest.digest('hex');
}

/** Digest of the texts that this program was built and tested with; null where nothing was built. */
export function builtTexts(): string | null {
  return typeof BUILT_TEXTS === 'string' ? BUILT_TEXTS : null;
}
