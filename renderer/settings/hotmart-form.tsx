import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clubSlugSchema, hotmartClientIdSchema } from '../../shared/contract/hotmart';
import type { HotmartChoice, HotmartView } from '../../shared/contract/hotmart';
import type { Finding } from '../../shared/contract/views';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { Findings } from './findings';

/** Slugs out of what people type or paste: the slug alone, or the whole link. */
export function slugsOf(text: string): readonly string[] {
  return text
    .split(/[\s,;]+/)
    .map((word) => (/club\/([^/?#]+)/i.exec(word)?.[1] ?? word).toLowerCase())
    .filter((word) => word !== '');
}

/** Client id, secret and members areas. Secrets go to the keychain, never into a file. */
export function HotmartForm(props: {
  readonly settings: HotmartView['settings'];
  readonly hasSecret: boolean;
  readonly onDone: () => void;
}) {
  const words = useWords();
  const { settings } = props;
  const [clientId, setClientId] = useState(settings?.clientId ?? '');
  const [clientSecret, setClientSecret] = useState('');
  const [basic, setBasic] = useState('');
  const [clubs, setClubs] = useState((settings?.clubs ?? []).join(', '));
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { busy, failure, run } = useShellCall();
  const choice: HotmartChoice = { clientId, clientSecret, basic, clubs: [...slugsOf(clubs)] };
  const isKept = props.hasSecret && settings?.clientId === clientId;
  const isUsable =
    hotmartClientIdSchema.safeParse(clientId).success &&
    choice.clubs.every((slug) => clubSlugSchema.safeParse(slug).success) &&
    (isKept || clientSecret !== '' || basic !== '');
  const secret = {
    size: 'xs',
    type: 'password',
    autoComplete: 'off',
    ...(isKept ? { placeholder: words.t('hotmart.kept') } : {}),
  } as const;
  return (
    <form
      className="mailbox-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(async () => {
          await sportello().shell.saveHotmart(choice);
          props.onDone();
        });
      }}
    >
      <div className="card-grid">
        <TextInput
          size="xs"
          label={words.t('hotmart.client-id')}
          description={words.t('hotmart.client-id.about')}
          value={clientId}
          spellCheck={false}
          onChange={(event) => setClientId(event.currentTarget.value.trim())}
        />
        <TextInput
          {...secret}
          label={words.t('hotmart.client-secret')}
          description={words.t('hotmart.one-is-enough')}
          value={clientSecret}
          onChange={(event) => setClientSecret(event.currentTarget.value)}
        />
        <TextInput
          {...secret}
          label={words.t('hotmart.basic')}
          description={words.t('hotmart.one-is-enough')}
          value={basic}
          onChange={(event) => setBasic(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label={words.t('hotmart.clubs')}
          description={words.t('hotmart.clubs.about')}
          value={clubs}
          spellCheck={false}
          onChange={(event) => setClubs(event.currentTarget.value)}
        />
      </div>
      {failure}
      <Findings findings={findings} />
      <div className="dialog-actions">
        <Button type="submit" size="xs" loading={busy} disabled={!isUsable}>
          {words.t('hotmart.save')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy || !isUsable}
          onClick={() =>
            void run(async () => {
              setFindings([]);
              setFindings((await sportello().engine.call('hotmart.check', { choice })).findings);
            })
          }
        >
          {words.t('hotmart.check')}
        </Button>
        <Button size="xs" variant="subtle" onClick={props.onDone}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
