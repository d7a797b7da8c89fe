// PATCH /v2/images/{id}: name of the case, body, and where the image or the caller is unusual.
import { anonymous } from "../fixture.mjs";

const OCTETS = { "content-type": "application/octet-stream" };
const V21 = "application/openstack-images-v2.1-json-patch";
const V20 = "application/openstack-images-v2.0-json-patch";
const letters = (count) => "x".repeat(count);
const many = (count) => Array.from({ length: count }, (_, i) => `${i}`);
const add = (path, value) => ({ op: "add", path, value });
const replace = (path, value) => ({ op: "replace", path, value });
const remove = (path) => ({ op: "remove", path });

const READ_ONLY = ["id", "status", "checksum", "size", "virtual_size", "created_at", "updated_at", "direct_url", "self", "file", "schema", "os_hash_algo", "os_hash_value"];
const RESERVED = ["location", "deleted", "deleted_at", "os_glance_failed_import", "os_glancex"];
// Attributes of the classes that Glance wraps an image in (glance/domain/proxy.py and its heirs).
const INSIDE = ["base", "image", "context", "db_api", "store_utils", "store_api", "helper", "notifier", "repo", "policy", "orig_props", "property_rules", "get_payload", "get_super_class", "send_notification", "_abc_impl", "_format_image_send", "_get_chunk_data_iterator", "__class__", "__dict__", "__doc__", "__eq__", "__init__", "__module__", "_status"];
const INTERNAL = ["member", "delete", "deactivate", "reactivate", "image_id", "extra_properties", "stores", "get_data", "set_data", "added_new_properties", ...INSIDE];

