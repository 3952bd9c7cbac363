import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { UpdateInfo } from 'electron-updater';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider';
import { z } from 'zod';
import { UpdateFailed } from './update-failed';

/** A program of this size would be five times ours; a feed that says more is not taken for one, bytes. */
const LARGEST_PACKAGE_BYTES = 1_000_000_000;

/** What counts in a feed; everything else in it (staged rollouts, other packages, systems) is not looked at. */
const feedSchema = z.object({
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/),
  files: z
    .array(
      z.object({
        /** A name beside the feed, never a path or an address: it becomes a file's name, and for a .deb a word of a shell's command. */
        url: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/),
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.number().int().min(1).max(LARGEST_PACKAGE_BYTES),
      }),
    )
    .min(1)
    .max(20),
});

export type FeedFile = z.infer<typeof feedSchema>['files'][number];
export type SignedFeed = Omit<UpdateInfo, 'files'> & { readonly files: FeedFile[] };

/**
 * What is signed: the feed's bytes under its name, so that the feed of another system is none of this one's
 * (scripts/sign-feed.mjs signs the same).
 */
export function signedBytes(name: string, text: string): Buffer {
  return Buffer.from(`Sportello update feed 1\n${name}\n${text}`, 'utf8');
}

/**
 * A feed whose signature (base64) is ours; nothing of it is read before.
 * @throws UpdateFailed `signature`, `unreadable`
 */
export function readSignedFeed(name: string, text: string, signature: string, publicKey: KeyObject): SignedFeed {
  if (!verify(null, signedBytes(name, text), publicKey, Buffer.from(signature.trim(), 'base64'))) {
    throw new UpdateFailed('signature', `The signature of ${name} is not the one of this program's key`);
  }
  const parsed = feedSchema.safeParse(parse(name, text));
  const [first] = parsed.success ? parsed.data.files : [];
  if (!parsed.success || first === undefined) {
    throw new UpdateFailed('unreadable', `${name} is signed and is no feed: ${parsed.error?.message ?? ''}`);
  }
  return { ...parsed.data, path: first.url, sha512: first.sha512, releaseDate: '' };
}

function parse(name: string, text: string): unknown {
  try {
    return parseUpdateInfo(text, name, new URL(`file:///${name}`));
  } catch (error) {
    throw new UpdateFailed('unreadable', `${name} is signed and is no YAML`, error);
  }
}
