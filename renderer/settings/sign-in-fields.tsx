import { NativeSelect, TextInput } from '@mantine/core';
import type { MailboxAuth, OAuthSettings } from '../../shared/contract/mailbox-auth';
import { useWords } from '../i18n/use-words';

/** How a mailbox lets us in, as the form offers it. */
const WAYS = ['password', 'google', 'microsoft', 'custom'] as const;
export type Way = (typeof WAYS)[number];

export function wayOf(auth: MailboxAuth | undefined): Way {
  return auth?.kind === 'oauth2' ? auth.provider : 'password';
}

/** Settings of a way that was just chosen; undefined for the password, which needs none. */
export function authOf(way: Way, clientId = ''): OAuthSettings | undefined {
  switch (way) {
    case 'password':
      return undefined;
    case 'google':
    case 'microsoft':
      return { kind: 'oauth2', provider: way, clientId };
    case 'custom':
      return {
        kind: 'oauth2',
        provider: way,
        clientId,
        authorizationEndpoint: '',
        tokenEndpoint: '',
        scopes: ['offline_access'],
      };
  }
}

/** The way to sign in, and what it needs to know. The client secret is typed into the keychain, not into the settings. */
export function SignInFields(props: {
  readonly auth: MailboxAuth | undefined;
  readonly clientSecret: string;
  readonly kept: boolean;
  readonly onAuth: (auth: OAuthSettings | undefined) => void;
  readonly onClientSecret: (secret: string) => void;
}) {
  const words = useWords();
  const auth = props.auth?.kind === 'oauth2' ? props.auth : null;
  return (
    <div className="card-grid">
      <NativeSelect
        size="xs"
        label={words.t('sign-in.way')}
        value={wayOf(props.auth)}
        data={WAYS.map((way) => ({ value: way, label: words.t(`sign-in.${way}`) }))}
        onChange={(event) => props.onAuth(authOf(event.currentTarget.value as Way, auth?.clientId))}
      />
      {auth !== null && (
        <>
          <Field
            name="client-id"
            about={words.t('sign-in.client-id.about')}
            value={auth.clientId}
            onValue={(clientId) => props.onAuth({ ...auth, clientId })}
          />
          <ProviderFields auth={auth} onAuth={props.onAuth} />
          {auth.provider !== 'microsoft' && (
            <TextInput
              size="xs"
              type="password"
              autoComplete="off"
              label={words.t('sign-in.client-secret')}
              placeholder={words.t(props.kept ? 'mailbox.password-kept' : 'sign-in.client-secret.about')}
              value={props.clientSecret}
              onChange={(event) => props.onClientSecret(event.currentTarget.value.trim())}
            />
          )}
        </>
      )}
    </div>
  );
}

function ProviderFields(props: { readonly auth: OAuthSettings; readonly onAuth: (auth: OAuthSettings) => void }) {
  const words = useWords();
  const { auth, onAuth } = props;
  switch (auth.provider) {
    case 'google':
      return null;
    case 'microsoft':
      return (
        <Field
          name="tenant"
          about={words.t('sign-in.tenant.about')}
          value={auth.tenant ?? ''}
          onValue={(tenant) => {
            const { tenant: _old, ...rest } = auth;
            onAuth(tenant === '' ? rest : { ...rest, tenant });
          }}
        />
      );
    case 'custom': {
      const { revocationEndpoint, issuer, ...rest } = auth;
      const optional = (change: { readonly revocationEndpoint?: string; readonly issuer?: string }): OAuthSettings => {
        const given = { ...(revocationEndpoint && { revocationEndpoint }), ...(issuer && { issuer }), ...change };
        return { ...rest, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) };
      };
      return (
        <>
          <Field
            name="authorization"
            about="https://…"
            value={auth.authorizationEndpoint}
            onValue={(authorizationEndpoint) => onAuth({ ...auth, authorizationEndpoint })}
          />
          <Field
            name="token"
            about="https://…"
            value={auth.tokenEndpoint}
            onValue={(tokenEndpoint) => onAuth({ ...auth, tokenEndpoint })}
          />
          <Field
            name="revocation"
            about={words.t('sign-in.optional')}
            value={revocationEndpoint ?? ''}
            onValue={(value) => onAuth(optional({ revocationEndpoint: value }))}
          />
          <Field
            name="issuer"
            about={words.t('sign-in.optional')}
            value={issuer ?? ''}
            onValue={(value) => onAuth(optional({ issuer: value }))}
          />
          <TextInput
            size="xs"
            label={words.t('sign-in.scopes')}
            defaultValue={auth.scopes.join(' ')}
            spellCheck={false}
            onChange={(event) => {
              onAuth({ ...auth, scopes: event.currentTarget.value.split(' ').filter((scope) => scope !== '') });
            }}
          />
        </>
      );
    }
  }
}

function Field(props: {
  readonly name: string;
  readonly about: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const words = useWords();
  return (
    <TextInput
      size="xs"
      label={words.t(`sign-in.${props.name}`)}
      placeholder={props.about}
      value={props.value}
      spellCheck={false}
      onChange={(event) => props.onValue(event.currentTarget.value.trim())}
    />
  );
}
