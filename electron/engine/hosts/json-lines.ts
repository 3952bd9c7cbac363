import type { Socket } from 'node:net';

/** Longest line that is read, in characters: an attachment of 40 MB as base64 fits. */
const MAX_LINE = 64 * 1024 * 1024;

/** Calls back for each JSON value that comes over a socket, one a line; a line that is no JSON ends the connection. */
export function readJsonLines(socket: Socket, receive: (value: unknown) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) {
      socket.destroy(new Error('A line is too long'));
      return;
    }
    for (const line of lines) {
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        // Not our protocol: whoever it is gets no answer and no second line.
        socket.destroy();
        return;
      }
      receive(value);
    }
  });
}

/** Sends one value as a line; nothing where the other end has gone. */
export function writeJsonLine(socket: Socket, value: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(value)}\n`);
}
