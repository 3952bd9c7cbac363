/**
 * The keys of a file's rows with the line where each stood first and a digest of what it said: two hashes of 32 bits a
 * key, so that a file of ten million rows costs 200 MB and not three gigabytes of text. Two keys that fall together by
 * chance are one in 10^7 for such a file; the row would be refused and named, not lost silently.
 */
export class SeenRows {
  #slots = 1 << 12;
  #size = 0;
  #first = new Uint32Array(this.#slots);
  #second = new Uint32Array(this.#slots);
  #lines = new Uint32Array(this.#slots);
  #digests = new Uint32Array(this.#slots);

  get size(): number {
    return this.#size;
  }

  /** Remembers a row, or answers the earlier one of the same key. `line` is above 0. */
  add(key: string, line: number, said: string): { readonly line: number; readonly isSame: boolean } | null {
    if (this.#size * 2 > this.#slots) this.#grow();
    const [first, second] = [hash(key, 0x811c9dc5), hash(key, 0x9747b28c)];
    const digest = hash(said, 0x811c9dc5);
    const at = this.#find(first, second);
    const known = this.#lines[at] ?? 0;
    if (known > 0) return { line: known, isSame: this.#digests[at] === digest };
    this.#put(at, first, second, line, digest);
    this.#size += 1;
    return null;
  }

  #find(first: number, second: number): number {
    let at = first & (this.#slots - 1);
    while (this.#lines[at] !== 0 && !(this.#first[at] === first && this.#second[at] === second)) {
      at = (at + 1) & (this.#slots - 1);
    }
    return at;
  }

  #put(at: number, first: number, second: number, line: number, digest: number): void {
    this.#first[at] = first;
    this.#second[at] = second;
    this.#lines[at] = line;
    this.#digests[at] = digest;
  }

  #grow(): void {
    const [first, second, lines, digests] = [this.#first, this.#second, this.#lines, this.#digests];
    this.#slots *= 2;
    this.#first = new Uint32Array(this.#slots);
    this.#second = new Uint32Array(this.#slots);
    this.#lines = new Uint32Array(this.#slots);
    this.#digests = new Uint32Array(this.#slots);
    for (const [at, line] of lines.entries()) {
      if (line === 0) continue;
      const [one, two] = [first[at] ?? 0, second[at] ?? 0];
      this.#put(this.#find(one, two), one, two, line, digests[at] ?? 0);
    }
  }
}

/** FNV-1a of 32 bits over UTF-16 units, mixed at its end as MurmurHash does. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
