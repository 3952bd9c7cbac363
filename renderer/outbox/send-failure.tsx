import type { OutboxView } from '../../shared/contract/views';
import { sendProblemOf } from '../../shared/domain/send-problem';
import { Technical } from '../desk/failure-text';
import { useWords } from '../i18n/use-words';

/** Why a mail did not go out, what to do, and the server's own words where it said any. */
export function SendFailure(props: { readonly item: OutboxView }) {
  const { state, error, heldReason } = props.item;
  const words = useWords();
  if (error === null) return null;
  const { problem, serverSaid, technical } = sendProblemOf(state, error);
  return (
    <>
      <p className="outbox-why">
        {words.t(`sending.${problem}`)}
        {serverSaid !== '' && (
          <>
            {' '}
            {words.t('sending.server-says')} <q className="outbox-quoted">{serverSaid}</q>
          </>
        )}
        {technical !== '' && <Technical text={technical} />}
      </p>
      {/* What is held says itself what to do. */}
      {heldReason === null && <p className="outbox-advice">{words.t(`sending.${problem}.do`)}</p>}
    </>
  );
}
