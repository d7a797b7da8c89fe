// Guessing passwords: how many sign-ins may fail, and who pays for it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { createApplicationCredential, createUser, removeUser } from "../support/keystone.mjs";
import { deviceOf, requestSession } from "../support/session.mjs";
import { Authenticator } from "../support/totp.mjs";

const PER_USER = 10;
const PER_ADDRESS = 30;
/** More than may be under way at once. */
const BURST = 60;

let person;
let edge;
before(async () => {
  person = await createUser();
});
after(() => removeUser(person));

/** Every test has an edge that has seen nothing yet. */
function withEdge(bindings) {
  beforeEach(async () => {
    edge = await startEdge({ bindings });
  });
  afterEach(() => edge.stop());
}

const nobody = () => `nobody-${randomUUID()}`;

function tryPassword(user, password, headers) {
  return requestSession({ method: "password", user, password }, edge.url, headers);
}

async function fail(times, user, headers) {
  for (let n = 0; n < times; n += 1) {
    const response = await tryPassword(user(), "wrong", headers);
    assert.equal(response.status, 401, response.text);
  }
}

/** Goes on failing until the address has to wait: while a slow machine tries, a few more are allowed. */
async function failUntilLimited(headers) {
  const most = 2 * PER_ADDRESS;
  for (let n = 0; n < most; n += 1) {
    const response = await tryPassword(nobody(), "wrong", headers(n));
    if (response.status !== 401) {
      assert.ok(n >= PER_ADDRESS, `limited after ${n}`);
      return assertLimited(response);
    }
  }
  assert.fail(`not limited after ${most}`);
}

function assertLimited(response) {
  assert.equal(response.status, 429, response.text);
  assert.equal(response.json.error.kind, "too_many_sign_ins");
  const seconds = Number(response.headers["retry-after"]);
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, String(seconds));
  assert.match(response.json.error.details, /seconds/);
  assert.equal(response.headers["set-cookie"], undefined);
}

