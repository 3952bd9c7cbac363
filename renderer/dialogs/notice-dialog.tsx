import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ProductView } from '../../shared/contract/catalogue';
import { MAX_NOTICE_CHARS } from '../../shared/contract/limits';
import type { NoticeScope } from '../../shared/domain/incident';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import { useDesk, useDeskState } from '../desk/desk-context';
import { setNotice } from '../desk/notices';
import { useRights } from '../desk/rights';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** How long an incident may last, hours: the usual ones; it can be ended at any time. */
const HOURS = [1, 2, 4, 8, 24, 72] as const;
const HOUR = 3_600_000;
const EMPTY: Readonly<Record<ReplyLanguage, string>> = { it: '', pt: '', es: '', en: '' };

function Form(props: {
  readonly products: readonly ProductView[];
  /** What is chosen already. */
  readonly about: NoticeScope;
  readonly close: () => void;
}) {
  const { products, close } = props;
  const desk = useDesk();
  const words = useWords();
  const { busy, run } = useBusy();
  const [about, setAbout] = useState(chosenOf(props.about, products));
  const [hours, setHours] = useState(4);
  const [texts, setTexts] = useState(EMPTY);
  const [kind, ...rest] = about.split(':');
  const name = rest.join(':');
  const producers = [...new Set([props.about.producerName, ...products.map(({ producerName }) => producerName)])]
    .filter((one) => one !== '')
    .sort();
  const isWhole = REPLY_LANGUAGES.every((language) => texts[language].trim() !== '');
  return (
    <form
      className="notice-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(async () => {
          const isSet = await setNotice(desk, {
            productId: kind === 'product' ? name : '',
            producerName: kind === 'producer' ? name : '',
            texts,
            until: desk.now() + hours * HOUR,
          });
          if (isSet) close();
        });
      }}
    >
      <p>{words.t('incident.text')}</p>
      <NativeSelect
        data-autofocus
        label={words.t('incident.about')}
        value={about}
        onChange={(event) => setAbout(event.currentTarget.value)}
      >
        <option value="all:">{words.t('incident.all')}</option>
        <optgroup label={words.t('incident.products')}>
          {products.map(({ productId, name: product }) => (
            <option key={productId} value={`product:${productId}`}>
              {product === '' ? productId : product}
            </option>
          ))}
        </optgroup>
        <optgroup label={words.t('incident.producers')}>
          {producers.map((producer) => (
            <option key={producer} value={`producer:${producer}`}>
              {producer}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      <NativeSelect
        label={words.t('incident.lasts')}
        value={String(hours)}
        data={HOURS.map((count) => ({ value: String(count), label: words.t('incident.hours', { count }) }))}
        onChange={(event) => setHours(Number(event.currentTarget.value))}
      />
      {REPLY_LANGUAGES.map((language) => (
        <Textarea
          key={language}
          label={words.t('incident.words', { language: words.t(`language.${language}`) })}
          lang={language}
          rows={2}
          required
          maxLength={MAX_NOTICE_CHARS}
          value={texts[language]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTexts((known) => ({ ...known, [language]: value }));
          }}
        />
      ))}
      <div className="dialog-actions">
        <Button type="submit" size="xs" loading={busy} disabled={!isWhole}>
          {words.t('incident.set')}
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={close}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

function chosenOf({ productId, producerName }: NoticeScope, products: readonly ProductView[]): string {
  if (products.some((product) => product.productId === productId)) return `product:${productId}`;
  return producerName === '' ? 'all:' : `producer:${producerName}`;
}

/** A lead tells everybody whom an incident touches; what the desk proposed, else what the open ticket is about, is chosen already. */
export function NoticeDialog() {
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const opened = useDeskState((state) => state.dialog === 'notice');
  const noticeAbout = useDeskState((state) => state.noticeAbout);
  const products = useEngine('products.list', {}, { enabled: opened && lead }).data;
  const close = (): void => desk.store.set({ dialog: null });
  return (
    <Modal
      opened={opened && (!lead || products !== undefined)}
      onClose={close}
      title={words.t('command.notice')}
      size="lg"
    >
      {opened && !lead && <p>{words.t('incident.lead')}</p>}
      {opened && lead && products !== undefined && (
        <Form
          products={products}
          about={noticeAbout ?? { productId: desk.open()?.case?.match.purchase?.productId ?? '', producerName: '' }}
          close={close}
        />
      )}
    </Modal>
  );
}
