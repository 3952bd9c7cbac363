import { IconAlertTriangle } from '@tabler/icons-react';
import type { NoticeProposal } from '../../shared/contract/notices';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/words';
import { useDesk, useDeskState } from './desk-context';
import { declineIncident } from './notices';
import { useRights } from './rights';

/** Product names that are read in one look; the notice's own list has all of them. */
const MOST_NAMED = 3;

/**
 * Says that unusually many tickets come in about one thing, and proposes a notice to who may set one; an agent is told whom to tell. Gone
 * when it is over, when a notice runs, or when a lead said that it is no incident.
 */
export function IncidentBanner() {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const listed = useDeskState((state) => state.listed);
  const { data } = useEngine('notices.proposals', {}, { enabled: listed });
  return (data ?? []).map((proposal) => {
    const { productId, producerName } = proposal;
    return (
      <div key={`${productId} ${producerName}`} className="banner" data-tone="warn">
        <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
        <span className="banner-text">
          {/* Told once: the numbers change every minute. */}
          <output>
            <strong>{headline(words, proposal)}</strong>
          </output>{' '}
          {productId === '' && `${named(words, proposal.products)}. `}
          {rate(words, proposal)} {!lead && words.t('incident.tell-lead')}
        </span>
        {lead && (
          <>
            <button
              type="button"
              onClick={() =>
                desk.store.set({ dialog: 'notice', noticeAbout: { productId, producerName }, armed: null })
              }
            >
              {words.t('incident.write')}
            </button>
            <button type="button" onClick={() => void declineIncident(desk, { productId, producerName })}>
              {words.t('incident.decline')}
            </button>
          </>
        )}
      </div>
    );
  });
}

function headline({ t }: Words, { productId, producerName, products }: NoticeProposal): string {
  if (productId !== '') return t('incident.many.product', { name: products[0] ?? productId });
  return producerName === '' ? t('incident.many.all') : t('incident.many.producer', { name: producerName });
}

function named({ language }: Words, products: readonly string[]): string {
  const more = products.length - MOST_NAMED;
  const list = products.slice(0, MOST_NAMED);
  return new Intl.ListFormat(language, { type: 'unit' }).format(more > 0 ? [...list, `+${String(more)}`] : list);
}

function rate({ t }: Words, { tickets, usual }: NoticeProposal): string {
  const about = Math.round(usual);
  return about === 0 ? t('incident.rate-new', { tickets }) : t('incident.rate', { tickets, usual: about });
}