describe("failed sign-ins", () => {
  withEdge();

  test("of one user name are limited where it has not signed in before, and others sign in", async () => {
    await fail(PER_USER, () => person.user);
    assertLimited(await tryPassword(person.user, "wrong"));
    // Else whoever guesses would see by the answer when they have guessed right.
    assertLimited(await tryPassword(person.user, person.password));
    const stranger = await createUser();
    assert.equal((await tryPassword(stranger.user, stranger.password)).status, 201);
    await removeUser(stranger);
  });

  test("of all spellings that Keystone may take for one name count together", async () => {
    const { user } = person;
    const wide = [...user].map((letter) =>
      /[!-~]/.test(letter) ? String.fromCodePoint(letter.codePointAt(0) + 0xfee0) : letter,
    );
    const spellings = [user, user.toUpperCase(), `${user} `, wide.join(""), user.replace("u", "ú"), `${user}\u200b`];
    let next = 0;
    await fail(PER_USER, () => spellings[next++ % spellings.length]);
    for (const spelling of spellings) assertLimited(await tryPassword(spelling, "wrong"));
  });

  test("of strangers lock nobody out of a browser in which they have signed in before", async () => {
    const { user, password } = person;
    const cookie = deviceOf(await tryPassword(user, password));
    await fail(PER_USER, () => user);
    assertLimited(await tryPassword(user, password));
    assert.equal((await tryPassword(user, password, { cookie })).status, 201);
    // It is known for the name as it was written: another that looks alike may be another person's.
    assertLimited(await tryPassword(user.toUpperCase(), "wrong", { cookie }));
    // It counts for itself.
    await fail(PER_USER, () => user, { cookie });
    assertLimited(await tryPassword(user, password, { cookie }));
  });

  test("behind one address hold up no browser that is known there", async () => {
    const { user, password } = person;
    const cookie = deviceOf(await tryPassword(user, password));
    await failUntilLimited(() => ({}));
    assert.equal((await tryPassword(user, password, { cookie })).status, 201);
  });

  test("get no more tries by a device cookie of somebody else, made up, or for a credential of the person", async () => {
    const { user, password } = person;
    const { name, secret } = await createApplicationCredential(person);
    const named = { method: "application_credential", name, user, secret };
    const byCredential = await requestSession(named, edge.url);
    assert.equal(byCredential.status, 201, byCredential.text);
    assert.throws(() => deviceOf(byCredential));
    const stranger = await createUser();
    const own = deviceOf(await tryPassword(stranger.user, stranger.password));
    const cookies = [own, own.replace("gaze-device", "gaze-session"), "gaze-device=k1.AAAA", `${own}; ${own}`];
    await fail(PER_USER, () => user);
    for (const cookie of cookies) assertLimited(await tryPassword(user, password, { cookie }));
    await removeUser(stranger);
  });

  test("are counted for names that nobody has in the same way", async () => {
    const name = nobody();
    await fail(PER_USER, () => name);
    assertLimited(await tryPassword(name, "wrong"));
  });

  test("of many names from one address are limited", async () => {
    await failUntilLimited(() => ({}));
  });

  test("are counted from one address whatever a client says of itself", async () => {
    const claims = [
      "x-forwarded-for",
      "x-real-ip",
      "forwarded",
      "cf-connecting-ip",
      "true-client-ip",
      "x-client-ip",
    ];
    const claim = (n) => {
      const address = `203.0.113.${n}`;
      const claimed = Object.fromEntries(claims.map((name) => [name, address]));
      return { ...claimed, "mf-cf-blob": JSON.stringify({ clientIp: `${address}:80` }) };
    };
    await failUntilLimited(claim);
  });

  test("all at once are no way around the limit", async () => {
    const tries = Array.from({ length: BURST }, () => tryPassword(person.user, "wrong"));
    const statuses = (await Promise.all(tries)).map((response) => response.status);
    const tried = statuses.filter((status) => status === 401).length;
    assert.ok(tried <= 32, `${tried} guesses`);
    assert.equal(statuses.filter((status) => status === 429).length, BURST - tried);
    const next = await tryPassword(person.user, person.password);
    assert.equal(next.status, 429);
  });

  test("by application credential and by code count as well", async () => {
    const careful = await createUser();
    const authenticator = await Authenticator.for(careful);
    const first = await tryPassword(careful.user, careful.password);
    const { receipt } = first.json;
    for (let n = 0; n < PER_USER; n += 1) {
      const passcode = authenticator.wrongCode();
      const response = await requestSession({ method: "totp", receipt, passcode }, edge.url);
      assert.equal(response.status, 401, response.text);
    }
    const passcode = authenticator.code();
    assertLimited(await requestSession({ method: "totp", receipt, passcode }, edge.url));
    assertLimited(await tryPassword(careful.user, careful.password));

    const credential = { method: "application_credential", id: nobody(), secret: "wrong" };
    for (let n = 0; n < PER_USER; n += 1) {
      assert.equal((await requestSession(credential, edge.url)).status, 401);
    }
    assertLimited(await requestSession(credential, edge.url));
    await removeUser(careful);
  });
});

describe("sign-ins that succeed", () => {
  withEdge();

  test("are not limited", async () => {
    const tries = Array.from({ length: 2 * PER_ADDRESS }, () => person);
    for (const { user, password } of tries) {
      assert.equal((await tryPassword(user, password)).status, 201);
    }
  });
});

describe("behind a proxy that tells the client's address", () => {
  withEdge({ CLIENT_ADDRESS_HEADER: "X-Real-IP" });

  test("each client is limited for itself", async () => {
    const from = (address) => ({ "x-real-ip": address });
    await failUntilLimited(() => from("192.0.2.1"));
    const { user, password } = person;
    assert.equal((await tryPassword(user, password, from("192.0.2.2"))).status, 201);
    // What stands before the address that the proxy has seen is the client's own invention.
    assertLimited(await tryPassword(nobody(), "wrong", from("192.0.2.9, 192.0.2.1")));
  });
});
