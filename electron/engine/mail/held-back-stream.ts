import { Readable } from 'node:stream';

/** Bytes kept back: fewer than any message has, so that the final dot can never leave before they are released. */
const HELD_BACK_BYTES = 64;

/**
 * The message as a stream that keeps its last bytes until `beforeLast` has settled (reference: reliability.md, M24).
 * Until `released()` the server certainly has no complete message: a failure is a safe retry. A `beforeLast` that
 * rejects destroys the stream, and the final dot never leaves.
 */
export class HeldBackStream extends Readable {
  #sent = 0;
  #released = false;
  #mark: Promise<void> | null = null;
  readonly #raw: Buffer;
  readonly #beforeLast: () => Promise<void>;

  constructor(raw: Uint8Array, beforeLast: () => Promise<void>) {
    super();
    this.#raw = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    this.#beforeLast = beforeLast;
  }

  /** Whether the last bytes were handed on: from here on only the server's answer tells what happened. */
  released(): boolean {
    return this.#released;
  }

  /** Settles when a mark that was begun is written or has failed: nobody may write the outcome before the mark. */
  async markSettled(): Promise<void> {
    if (this.#mark !== null) await this.#mark;
  }

  override _read(size: number): void {
    const free = Math.max(0, this.#raw.length - HELD_BACK_BYTES);
    if (this.#sent < free) {
      const end = Math.min(free, this.#sent + size);
      const chunk = this.#raw.subarray(this.#sent, end);
      this.#sent = end;
      this.push(chunk);
      return;
    }
    this.#mark ??= this.#release(free);
  }

  async #release(free: number): Promise<void> {
    try {
      await this.#beforeLast();
    } catch (error) {
      // The caller learns it through the stream's error; a mark that was not written releases nothing.
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    // The connection may have gone while the mark was written: then nothing leaves, and the retry is safe.
    if (this.destroyed) return;
    this.#released = true;
    this.push(this.#raw.subarray(free));
    this.push(null);
  }
}
