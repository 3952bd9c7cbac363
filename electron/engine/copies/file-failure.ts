import { SportelloError } from '../../../shared/contract/errors';

/** Room that a copy leaves on the disk, bytes: the desk itself must be able to go on storing mail for days. */
export const ROOM_LEFT_BYTES = 100 * 1024 * 1024;

const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const UNUSABLE = [
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ENXIO',
  'ENAMETOOLONG',
  'EBUSY',
  'EEXIST',
  'ELOOP',
  'EXDEV',
  'EMFILE',
  'ENFILE',
  'ENOTEMPTY',
  'ENODEV',
  'ESTALE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'ENOTCONN',
  // Windows says so of what libuv has no name for.
  'UNKNOWN',
  // Node's own word of `rm` for a folder.
  'ERR_FS_EISDIR',
];

/** What the system answers about a file, as a failure that says what to do; anything else is given back as it is. */
export function fileFailure(error: unknown, path: string): unknown {
  const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
  if (NO_ROOM.includes(code)) return noRoom(path, null, error);
  if (!UNUSABLE.includes(code)) return error;
  return new SportelloError('file-unreadable', `The file ${path} cannot be read or written (${code}).`, {
    reason: 'write',
    action: 'Check that its folder is there and that you may write to it.',
    retryable: true,
    detail: { path, code },
    cause: error,
  });
}

/** `needed`: bytes that must be free; null where the disk filled up in the middle. */
export function noRoom(path: string, needed: number | null, cause?: unknown): SportelloError {
  const megabytes = needed === null ? null : Math.ceil(needed / 1024 / 1024);
  return new SportelloError(
    'copy-no-room',
    `The disk has no room for ${path}; nothing was changed${megabytes === null ? '' : ` (${megabytes} MB must be free)`}.`,
    {
      action: 'Free some space on that disk, or write the copy to another one: `backup FILE`.',
      retryable: true,
      ...(megabytes === null ? { detail: { path } } : { reason: 'megabytes', detail: { path, megabytes } }),
      cause,
    },
  );
}
