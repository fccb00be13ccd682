/*
 * How fast a file goes, and how long it still takes, by the rule of Ferry's own Pace: the rate is smoothed over half a minute, and an
 * end that was told stays until what is left differs from it by more than a tenth.
 */
const SMOOTHED_OVER = 30000;
const FIRST = 3000;
const EACH = 500;
const STANDS_STILL = 15000;
const KEPT = 0.1;

export class Pace {
  #began = null;
  #at = 0;
  #bytes = 0;
  #rate = 0;
  #end = null;

  /** So many bytes have gone at a moment of performance.now(). */
  moved(now, bytes) {
    const passed = now - this.#at;
    if (this.#began === null || passed > STANDS_STILL || bytes < this.#bytes) {
      this.#began = this.#at = now;
      this.#bytes = bytes;
      this.#rate = 0;
      this.#end = null;
    } else if (passed >= EACH) {
      const weight = Math.max(1 - Math.exp(-passed / SMOOTHED_OVER), passed / (now - this.#began));
      this.#rate += weight * ((bytes - this.#bytes) / passed - this.#rate);
      this.#at = now;
      this.#bytes = bytes;
    }
  }

  /** Bytes a second; 0 if that is not known yet. */
  get speed() {
    return this.#at - this.#began < EACH ? 0 : this.#rate * 1000;
  }

  /** Seconds until all has gone; null if that is not known yet, or nothing goes. */
  left(now, whole) {
    if (this.#began === null || this.#rate <= 0 || this.#at - this.#began < FIRST || now - this.#at > STANDS_STILL) return null;
    const left = Math.max(0, (whole - this.#bytes) / this.#rate - (now - this.#at));
    if (this.#end === null || Math.abs(now + left - this.#end) > KEPT * Math.max(left, EACH)) this.#end = now + left;
    return Math.max(0, this.#end - now) / 1000;
  }
}
