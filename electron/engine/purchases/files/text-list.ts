/** Bytes of one piece of the list's memory. */
const PIECE = 1024 * 1024;

/**
 * Many short texts, kept as their UTF-8 bytes: a string of the parser's would keep the whole piece of XML alive that it was
 * cut from, and a million of them costs three times their bytes.
 */
export class TextList {
  readonly #pieces: Buffer[] = [];
  /** Place of each text: its piece and where it begins in there. */
  #pieceOf = new Uint32Array(1024);
  #startOf = new Uint32Array(1024);
  #lengthOf = new Uint32Array(1024);
  #count = 0;
  #used = PIECE;

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#used + bytes > (this.#pieces.at(-1)?.length ?? 0)) {
      this.#pieces.push(Buffer.allocUnsafe(Math.max(PIECE, bytes)));
      this.#used = 0;
    }
    if (this.#count === this.#pieceOf.length) this.#grow();
    this.#pieces.at(-1)?.write(text, this.#used);
    this.#pieceOf[this.#count] = this.#pieces.length - 1;
    this.#startOf[this.#count] = this.#used;
    this.#lengthOf[this.#count] = bytes;
    this.#used += bytes;
    this.#count += 1;
  }

  /** The text of this position, from 0; '' where there is none. */
  at(position: number): string {
    if (!(position >= 0 && position < this.#count)) return '';
    const start = this.#startOf[position] ?? 0;
    const end = start + (this.#lengthOf[position] ?? 0);
    return this.#pieces[this.#pieceOf[position] ?? 0]?.toString('utf8', start, end) ?? '';
  }

  #grow(): void {
    const larger = (old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const next = new Uint32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.#pieceOf = larger(this.#pieceOf);
    this.#startOf = larger(this.#startOf);
    this.#lengthOf = larger(this.#lengthOf);
  }
}
