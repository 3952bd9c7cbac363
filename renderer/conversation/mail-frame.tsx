import { useQuery } from '@tanstack/react-query';
import { IconPhotoOff } from '@tabler/icons-react';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { MessageView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';
import { NO_DISGUISE } from './disguised-links';
import type { DisguisedLinks } from './disguised-links';
import { LinkedText } from './linked-text';
import { PICTURE_TYPES } from './picture-types';
import { sanitiseMail } from './sanitise-mail';
import { useParked } from './use-parked';

/** The bytes of the pictures that a mail carries and shows inside its text, as data addresses by Content-ID. */
function useInlineImages(message: MessageView): ReadonlyMap<string, string> | undefined {
  const desk = useDesk();
  const wanted = message.attachments.filter(
    (file) =>
      file.onServer !== true &&
      file.contentId !== null &&
      PICTURE_TYPES.includes(file.contentType) &&
      message.html?.includes('cid:'),
  );
  const { data } = useQuery({
    queryKey: ['inline-images', message.id],
    queryFn: async () => {
      const pairs = await Promise.all(
        wanted.map(async (file) => {
          const bytes = await desk.engine.call('messages.attachment', { message: message.id, index: file.index });
          return [file.contentId ?? '', `data:${file.contentType};base64,${bytes.base64}`] as const;
        }),
      );
      return new Map(pairs);
    },
    enabled: wanted.length > 0,
  });
  return wanted.length === 0 ? NO_IMAGES : data;
}
const NO_IMAGES: ReadonlyMap<string, string> = new Map();

function readColours(dark: boolean) {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read('--text', '#20232a'),
    ground: read('--surface', '#ffffff'),
    link: read('--accent-text', '#3543a0'),
    dark,
  };
}

/** A frame cannot tell its height through an opaque origin, so it is guessed from the text and can be dragged. */
function guessHeight(message: MessageView): number {
  const lines = message.newText.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 80)), 0);
  const pictures = (message.html?.match(/<img\b/gi) ?? []).length;
  return Math.min(560, Math.max(120, 60 + lines * 22 + pictures * 120));
}

/** False in the frame in which a part comes, true once that was painted. */
function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return painted;
}

/** Tells the link's dialog which links of this mail say another domain than they lead to, as long as it is shown. */
function useDisguised(message: string, disguised: DisguisedLinks): void {
  const { store } = useDesk();
  useEffect(() => {
    if (disguised.size === 0) return undefined;
    store.set({ disguised: new Map(store.get().disguised).set(message, disguised) });
    return () => {
      const left = new Map(store.get().disguised);
      left.delete(message);
      store.set({ disguised: left });
    };
  }, [store, message, disguised]);
}

/** One HTML mail, in a frame of opaque origin without script or network, served by the `mail:` scheme. */
export function MailFrame(props: { readonly message: MessageView }) {
  const { message } = props;
  const words = useWords();
  const dark = useComputedColorScheme('light') === 'dark';
  const images = useInlineImages(message);
  // Cleaning a mail and making its frame take as long as all the rest of a ticket: list, facts and answers come first.
  const painted = useAfterPaint();
  const quote = words.t('message.quoted');
  const blockedImage = words.t('message.image-blocked');
  const clean = useMemo(
    () =>
      !painted || images === undefined || message.html === null
        ? null
        : sanitiseMail(message.html, images, readColours(dark), { quote, blockedImage }),
    [painted, message.html, images, dark, quote, blockedImage],
  );

  useDisguised(message.id, clean?.disguised ?? NO_DISGUISE);
  const address = useParked(clean?.html ?? null);

  return (
    <>
      {clean !== null && clean.blockedImages > 0 && (
        <p className="notice">
          <IconPhotoOff size={15} stroke={1.7} aria-hidden />
          {words.t('message.images-blocked', { count: clean.blockedImages })}
        </p>
      )}
      {clean !== null && clean.html === null && (
        <div className="message-text">
          <LinkedText text={message.newText} />
        </div>
      )}
      <div
        className="mail-frame"
        hidden={clean !== null && clean.html === null}
        style={{ height: guessHeight(message) }}
      >
        {address !== null && (
          <iframe
            title={words.t('message.frame', { name: message.fromName || message.fromAddress })}
            sandbox="allow-popups"
            referrerPolicy="no-referrer"
            src={address}
          />
        )}
      </div>
    </>
  );
}
