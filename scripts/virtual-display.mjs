import { spawn } from 'node:child_process';
import { giveUp } from './places.mjs';

/** Starts Xvfb on a free display number and answers its name and how to end it. Size is WIDTHxHEIGHT in pixels. */
export function startVirtualDisplay(size) {
  return new Promise((done) => {
    // -displayfd lets the server choose the number and say when it is ready: no guess, no wait.
    const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    server.once('error', (error) => giveUp(`The virtual display (Xvfb) cannot be started: ${error.message}`));
    server.once('exit', (code) => giveUp(`The virtual display (Xvfb) ended by itself (exit code ${code}).`));
    const stop = () => {
      server.removeAllListeners('exit');
      server.kill('SIGTERM');
    };
    process.once('exit', stop);
    let number = '';
    server.stdio[3].on('data', (chunk) => {
      number += String(chunk);
      // The line end comes in a write of its own; a pipe closed before it would end the server.
      if (!number.endsWith('\n')) return;
      server.unref();
      server.stdio[3].destroy();
      done({ name: `:${number.trim()}`, stop });
    });
  });
}
