import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import type { PressedKey, ShellApi, SportelloBridge } from '../../shared/contract/shell-api';
import { SHELL_CHANNEL } from '../../shared/contract/shell-channels';
import type { ShellAnswer, ShellCall } from '../../shared/contract/shell-channels';
import { LONGEST_NAME, LONGEST_WORD } from '../../shared/domain/spelling';
import type { SpellingChoice } from '../../shared/domain/spelling';
import { createEngineLink } from './engine-link';
import { keepFocusOutOfMails } from './mail-focus';

const { client, ...link } = createEngineLink();
ipcRenderer.on(SHELL_CHANNEL.port, (event) => {
  const [port] = event.ports;
  if (port) link.attach(port);
});
ipcRenderer.on(SHELL_CHANNEL.gone, () => link.detach());
ipcRenderer.send(SHELL_CHANNEL.connect);

async function call<T>(name: ShellCall, argument?: unknown): Promise<T> {
  const answer = (await ipcRenderer.invoke(SHELL_CHANNEL.call(name), argument)) as ShellAnswer;
  // A plain value on purpose: an Error would cross the bridge without its code.
  // eslint-disable-next-line typescript/only-throw-error
  if (answer.kind === 'failure') throw answer.error;
  return answer.value as T;
}

/** What main sends on these channels has the type that its listener takes; both sides are ours. */
function hear(channel: string, listener: (value: never) => void): () => void {
  const forward = (_event: unknown, value: unknown): void => listener(value as never);
  ipcRenderer.on(channel, forward);
  return () => ipcRenderer.removeListener(channel, forward);
}

/** The fallback runtime's Electron has no webUtils; its files carry their path themselves. */
function pathOfFile(file: File): string {
  const utils = webUtils as typeof webUtils | undefined;
  if (utils) return utils.getPathForFile(file);
  const path: unknown = Reflect.get(file, 'path');
  return typeof path === 'string' ? path : '';
}

const closing = new Set<() => Promise<void>>();
ipcRenderer.on(SHELL_CHANNEL.closing, () => {
  void Promise.allSettled([...closing].map((save) => save())).then(() => ipcRenderer.send(SHELL_CHANNEL.kept));
});

/** What the field that has the focus is looked through by; see `spellIn`. */
let spelling: SpellingChoice | null = null;
function spellIn(choice: SpellingChoice | null): void {
  spelling = choice;
}
// Chromium's own spell checker fetches its dictionaries from a server; asked here, it looks nothing up itself.
webFrame.setSpellCheckProvider('en', {
  spellCheck: (words, mark) => {
    if (spelling === null) {
      mark([]);
      return;
    }
    // Pasted code has words of any length, and none of them is one.
    const asked = call<string[]>('checkSpelling', {
      language: spelling.language,
      known: spelling.known.map((name) => name.slice(0, LONGEST_NAME)),
      words: words.filter((word) => word.length <= LONGEST_WORD),
    });
    // Without an answer nothing is marked; main has written why.
    asked.then(mark, () => mark([]));
  },
});
/** Where dropped files lie. Only of true files: an object that the page made up has no place on the disk. */
function pathsOf(files: readonly File[]): readonly string[] {
  return Array.isArray(files) ? files.filter((file) => file instanceof File).map(pathOfFile) : [];
}

const shell: ShellApi = {
  state: () => call('state'),
  onState: (listener) => hear(SHELL_CHANNEL.state, listener),
  startDemo: () => call('startDemo'),
  checkMailbox: (input) => call('checkMailbox', input),
  saveMailbox: (input) => call('saveMailbox', input),
  removeMailbox: (id) => call('removeMailbox', id),
  saveHotmart: (choice) => call('saveHotmart', choice),
  signIn: (input) => call('signIn', input),
  signInAgain: (input) => call('signInAgain', input),
  cancelSignIn: () => call('cancelSignIn'),
  signOut: (input) => call('signOut', input),
  readInvitation: (text) => call('readInvitation', text),
  checkTeam: (input) => call('checkTeam', input),
  joinTeam: (input) => call('joinTeam', input),
  changeStorePassword: (typed) => call('changeStorePassword', typed),
  protectStore: (choice) => call('protectStore', choice),
  unlockStore: (passphrase) => call('unlockStore', passphrase),
  copies: () => call('copies'),
  restoreCopy: (name) => call('restoreCopy', name),
  setAppearance: (choice) => call('setAppearance', choice),
  checkSpelling: (input) => call('checkSpelling', input),
  spellIn,
  lookForUpdate: () => call('lookForUpdate'),
  allowUpdates: (choice) => call('allowUpdates', choice),
  installUpdate: () => call('installUpdate'),
  chooseFile: (kind) => call('chooseFile', kind),
  chooseFolder: () => call('chooseFolder'),
  importMacros: (from) => call('importMacros', from),
  pathOfFile,
  saveFile: (input) => call('saveFile', input),
  savePdf: (input) => call('savePdf', input),
  saveFromServer: (input) => call('saveFromServer', input),
  parkMail: (html) => call('parkMail', html),
  releaseMail: (url) => call('releaseMail', url),
  openMails: (files) =>
    call(
      'openMails',
      pathsOf(files).filter((path) => path !== ''),
    ),
  nextMail: () => call('nextMail'),
  openLink: (url) => call('openLink', url),
  copyText: (text) => call('copyText', text),
  openTicket: (ticket) => call('openTicket', ticket),
  showDesk: () => call('showDesk'),
  closeTicket: () => call('closeTicket'),
  setMenu: (menu) => call('setMenu', menu),
  setAttention: (attention) => call('setAttention', attention),
  notify: (notice) => call('notify', notice),
  print: () => call('print'),
  onMailLink: (listener) => hear(SHELL_CHANNEL.mailLink, listener),
  // Main sees every key; only those pressed while the mail frame has the focus do not reach the page by themselves.
  onMailKey: (listener) =>
    hear(SHELL_CHANNEL.key, (key: PressedKey) => {
      if (document.activeElement instanceof HTMLIFrameElement) listener(key);
    }),
  onSelectTicket: (listener) => hear(SHELL_CHANNEL.selectTicket, listener),
  onWrite: (listener) => hear(SHELL_CHANNEL.write, listener),
  onSavedMail: (listener) => hear(SHELL_CHANNEL.savedMail, listener),
  onCommand: (listener) => hear(SHELL_CHANNEL.command, listener),
  onTicketClosed: (listener) => hear(SHELL_CHANNEL.ticketClosed, listener),
  onClosing: (listener) => {
    closing.add(listener);
    return () => closing.delete(listener);
  },
  retry: () => call('retry'),
};

const world: SportelloBridge = {
  engine: {
    call: (method, params) => client.call(method, params),
    on: (event, listener) => client.on(event, listener),
    onLink: (listener) => link.onLink(listener),
  },
  shell,
};
contextBridge.exposeInMainWorld('sportello', world);

/** `npm start` says "ready" once the ticket list can be used: the page marks that on its root element. */
function watchReadiness(): void {
  const root = document.documentElement;
  const observer = new MutationObserver(() => {
    if (root.dataset['ready'] !== 'true') return;
    observer.disconnect();
    ipcRenderer.send(SHELL_CHANNEL.ready);
  });
  observer.observe(root, { attributes: true, attributeFilter: ['data-ready'] });
}
window.addEventListener('DOMContentLoaded', watchReadiness, { once: true });
keepFocusOutOfMails(window, () => ipcRenderer.invoke(SHELL_CHANNEL.copySelection) as Promise<void>);
