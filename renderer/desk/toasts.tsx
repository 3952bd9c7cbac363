import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useSecond } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import { CaseOffer } from './case-offer';
import { useDesk, useDeskState } from './desk-context';
import { Technical } from './failure-text';
import { KeyCap } from './key-cap';
import type { Toast } from './desk-state';
import './toasts.css';

function ToastCard(props: { readonly toast: Toast }) {
  const { toast } = props;
  const desk = useDesk();
  const words = useWords();
  const now = useSecond();
  const left = Math.max(0, Math.floor((toast.until - now) / 1000));
  const { key, values } = toast.sentence;
  const { block } = toast;
  // Who reaches for its button must find it there; what it counts down to goes on all the same.
  const [held, setHeld] = useState<'pointer' | 'focus' | null>(null);
  useEffect(() => {
    if (held !== null) return undefined;
    const timer = setTimeout(() => desk.dropToast(toast.id), Math.max(0, toast.until - desk.now()));
    return () => clearTimeout(timer);
  }, [desk, toast.id, toast.until, held]);
  return (
    // Nothing is pressed on it: it only notices who reaches for its buttons.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <output
      className="toast"
      data-tone={toast.tone}
      onPointerEnter={() => setHeld((by) => by ?? 'pointer')}
      onPointerLeave={() => setHeld((by) => (by === 'pointer' ? null : by))}
      onFocus={() => setHeld('focus')}
      onBlur={() => setHeld(null)}
    >
      <div className="toast-text">
        {/* The countdown is for the eyes: a voice that reads every second would be no help. */}
        <span aria-live={toast.countsDown ? 'off' : undefined}>{words.t(key, { ...values, n: left })}</span>
        {toast.detail !== null && (
          <span className="toast-detail">
            {words.say(toast.detail)}
            {toast.technical !== null && <Technical text={toast.technical} />}
          </span>
        )}
      </div>
      {block !== null && (
        <button type="button" className="toast-undo" onClick={() => void desk.undo(block)}>
          {words.t('action.undo')}
        </button>
      )}
      {block !== null && <KeyCap of="undo" />}
      <button
        type="button"
        className="toast-close"
        aria-label={words.t('action.close')}
        onClick={() => desk.dropToast(toast.id)}
      >
        <IconX size={14} aria-hidden />
      </button>
    </output>
  );
}

/** What just happened, with Undo, left below the queues; newest last. */
export function Toasts() {
  const words = useWords();
  const toasts = useDeskState((state) => state.toasts);
  return (
    <section className="toasts" aria-label={words.t('zone.toasts')}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      <CaseOffer />
    </section>
  );
}
