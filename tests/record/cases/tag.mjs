// PUT /v2/images/{id}/tags/{tag}: name of the case, tag, and how many the image has.
const many = (count) => Array.from({ length: count }, (_, i) => `t${i}`);
const CASES = [
  ["a word", "debian", []],
  ["a word there is", "debian", ["debian"]],
  ["a word with a space", "a b", []],
  ["a word with other signs", "a:b,c?d#e%f", []],
  ["255 characters", "x".repeat(255), []],
  ["256 characters", "x".repeat(256), []],
  ["nothing", "", []],
  ["a letter beyond ASCII", "é", []],
  ["a slash", "a/b", []],
  ["a dot", "a.b", []],
  ["the 128th", "last", many(127)],
  ["the 129th", "last", many(128)],
  ["one of 128", "t0", many(128)],
];

export async function recordTags({ member }) {
  const recorded = [];
  for (const [name, tag, tags] of CASES) {
    const { id } = await member.create({ tags });
    const path = `/v2/images/${id}/tags/${encodeURIComponent(tag)}`;
    const { status } = await member.call(path, { method: "PUT" });
    recorded.push({ name, tags, tag, status });
    await member.remove(id);
  }
  return recorded;
}
