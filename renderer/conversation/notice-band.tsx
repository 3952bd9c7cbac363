import { IconSpeakerphone } from '@tabler/icons-react';
import type { TicketView } from '../../shared/contract/views';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import { useNow } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import './notice-band.css';

/** The incident that touches this ticket: what customers are told, until when, and whether this one was. */
export function NoticeBand(props: { readonly view: TicketView }) {
  const words = useWords();
  const now = useNow();
  const notice = props.view.case?.notice ?? null;
  if (notice === null || notice.until <= now) return null;
  const language = REPLY_LANGUAGES.find((one) => one === words.language) ?? 'en';
  return (
    <aside className="notice-band" aria-label={words.t('incident.band')}>
      <IconSpeakerphone size={17} stroke={1.7} aria-hidden />
      <p>
        <strong>{words.t('incident.until', { when: words.moment(notice.until), by: notice.by })}</strong>{' '}
        {words.t(notice.told ? 'incident.told' : 'incident.not-told')} <q>{notice.texts[language]}</q>
      </p>
    </aside>
  );
}