const CASES = [
  ["nothing", []],
  ["no list", {}],
  ["an operation that is none", ["x"]],
  ["an operation that is a list", [[]]],
  ["no op", [{ path: "/name", value: "x" }]],
  ["an unknown op", [{ op: "test", path: "/name", value: "x" }]],
  ["move", [{ op: "move", path: "/name", from: "/x" }]],
  ["an op that is a number", [{ op: 5, path: "/name", value: "x" }]],
  ["no path", [{ op: "add", value: "x" }]],
  ["a path that is a number", [add(5, "x")]],
  ["a path that is nothing", [add(null, "x")]],
  ["no value", [{ op: "add", path: "/name" }]],
  ["a remove with a value", [{ op: "remove", path: "/os_distro", value: "x" }]],
  ["an unknown member", [{ ...add("/x", "y"), from: "/z" }]],
  ["a path without its slash", [add("name", "x")]],
  ["an empty path", [add("", "x")]],
  ["the root", [add("/", "x")]],
  ["a path that ends with a slash", [add("/name/", "x")]],
  ["two slashes first", [add("//x", "y")]],
  ["two slashes inside", [add("/a//b", "y")]],
  ["two slashes with a space", [add("/a/ /b", "y")]],
  ["an escape that is none", [add("/a~2", "x")]],
  ["an escape that ends", [add("/a~", "x")]],
  ["an escaped slash", [add("/a~1b", "x")]],
  ["an escaped tilde", [add("/a~0b", "x")]],
  ["a path of two parts", [add("/name/x", "x")]],
  ["a tag by its place", [add("/tags/-", "x")]],
  ["spaces around a key", [add("/ x ", "y")]],
  ["a name", [replace("/name", "new")]],
  ["no name", [replace("/name", null)]],
  ["a name of 256 characters", [replace("/name", letters(256))]],
  ["a name that is a number", [add("/name", 5)]],
  ["removing the name", [remove("/name")]],
  ["removing the tags", [remove("/tags")]],
  ["removing protected", [remove("/protected")]],
  ["protected", [replace("/protected", false)]],
  ["protected as text", [replace("/protected", "true")]],
  ["hidden", [replace("/os_hidden", true)]],
  ["a visibility", [replace("/visibility", "private")]],
  ["a visibility that is none", [replace("/visibility", "secret")]],
  ["public, by a member", [replace("/visibility", "public")]],
  ["public, by an administrator", [replace("/visibility", "public")], { caller: "admin" }],
  ["numbers", [replace("/min_disk", 5), replace("/min_ram", 5)]],
  ["a negative number", [replace("/min_disk", -1)]],
  ["a number that is too large", [replace("/min_ram", 2147483648)]],
  ["a number as text", [replace("/min_ram", "5")]],
  ["tags", [replace("/tags", ["a", "a", ""])]],
  ["a long tag", [replace("/tags", [letters(256)])]],
  ["129 tags", [replace("/tags", many(129))]],
  ["130 tags, two of them different", [replace("/tags", many(130).map((one) => `${one % 2}`))]],
  ["129 properties and a number that is too large", [...many(128).map((key) => add(`/k${key}`, "x")), replace("/min_ram", 2147483648)]],
  ["a number that is too large and then one that is not", [replace("/min_ram", 2147483648), replace("/min_ram", 1)]],
  ["an emoji for a name", [replace("/name", "🙂")]],
  ["an emoji in a tag", [replace("/tags", ["a", "🙂"])]],
  ["an emoji in a property", [add("/x", "🙂")]],
  ["an emoji in a key", [add("/🙂", "x")]],
  ["an emoji in a key that is not there", [replace("/🙂", "x")]],
  ["an emoji that is overwritten", [add("/x", "🙂"), replace("/x", "y")]],
  ["an emoji that is taken away", [add("/x", "🙂"), remove("/x")]],
  ["the last character that is kept", [replace("/name", "\uffff")]],
  ["129 properties and an emoji", [...many(128).map((key) => add(`/k${key}`, "x")), replace("/name", "🙂")]],
  ["an emoji, and public by a member", [replace("/name", "🙂"), replace("/visibility", "public")]],
  ["a format while queued", [replace("/disk_format", "raw")]],
  ["no format while queued", [replace("/container_format", null)]],
  ["a format that is none", [replace("/disk_format", "x")]],
  ["a format with data", [replace("/disk_format", "vmdk")], { data: true }],
  ["the same format with data", [replace("/container_format", "bare")], { data: true }],
  ["a name with data", [replace("/name", "x")], { data: true }],
  ["a format while uploading", [replace("/disk_format", "vmdk")], { stage: true }],
  ["the owner, by a member", [replace("/owner", "another")]],
  ["the owner itself, by a member", [replace("/owner", "$member")]],
  ["the owner added, by a member", [add("/owner", "another")]],
  ["the owner itself added, by a member", [add("/owner", "$member")]],
  ["removing the owner, by a member", [remove("/owner")]],
  ["removing the owner, by an administrator", [remove("/owner")], { caller: "admin" }],
  ["the owner, by an administrator", [replace("/owner", "another")], { caller: "admin" }],
  ["a new property", [add("/hw_disk_bus", "scsi")]],
  ["a property there is", [add("/os_distro", "x")]],
  ["replacing a property", [replace("/os_distro", "x")]],
  ["replacing a property that is not there", [replace("/nothing", "x")]],
  ["removing a property", [remove("/os_distro")]],
  ["removing a property that is not there", [remove("/nothing")]],
  ["removing a property twice", [remove("/os_distro"), remove("/os_distro")]],
  ["adding a property and replacing it", [add("/x", "1"), replace("/x", "2"), remove("/x")]],
  ["removing a property and replacing it", [remove("/os_distro"), replace("/os_distro", "x")]],
  ["a property that is a number", [add("/x", 5)]],
  ["a property that is nothing", [add("/x", null)]],
  ["a key of 255 characters", [add(`/${letters(255)}`, "x")]],
  ["a key of 256 characters", [add(`/${letters(256)}`, "x")]],
  ["128 properties", many(126).map((key) => add(`/k${key}`, "x"))],
  ["129 properties", many(128).map((key) => add(`/k${key}`, "x"))],
  ["a good operation and one that is not", [replace("/name", "x"), replace("/nothing", "x")]],
  ["a conflict and then a malformed operation", [replace("/nothing", "x"), add("/size", 5)]],
  ["a read-only key and then a malformed operation", [replace("/size", 5), { op: "test", path: "/x" }]],
  ["a reserved key and then a malformed operation", [remove("/deleted"), {}]],
  ["a forbidden one and then a conflict", [replace("/owner", "x"), replace("/nothing", "x")]],
  ["locations", [replace("/locations", [])]],
  ["a location", [add("/locations/-", { url: "http://localhost/x", metadata: {} })]],
  ["a location that is none", [add("/locations/-", { url: "x" })]],
  ["a location without a place", [add("/locations", { url: "x", metadata: {} })]],
  ["removing a location", [remove("/locations/0")], { data: true }],
  ["a wrong media type", [], { type: "application/json" }],
  ["no media type", [], { type: "" }],
  ["a media type of a later version", [], { type: "application/openstack-images-v2.2-json-patch" }],
  ["a media type with a charset", [replace("/name", "x")], { type: `${V21}; charset=utf-8` }],
  ["a media type with a space before the charset", [replace("/name", "x")], { type: `${V21} ; charset=utf-8` }],
  ["a media type in capitals", [replace("/name", "x")], { type: V21.toUpperCase() }],
  ["the older form", [{ replace: "/name", value: "x" }], { type: V20 }],
  ["the older form in the newer type", [{ replace: "/name", value: "x" }]],
  ["the newer form in the older type", [replace("/name", "x")], { type: V20 }],
  ["the older form, adding what is there", [{ add: "/os_distro", value: "x" }], { type: V20 }],
  ["the older form, adding a base property", [{ add: "/name", value: "x" }], { type: V20 }],
  ["the older form with two operations in one", [{ add: "/x", replace: "/y", value: "x" }], { type: V20 }],
  ...READ_ONLY.map((key) => [`read-only: ${key}`, [replace(`/${key}`, "x")]]),
  ["removing what is read-only", [remove("/size")]],
  ...RESERVED.map((key) => [`reserved: ${key}`, [add(`/${key}`, "x")]]),
  ...INTERNAL.flatMap((key) => [
    [`internal: adding ${key}`, [add(`/${key}`, "x")]],
    [`internal: replacing ${key}`, [replace(`/${key}`, "x")]],
    [`internal: removing ${key}`, [remove(`/${key}`)]],
  ]),
];

export async function recordPatches(people) {
  const recorded = [];
  for (const [name, operations, setting = {}] of CASES) {
    const { caller = "member", type = V21 } = setting;
    const made = await people.member.create({
      name: "before",
      disk_format: "raw",
      container_format: "bare",
      os_distro: "debian",
    });
    const path = `/v2/images/${made.id}`;
    if (setting.data) await people.member.upload(made.id, "hello world");
    if (setting.stage) {
      await people.member.call(`${path}/stage`, { method: "PUT", headers: OCTETS, body: "hello world" });
    }
    const before = await people.member.find(made.id);
    const body = JSON.stringify(operations).replaceAll("$member", people.member.projectId);
    const response = await people[caller].call(path, { method: "PATCH", headers: { "content-type": type }, body });
    recorded.push({
      name,
      caller,
      project: people[caller].projectId,
      media_type: type,
      before: anonymous(before),
      body: JSON.parse(body),
      status: response.status,
    });
    await people.admin.remove(made.id);
  }
  return recorded;
}
