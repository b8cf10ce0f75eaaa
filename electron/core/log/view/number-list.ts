const FIRST_ROOM = 1_024;

/** A growing list of 32-bit numbers: a million take 4 MB. */
export class NumberList {
  #numbers = new Uint32Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return this.#numbers[index] as number;
  }

  set(index: number, value: number): void {
    this.#numbers[index] = value;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const more = new Uint32Array(this.#length * 2);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  /** Lets go of what stands at `length` and after it. */
  cut(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** The last place whose number is at most `value`, by `by` of it; -1 where there is none. The list is in order. */
  lastUpTo(value: number, by: (number: number) => number = (number) => number): number {
    let low = -1;
    let high = this.#length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (by(this.#numbers[middle] as number) <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A growing list of small numbers, a byte each. */
export class ByteList {
  #bytes = new Uint8Array(FIRST_ROOM);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#bytes.length) {
      const more = new Uint8Array(this.#length * 2);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Lets go of what stands at `length` and after it; a list that is shorter grows by zeros. */
  cut(length: number): void {
    while (this.#length < length) this.push(0);
    this.#length = length;
  }

  /** The largest from one place to another, not included. */
  max(from: number, to: number): number {
    let largest = 0;
    for (let at = from; at < Math.min(to, this.#length); at += 1) {
      const value = this.#bytes[at] as number;
      if (value > largest) largest = value;
    }
    return largest;
  }
}
