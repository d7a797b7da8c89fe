// Documents sent straight at Glance or through an edge, byte by byte.
import { randomUUID } from "node:crypto";
import { glanceUrl } from "./environment.mjs";
import { call } from "./http.mjs";
import { admin, createUser, issueToken, removeUser } from "./keystone.mjs";

export const PATCH_21 = "application/openstack-images-v2.1-json-patch";
export const PATCH_20 = "application/openstack-images-v2.0-json-patch";

/** The body of an import from the internet, with further keys. */
export const download = (rest) =>
  `{"method": {"name": "web-download", "uri": "http://93.184.216.34/x"}, ${rest}}`;

/** A member of a project of their own, and an administrator. */
export class Senders {
  /** Makes the member. */
  static async create() {
    const senders = new Senders();
    senders.person = await createUser();
    senders.tokens = {
      member: (await issueToken(senders.person)).token,
      admin: (await issueToken(admin)).token,
    };
    return senders;
  }

  remove() {
    return removeUser(this.person);
  }

  /** A call of the member or the administrator; the body goes out as these bytes. */
  send(base, role, method, path, body = "", type = "application/json") {
    const headers = {
      "x-auth-token": this.tokens[role],
      accept: "application/json",
      "content-type": type,
    };
    return call(base, path, { method, headers, body: Buffer.from(body) });
  }

  /** Runs `use` with a new image of the member's, which is gone afterwards. */
  async withImage(use, properties = {}) {
    const image = { name: "documents", disk_format: "raw", container_format: "bare", ...properties };
    const made = await this.send(glanceUrl, "member", "POST", "/v2/images", JSON.stringify(image));
    const { id } = made.json;
    try {
      return await use(id);
    } finally {
      await this.send(glanceUrl, "admin", "DELETE", `/v2/images/${id}`);
    }
  }

  /** Runs `use` with the path of a new namespace of definitions, which is gone afterwards. */
  async withNamespace(use) {
    const path = "/v2/metadefs/namespaces";
    const name = `documents-${randomUUID().slice(0, 8)}`;
    await this.send(glanceUrl, "admin", "POST", path, JSON.stringify({ namespace: name }));
    try {
      return await use(`${path}/${name}`);
    } finally {
      await this.send(glanceUrl, "admin", "DELETE", `${path}/${name}`);
    }
  }
}
