// Chance that is the same for a seed, and moments that it chooses: when a client leaves, when the power
// goes. Nothing is waited for here; what is, is in until.mjs.
import { setTimeout as after } from "node:timers/promises";

const PIECE_BYTES = 64 * 1024;

/** What chance decides for one seed (mulberry32). */
export class Chance {
  #state;

  constructor(seed) {
    this.#state = seed;
  }

  /** A number from 0 to 1, 1 left out. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    const state = this.#state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number below `end`. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  /** One of these. */
  oneOf(choices) {
    return choices[this.below(choices.length)];
  }

  /** A moment within so many milliseconds. */
  moment(withinMs) {
    return after(this.below(withinMs));
  }
}

/** Data that comes in pieces, slowly enough that there is a middle to break off in. */
export async function* slowly(length) {
  for (let rest = length; rest > 0; rest -= PIECE_BYTES) {
    yield Buffer.alloc(Math.min(rest, PIECE_BYTES), "q");
    await after(5);
  }
}
