/** Whether a push has ended, for work that takes its time: what ended meanwhile serves nothing and writes to no board. */
export class PushEnding {
  #hasCome = false;

  get hasCome(): boolean {
    return this.#hasCome;
  }

  end(): void {
    this.#hasCome = true;
  }

  /** @throws Error where it has; the push has its verdict then, and nobody asks for this one */
  check(): void {
    if (this.#hasCome) throw new Error('The push ended before its URL was sent.');
  }
}
