import { Anchor } from '@mantine/core';
import type { MailProvider } from '../../shared/contract/mail-provider';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import type { Way } from './sign-in-fields';

/** What a person should know of the provider before typing a password; says so where the servers are only a guess. */
export function ProviderHints(props: {
  /** null: an own domain, whose servers were guessed. */
  readonly provider: MailProvider | null;
  readonly way: Way;
  readonly onWay: (way: Way) => void;
}) {
  const words = useWords();
  const { provider, way } = props;
  if (provider === null) {
    return (
      <output className="notice" data-tone="warn">
        {words.t('mailbox.guess')}
      </output>
    );
  }
  const { hint, page } = provider;
  // an app password is of no interest to who signs in at the provider
  const isApt = hint !== null && (hint !== 'app-password' || way === 'password');
  const better = provider.signIn.find((one) => one !== 'password');
  if (!isApt && !provider.savesSent) return null;
  return (
    <output className="notice provider-hint">
      <span>
        {isApt && words.t(`mailbox.hint.${hint}`, { provider: provider.name })}{' '}
        {provider.savesSent && words.t('mailbox.saves-sent', { provider: provider.name })}
      </span>
      {isApt && page !== null && (
        <Anchor component="button" type="button" size="xs" onClick={() => void sportello().shell.openLink(page)}>
          {words.t('mailbox.hint.page')}
        </Anchor>
      )}
      {better !== undefined && way === 'password' && (
        <Anchor component="button" type="button" size="xs" onClick={() => props.onWay(better)}>
          {words.t('sign-in.do', { provider: words.t(`sign-in.${better}`) })}
        </Anchor>
      )}
    </output>
  );
}
