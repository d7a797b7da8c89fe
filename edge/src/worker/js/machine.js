// The launcher of this machine, which knows what the runtime does not tell (edge/machine.mjs).

/** How long it may take. */
const TIMEOUT_MS = 2_000;

/** What it says at a path; an empty text when it says nothing in time. */
export function ask(machine, path) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, TIMEOUT_MS, "");
    const said = async () => (await machine.fetch(`http://machine${path}`)).text();
    const settle = (text) => {
      clearTimeout(timer);
      resolve(text);
    };
    said().then(settle, () => settle(""));
  });
}
