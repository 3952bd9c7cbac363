import { Button, Modal, Progress } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ErasureCount, ErasureDone } from '../../shared/contract/erasures';
import { useDesk } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useWords } from '../i18n/use-words';
import { ConfirmErasure } from './confirm-erasure';
import { FindPerson } from './find-person';

/** How far the dialog is: who, which of several, how much, and what was done. */
type Step =
  | { readonly kind: 'who' }
  | { readonly kind: 'found'; readonly people: readonly ErasureCount[] }
  | { readonly kind: 'done'; readonly address: string; readonly done: ErasureDone };

/** There while it is open. Erases one person: who, how much that is, the address typed once more, and what was done. */
export function EraseDialog(props: { readonly onClose: () => void }) {
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const [step, setStep] = useState<Step>({ kind: 'who' });
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number } | null>(null);
  useEffect(() => desk.engine.on('erasures.progress', setProgress), [desk]);
  const erase = (address: string, confirmed: string): Promise<void> =>
    run(async () => {
      setProgress(null);
      const done = await desk.engine.call('erasures.run', { address, confirmed });
      setStep({ kind: 'done', address, done });
    });
  // What has begun ends: a person who closes it in between would not see how.
  const close = (): void => {
    if (!busy) props.onClose();
  };
  return (
    <Modal opened onClose={close} title={words.t('erase.title')} size="lg" closeOnClickOutside={step.kind === 'who'}>
      {step.kind === 'who' && <FindPerson onFound={(people) => setStep({ kind: 'found', people })} onClose={close} />}
      {step.kind === 'found' && !busy && (
        <ConfirmErasure
          people={step.people}
          onBack={() => setStep({ kind: 'who' })}
          onClose={close}
          onErase={(address, confirmed) => void erase(address, confirmed)}
        />
      )}
      {step.kind === 'found' && busy && <UnderWay progress={progress} />}
      {step.kind === 'done' && <Done address={step.address} done={step.done} onClose={close} />}
    </Modal>
  );
}

function UnderWay(props: { readonly progress: { readonly done: number; readonly of: number } | null }) {
  const words = useWords();
  const { progress } = props;
  const said =
    progress === null || progress.done >= progress.of
      ? words.t('erase.scrubbing')
      : words.t('erase.progress', { done: progress.done, of: progress.of });
  return (
    <>
      <output>{said}</output>
      <Progress
        className="erase-progress"
        aria-label={words.t('erase.title')}
        value={progress === null || progress.of === 0 ? 100 : Math.round((100 * progress.done) / progress.of)}
        striped
        animated
      />
      <p className="erase-stays">{words.t('erase.under-way')}</p>
    </>
  );
}

function Done(props: { readonly address: string; readonly done: ErasureDone; readonly onClose: () => void }) {
  const words = useWords();
  const { counts, olderCopies } = props.done;
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <>
      <output className="notice erase-done">
        {words.t('erase.done', { address: props.address, tickets: counts.tickets, messages: counts.messages })}
      </output>
      <ul className="restore-points">
        <li>{words.t('erase.done.again')}</li>
        {olderCopies.length > 0 && <li>{words.t('erase.done.copies', { count: olderCopies.length })}</li>}
        <li>{words.t('erase.done.elsewhere')}</li>
      </ul>
      {olderCopies.length > 0 && (
        <details className="erase-copies">
          <summary>{words.t('erase.done.copies-list')}</summary>
          <ul>
            {olderCopies.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="dialog-actions">
        <Button size="xs" ref={close} onClick={props.onClose}>
          {words.t('action.close')}
        </Button>
      </div>
    </>
  );
}
