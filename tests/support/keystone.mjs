// Keystone, spoken to directly: what a test needs to know or to change behind the edge's back.
import { randomUUID } from "node:crypto";
import { keystoneUrl } from "./environment.mjs";
import { call } from "./http.mjs";
import { until } from "./until.mjs";

/** The users of the test cloud; each has the project of its name. */
export const demo = { user: "demo", password: "demo", project: "demo" };
export const alt = { user: "alt", password: "alt", project: "alt" };
export const admin = { user: "admin", password: "admin", project: "admin" };

/** Calls Keystone's API as the administrator; an answer of another status than `expected` is a failure. */
export async function asAdmin(expected, method, path, body) {
  const { token } = await issueToken(admin);
  return keystone(expected, method, path, token, body);
}

/** Calls Keystone's API; an answer of another status than `expected` is a failure. */
async function keystone(expected, method, path, token, body) {
  const headers = token ? { "x-auth-token": token } : {};
  const response = await call(keystoneUrl, `/v3${path}`, { method, headers, body });
  if (response.status !== expected) {
    throw new Error(`Keystone answered ${response.status} to ${method} ${path}: ${response.text}`);
  }
  return response;
}

/** A token scoped to the user's project, with what Keystone says about it. */
export async function issueToken({ user, password, project }) {
  const domain = { name: "Default" };
  const response = await keystone(201, "POST", "/auth/tokens", undefined, {
    auth: {
      identity: { methods: ["password"], password: { user: { name: user, password, domain } } },
      scope: { project: { name: project, domain } },
    },
  });
  return { token: response.headers["x-subject-token"], ...response.json.token };
}

/** Whether Keystone knows a token. */
export async function isTokenAlive(token) {
  const { token: asking } = await issueToken(admin);
  const headers = { "x-auth-token": asking, "x-subject-token": token };
  const { status } = await call(keystoneUrl, "/v3/auth/tokens?nocatalog", { headers });
  if (status !== 200 && status !== 404) throw new Error(`Keystone answered ${status} about a token`);
  return status === 200;
}

/** Ends a token at Keystone, as another program of the same person would. */
export async function revokeToken(token) {
  const headers = { "x-auth-token": token, "x-subject-token": token };
  await call(keystoneUrl, "/v3/auth/tokens", { method: "DELETE", headers });
}

/**
 * A user of the test's own, member of a project of its own, so that what happens to it touches no
 * other test.
 */
export async function createUser() {
  const { token } = await issueToken(admin);
  const name = `user-${randomUUID().slice(0, 8)}`;
  const created = async (kind, body) => {
    const response = await keystone(201, "POST", `/${kind}s`, token, { [kind]: body });
    return response.json[kind].id;
  };
  const projectId = await created("project", { name, domain_id: "default" });
  const password = randomUUID();
  const id = await created("user", {
    name,
    password,
    domain_id: "default",
    default_project_id: projectId,
  });
  await grant(token, id, projectId);
  return { id, user: name, password, project: name, projectId };
}

async function grant(token, userId, projectId) {
  const found = await keystone(200, "GET", "/roles?name=member", token);
  const roleId = found.json.roles[0].id;
  await keystone(204, "PUT", `/projects/${projectId}/users/${userId}/roles/${roleId}`, token);
}

/** Another project that the user may work in; gives its id and name. */
export async function addProject({ id }, domainId = "default") {
  const { token } = await issueToken(admin);
  const name = `project-${randomUUID().slice(0, 8)}`;
  const project = { name, domain_id: domainId };
  const response = await keystone(201, "POST", "/projects", token, { project });
  await grant(token, id, response.json.project.id);
  return { id: response.json.project.id, name };
}

/** A new domain: `{ id, name }`. */
export async function createDomain() {
  const name = `domain-${randomUUID().slice(0, 8)}`;
  const { json } = await asAdmin(201, "POST", "/domains", { domain: { name } });
  return { id: json.domain.id, name };
}

/** Removes a domain with all that is in it. */
export async function removeDomain({ id }) {
  await asAdmin(200, "PATCH", `/domains/${id}`, { domain: { enabled: false } });
  await asAdmin(204, "DELETE", `/domains/${id}`);
}

/** Ends all tokens of a user; the password stays, so the person can sign in again. */
export async function endTokensOf(person) {
  // A password that is set ends the tokens, even when it is the same. Disabling the user for a moment
  // would too, but who looks at a token within that moment can leave "disabled" in Keystone's cache,
  // and then no token of the user is taken for minutes.
  await asAdmin(200, "PATCH", `/users/${person.id}`, { user: { password: person.password } });
  // What Keystone revokes, it revokes to the full second: until that is over, new tokens of the user
  // are dead when they are born.
  const isNewTokenAlive = async () => isTokenAlive((await issueToken(person)).token);
  await until("new tokens are alive", isNewTokenAlive);
}

/** Removes a user of `createUser` and its project. */
export async function removeUser({ id, projectId }) {
  const { token } = await issueToken(admin);
  await keystone(204, "DELETE", `/users/${id}`, token);
  await keystone(204, "DELETE", `/projects/${projectId}`, token);
}

/** An application credential of the person's, in the person's project: `{ id, name, secret }`. */
export async function createApplicationCredential(person, more = {}) {
  const credential = await storeApplicationCredential(person, more);
  // On SQLite Keystone leaves the roles of a credential behind when it goes, alone or with its user, and
  // gives its number to the next one, which then fails. Only the last number is given again, so the
  // last credential is one that stays.
  await storeApplicationCredential(admin, {});
  return credential;
}

async function storeApplicationCredential(person, more) {
  const { token, user } = await issueToken(person);
  const path = `/users/${user.id}/application_credentials`;
  const application_credential = { name: `credential-${randomUUID().slice(0, 8)}`, ...more };
  const response = await keystone(201, "POST", path, token, { application_credential });
  return response.json.application_credential;
}

/** A token by an application credential. */
export async function issueTokenByCredential({ id, secret }) {
  const identity = { methods: ["application_credential"], application_credential: { id, secret } };
  const response = await keystone(201, "POST", "/auth/tokens", undefined, { auth: { identity } });
  return { token: response.headers["x-subject-token"] };
}

/** Takes an application credential away, and with it its tokens. */
export async function removeApplicationCredential(person, { id }) {
  const { token, user } = await issueToken(person);
  await keystone(204, "DELETE", `/users/${user.id}/application_credentials/${id}`, token);
}

/** A token of any scope, such as `{ system: { all: true } }` or `"unscoped"`. */
export async function issueTokenFor({ user, password }, scope) {
  const domain = { name: "Default" };
  const identity = { methods: ["password"], password: { user: { name: user, password, domain } } };
  const response = await keystone(201, "POST", "/auth/tokens", undefined, { auth: { identity, scope } });
  return response.headers["x-subject-token"];
}
