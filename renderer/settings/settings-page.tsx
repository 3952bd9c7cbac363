import type { ShellState } from '../../shared/contract/shell-api';
import { PurchasesCard } from '../purchases/purchases-card';
import { Page } from '../desk/page';
import { useWords } from '../i18n/use-words';
import { AboutCard } from './about-card';
import { BlockedCard } from './blocked-card';
import { AppearanceCard } from './appearance-card';
import { NotificationsCard } from './notifications-card';
import { PrivacyCard } from '../privacy/privacy-card';
import { ClocksCard } from './clocks-card';
import { CatalogueCard } from './catalogue-card';
import { CopiesCard } from './copies-card';
import { HealthCard } from './health-card';
import { HotmartCard } from './hotmart-card';
import { KeysCard } from './keys-card';
import { MailboxesCard } from './mailboxes-card';
import { MembersCard } from './members-card';
import { QuarantineCard } from './quarantine-card';
import { SpellingCard } from './spelling-card';
import { TeamCard } from './team-card';
import { UpdatesCard } from './updates-card';
import './settings.css';

/** Everything that is set, on one page. */
export function SettingsPage(props: { readonly shell: ShellState }) {
  const words = useWords();
  return (
    <Page title={words.t('queue.settings')} lead={words.t('settings.lead')}>
      <MailboxesCard keychain={props.shell.keychain} signedIn={props.shell.signedIn} demo={props.shell.demo} />
      <QuarantineCard />
      <PurchasesCard />
      <HotmartCard demo={props.shell.demo} />
      <CatalogueCard />
      <MembersCard shell={props.shell} />
      <TeamCard />
      <ClocksCard />
      <BlockedCard />
      <AppearanceCard shell={props.shell} />
      <KeysCard own={props.shell.keys} />
      <SpellingCard shell={props.shell} />
      <NotificationsCard shell={props.shell} />
      <PrivacyCard />
      <CopiesCard />
      <HealthCard shell={props.shell} />
      <UpdatesCard shell={props.shell} />
      <AboutCard shell={props.shell} />
    </Page>
  );
}
