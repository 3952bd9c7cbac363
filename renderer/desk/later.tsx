import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { ComponentType } from 'react';
import { useWords } from '../i18n/use-words';

/** A part of the window whose program is a file of its own, read when the part is first shown. */
export type Part<P> = {
  /** What shows it; null until it was read. */
  known: ComponentType<P> | null;
  /** Reads it; rejects where its file cannot be read, and may then be asked again. */
  readonly read: () => Promise<void>;
};

export function partOf<P>(load: () => Promise<ComponentType<P>>): Part<P> {
  const part: Part<P> = {
    known: null,
    read: async () => {
      part.known ??= await load();
    },
  };
  return part;
}

/**
 * Shows a page whose program may not be there yet. Until then its place takes the focus as the page will; a program that cannot be
 * read is said, with what to do.
 */
export function Later<P extends object>(props: {
  readonly part: Part<P>;
  readonly of: P;
  /** Name of the page. */
  readonly title: string;
}) {
  const { part, title } = props;
  const words = useWords();
  const [, setRead] = useState(part.known !== null);
  const [failure, setFailure] = useState<string | null>(null);
  const read = useCallback(() => {
    part.read().then(
      () => setRead(true),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  }, [part]);
  useEffect(() => {
    if (part.known === null) read();
  }, [part, read]);
  const Known = part.known;
  if (Known !== null) return <Known {...props.of} />;
  return (
    <main className="page" aria-label={title} aria-busy={failure === null} data-zone="page" tabIndex={-1}>
      {failure !== null && (
        <div className="page-sheet" role="alert">
          <h1>{words.t('page.failed', { page: title })}</h1>
          <p className="page-lead">{words.t('page.failed.do', { reason: failure })}</p>
          <Button
            size="xs"
            onClick={() => {
              setFailure(null);
              read();
            }}
          >
            {words.t('action.try-again')}
          </Button>
        </div>
      )}
    </main>
  );
}
