import { Button, VisuallyHidden } from '@mantine/core';
import { KEPT_KINDS } from '../../shared/contract/copies';
import type { StoreCopy } from '../../shared/contract/copies';
import { useWords } from '../i18n/use-words';

/** The copies of the store, newest first: when, why, how large, what is in it, and the way back to it. */
export function CopiesTable(props: {
  readonly copies: readonly StoreCopy[];
  readonly busy: boolean;
  readonly onRestore: (copy: StoreCopy) => void;
  /** Absent where none can be deleted. */
  readonly onRemove?: (copy: StoreCopy) => void;
}) {
  const words = useWords();
  const { onRemove } = props;
  return (
    <div className="copies">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{words.t('copies.when')}</th>
            <th scope="col" className="figures-words">
              {words.t('copies.why')}
            </th>
            <th scope="col">{words.t('copies.size')}</th>
            <th scope="col">{words.t('copies.tickets')}</th>
            <th scope="col">{words.t('copies.messages')}</th>
            <th scope="col">
              <VisuallyHidden>{words.t('copies.restore-column')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.copies.map((copy) => (
            <tr key={copy.name}>
              <th scope="row">
                {words.day(copy.at)}, {words.clock(copy.at)}
              </th>
              <td className="figures-words">{words.t(`copies.kind.${copy.kind}`)}</td>
              <td>{words.size(copy.bytes)}</td>
              {copy.state === 'sound' ? (
                <>
                  <td>{copy.tickets}</td>
                  <td>{copy.messages}</td>
                </>
              ) : (
                <td colSpan={2}>
                  <span className="badge" data-gate="amber">
                    {words.t(`copies.state.${copy.state}`)}
                  </span>
                </td>
              )}
              <td>
                {copy.state === 'sound' && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={props.busy}
                    aria-label={`${words.t('restore.open')} ${words.moment(copy.at)}`}
                    onClick={() => props.onRestore(copy)}
                  >
                    {words.t('restore.open')}
                  </Button>
                )}
                {onRemove !== undefined && KEPT_KINDS.includes(copy.kind) && (
                  <>
                    {' '}
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={props.busy}
                      aria-label={`${words.t('copies.remove')} ${words.moment(copy.at)}`}
                      onClick={() => onRemove(copy)}
                    >
                      {words.t('copies.remove')}
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
