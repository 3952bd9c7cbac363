import type { EngineMethod, ParamsOf, ResultOf } from '../../shared/contract/engine-api';
import { NO_FIELDS } from '../../shared/contract/limits';
import type { DraftView } from '../../shared/contract/compose';
import type { OutboxView } from '../../shared/contract/views';

type Handlers = { [M in EngineMethod]?: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>> };

const EMPTY: DraftView = { text: '', fields: NO_FIELDS, files: [], room: 18_000_000 };

/** Drafts with their files in memory, and what is sent of them. */
export function fakeLetters(
  queued: (ticket: string, text: string, choice: Partial<OutboxView>) => ResultOf<'replies.send'>,
) {
  const drafts = new Map<string, DraftView>();
  const removed = new Map<string, DraftView['files'][number]>();
  const draft = (key: string): DraftView => drafts.get(key) ?? EMPTY;
  let files = 0;
  const handlers: Handlers = {
    'drafts.open': (params) => draft(params.draft),
    'drafts.addFile': (params) => {
      files += 1;
      const { fileName, contentType, base64 } = params;
      const file = { id: `file-${files}`, fileName, contentType, size: atob(base64).length };
      const view = { ...draft(params.draft), files: [...draft(params.draft).files, file] };
      drafts.set(params.draft, view);
      return { ...view, added: file.id };
    },
    'drafts.removeFile': (params) => {
      const view = draft(params.draft);
      const taken = view.files.find((file) => file.id === params.file);
      if (taken) removed.set(taken.id, taken);
      const back = removed.get(params.file);
      const rest = view.files.filter((file) => file.id !== params.file);
      const next = { ...view, files: params.removed || back === undefined ? rest : [...rest, back] };
      drafts.set(params.draft, next);
      return next;
    },
    'drafts.forward': ({ ticket }) => {
      const key = `forward:${ticket}`;
      if (!drafts.has(key)) {
        const fields = { ...NO_FIELDS, subject: 'Fwd: non trovo l’email' };
        const file = { id: 'file-of-mail', fileName: 'ricevuta.pdf', contentType: 'application/pdf', size: 40_000 };
        drafts.set(key, { ...EMPTY, text: '\n\n---------- Forwarded message ----------', fields, files: [file] });
      }
      return draft(key);
    },
    'letters.send': (params) => {
      drafts.delete(params.draft);
      const ticket = params.draft === 'new' ? 'T-1042' : params.draft.replace('forward:', '');
      return queued(ticket, params.text, { to: params.to, toName: '', subject: params.subject });
    },
  };
  return {
    handlers,
    save({ ticket, text, fields }: ParamsOf<'drafts.save'>): void {
      drafts.set(ticket, { ...draft(ticket), text, ...(fields === undefined ? {} : { fields }) });
    },
  };
}
