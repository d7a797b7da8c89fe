// Glance, spoken to directly: what is really stored, and cleaning up.
import { Conversation } from "./conversation.mjs";
import { glanceUrl } from "./environment.mjs";
import { call } from "./http.mjs";
import { issueToken } from "./keystone.mjs";

/** Glance as one person sees it. */
export class Glance {
  #token;

  constructor(token, projectId) {
    this.#token = token;
    this.projectId = projectId;
  }

  /** Signs in directly at Keystone. */
  static async as(person) {
    const { token, project } = await issueToken(person);
    return new Glance(token, project.id);
  }

  /** Any call with the person's token. */
  call(path, { headers = {}, ...options } = {}) {
    return call(glanceUrl, path, { headers: { "x-auth-token": this.#token, ...headers }, ...options });
  }

  /** An image without data. */
  async create(image) {
    const response = await this.call("/v2/images", { method: "POST", body: image });
    if (response.status !== 201) throw new Error(`Glance answered ${response.status}: ${response.text}`);
    return response.json;
  }

  /** The image, or `undefined` when it does not exist for this person. */
  async find(id) {
    const response = await this.call(`/v2/images/${id}`);
    return response.status === 200 ? response.json : undefined;
  }

  /** The person's own images of a name. */
  async named(name) {
    const response = await this.call(`/v2/images?limit=100&name=${encodeURIComponent(`in:"${name}"`)}`);
    return response.json.images;
  }

  /** All of the person's own images. */
  async list() {
    const response = await this.call("/v2/images?limit=100&visibility=all");
    return response.json.images.filter((image) => image.owner === this.projectId);
  }

  /** Stores an image's data. */
  async upload(id, body) {
    const headers = { "content-type": "application/octet-stream" };
    const response = await this.call(`/v2/images/${id}/file`, { method: "PUT", headers, body });
    if (response.status !== 204) throw new Error(`Glance answered ${response.status}: ${response.text}`);
  }

  /** An image's data. */
  async data(id) {
    const response = await this.call(`/v2/images/${id}/file`);
    if (response.status !== 200) throw new Error(`Glance answered ${response.status}`);
    return response.body;
  }

  /** A connection on which so many bytes of an image's data are announced. */
  announce(id, length) {
    const headers = {
      "x-auth-token": this.#token,
      "content-type": "application/octet-stream",
      "content-length": length,
    };
    return Conversation.begin(glanceUrl, `PUT /v2/images/${id}/file`, headers);
  }

  /** Changes an image by a JSON patch. */
  async patch(id, body) {
    const headers = { "content-type": "application/openstack-images-v2.1-json-patch" };
    const response = await this.call(`/v2/images/${id}`, { method: "PATCH", headers, body });
    if (response.status !== 200) throw new Error(`Glance answered ${response.status}: ${response.text}`);
    return response.json;
  }

  /** Offers an image to another project. */
  async share(id, member) {
    const response = await this.call(`/v2/images/${id}/members`, { method: "POST", body: { member } });
    if (response.status !== 200) throw new Error(`Glance answered ${response.status}: ${response.text}`);
  }

  /** Removes an image, protected or not; one that is gone already is fine. */
  async remove(id) {
    const response = await this.call(`/v2/images/${id}`, { method: "DELETE" });
    if (response.status !== 403) return;
    await this.patch(id, [{ op: "replace", path: "/protected", value: false }]);
    await this.call(`/v2/images/${id}`, { method: "DELETE" });
  }
}
