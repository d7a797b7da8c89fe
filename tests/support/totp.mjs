// An authenticator: the codes of RFC 6238 in the form that Keystone takes (SHA-1, 6 digits, 30 seconds).
import { createHmac, randomBytes } from "node:crypto";
import { asAdmin } from "./keystone.mjs";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits
    .match(/.{1,5}/g)
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

export class Authenticator {
  #seed = randomBytes(20);

  /**
   * Gives a user this authenticator, and an account that needs it.
   *
   * @param {{ id: string }} person
   * @param {string[][]} [rules] The combinations of methods that let the user in.
   */
  static async for(person, rules = [["password", "totp"]]) {
    const authenticator = new Authenticator();
    const credential = { type: "totp", user_id: person.id, blob: base32(authenticator.#seed) };
    await asAdmin(201, "POST", "/credentials", { credential });
    const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: rules };
    await asAdmin(200, "PATCH", `/users/${person.id}`, { user: { options } });
    return authenticator;
  }

  /** The code of a moment. */
  code(at = Date.now()) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
    const digest = createHmac("sha1", this.#seed).update(counter).digest();
    const offset = digest.at(-1) & 15;
    return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  }

  /** Six digits that are no code now, nor at the step before or after. */
  wrongCode() {
    const right = [-STEP_MS, 0, STEP_MS].map((offset) => this.code(Date.now() + offset));
    return ["000000", "111111", "222222"].find((code) => !right.includes(code)) ?? "333333";
  }
}
