import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MessageView, TicketView } from '../../shared/contract/views';
import type { PictureArea } from '../../shared/domain/message';
import { PICTURE_TYPES } from '../conversation/picture-types';
import { useParked } from '../conversation/use-parked';
import { useDesk } from '../desk/desk-context';
import { useWords } from '../i18n/use-words';

/** Room around the line, as a share of the picture's width. */
const MARGIN = 0.02;
/** A short line is shown with what stands beside it: alone it says little. */
const NARROWEST = 0.3;

/** Where a number was read in a picture of this ticket. */
type Found = {
  readonly message: MessageView;
  readonly index: number;
  readonly type: string;
  readonly area: PictureArea;
};

function findSpot(view: TicketView, written: string): Found | null {
  for (const message of view.messages.toReversed()) {
    for (const { index, contentType, spots } of message.attachments) {
      const spot = spots?.find((one) => one.written === written);
      // Named as something else by the sender's program, it is a picture all the same: its bytes were read as one.
      const type = PICTURE_TYPES.includes(contentType) ? contentType : 'image/jpeg';
      if (spot !== undefined) return { message, index, type, area: spot.area };
    }
  }
  return null;
}

/** The line of the picture, as wide as the frame; the picture's own height is unknown here, so its middle is centred. */
function cropDocument(picture: string, { left, top, width, height }: PictureArea): string {
  const shown = Math.min(1, Math.max(NARROWEST, width + 2 * MARGIN));
  const from = Math.min(1 - shown, Math.max(0, left + width / 2 - shown / 2));
  const percent = (share: number): string => `${(100 * share).toFixed(3)}%`;
  return [
    '<!doctype html><meta charset="utf-8"><style>html,body{margin:0;height:100%;overflow:hidden;background:#fff}',
    `img{position:absolute;top:50%;left:0;width:${percent(1 / shown)};max-width:none;`,
    `transform:translate(-${percent(from)},-${percent(top + height / 2)})}</style><img alt="" src="${picture}">`,
  ].join('');
}

/**
 * The part of a picture that a number was read from, so that a person can believe it. Shown in a frame of opaque origin
 * without script or network, as a mail is. Nothing where the number was read elsewhere.
 */
export function PictureCrop(props: { readonly view: TicketView; readonly written: string }) {
  const { view, written } = props;
  const desk = useDesk();
  const words = useWords();
  const found = useMemo(() => findSpot(view, written), [view, written]);
  const { data } = useQuery({
    queryKey: ['picture', found?.message.id, found?.index],
    queryFn: () =>
      desk.engine.call('messages.attachment', { message: found?.message.id ?? '', index: found?.index ?? 0 }),
    enabled: found !== null,
  });
  const html = useMemo(
    () =>
      found === null || data === undefined
        ? null
        : cropDocument(`data:${found.type};base64,${data.base64}`, found.area),
    [found, data],
  );
  const address = useParked(html);
  if (address === null) return null;
  return (
    <iframe
      className="picture-crop"
      title={words.t('evidence.crop', { written })}
      sandbox=""
      referrerPolicy="no-referrer"
      src={address}
    />
  );
}
