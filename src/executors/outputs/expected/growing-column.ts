/** Numbers of which nobody knows how many there will be. */
export class GrowingColumn {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  /** NaN when there is none. */
  get last(): number {
    return this.#values[this.length - 1] ?? Number.NaN;
  }

  /** A copy of what is there. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.length);
  }
}
