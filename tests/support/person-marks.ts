import type { MachineMarks } from '../../shared/domain/message';

/** The header of a mail that a person wrote: no mark of a machine, a list or a form. */
export const PERSON_MARKS: MachineMarks = {
  autoSubmitted: null,
  precedence: null,
  listId: null,
  listUnsubscribe: false,
  autoResponse: false,
  nullReturnPath: false,
  contentType: 'text/plain',
  reportType: '',
  originalFrom: null,
  formMark: false,
};
