// Starts the program: guards the sinks that Trusted Types police, loads the WebAssembly while the
// blades of the logo open with the bytes that have really arrived, and says so when it cannot.

// The browser asks this policy for every string that would become markup or a script's address
// (CSP `require-trusted-types-for 'script'`). Leptos clones constant fragments of the views by way of
// a template's innerHTML; they hold plain elements only, so anything that could run is refused.
const RUNNABLE = /<\s*\/?\s*(script|style|iframe|object|embed|base|meta|link|form|template)\b|[\s/"']on\w+\s*=|javascript:|srcdoc/i;
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", {
    createHTML: (markup) => (RUNNABLE.test(markup) ? null : markup),
    // Workers come from this origin only, and only from a path, not from data or a blob.
    createScriptURL: (address) => {
      const url = new URL(address, location.href);
      return url.origin === location.origin && url.protocol.startsWith("http") ? address : null;
    },
  });
}

// The catalogues (src/i18n/catalogues) are in the program, which is not here yet.
const TEXTS = {
  en: {
    loading: "Loading",
    retry: "Load again",
    offline: "Gaze could not be loaded, because this device is offline. Connect and load the page again.",
    failed:
      "Gaze could not be loaded. Check the connection and load the page again. A browser of 2024 or later is needed.",
  },
  de: {
    loading: "Wird geladen",
    retry: "Neu laden",
    offline: "Gaze konnte nicht geladen werden, weil dieses Gerät offline ist. Verbinde es und lade die Seite neu.",
    failed:
      "Gaze konnte nicht geladen werden. Prüfe die Verbindung und lade die Seite neu. Es braucht einen Browser von 2024 oder neuer.",
  },
};

// The same choice as the program makes (src/features/language/store.rs): what was chosen, else the browser's.
function spokenLanguage() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("gaze.language");
  } catch {
    // Storage may be forbidden. Then nothing was chosen for good.
  }
  const wanted = [chosen, ...navigator.languages].map((tag) => tag?.split("-")[0].toLowerCase());
  return wanted.find((tag) => tag in TEXTS) ?? "en";
}

const language = spokenLanguage();
const TEXT = TEXTS[language];

function sayLoading() {
  document.documentElement.lang = language;
  document.getElementById("loading-text").textContent = TEXT.loading;
  document.getElementById("loading-retry").textContent = TEXT.retry;
}

const RADIUS = 9.5;
const GAP = 1.15;
const CLOSED = 0.9;
const OPEN = 4.2;

// The logo is a ring cut by the six edges of a hexagon, each extended to the circle; `fraction` sets
// the hexagon's size. At 1 it is the logo itself (src/ui/display/logo.rs).
function blades(fraction) {
  const edge = CLOSED + (OPEN - CLOSED) * fraction;
  const round = (value) => Math.round((10 + value) * 100) / 100;
  const onCircle = (angle, distance) => {
    const along = Math.sqrt(RADIUS * RADIUS - distance * distance);
    return [
      distance * Math.cos(angle) - along * Math.sin(angle),
      distance * Math.sin(angle) + along * Math.cos(angle),
    ];
  };
  let path = "";
  for (let blade = 0; blade < 6; blade += 1) {
    const from = (blade * Math.PI) / 3;
    const to = from + Math.PI / 3;
    const determinant = Math.sin(to - from);
    const tip = [
      ((edge - GAP) * Math.sin(to) - edge * Math.sin(from)) / determinant,
      (edge * Math.cos(from) - (edge - GAP) * Math.cos(to)) / determinant,
    ];
    const [start, end] = [onCircle(from, edge - GAP), onCircle(to, edge)];
    const text = ([x, y]) => `${round(x)} ${round(y)}`;
    path += `M${text(tip)}L${text(start)}A${RADIUS} ${RADIUS} 0 0 1 ${text(end)}Z`;
  }
  return path;
}

function showProgress(fraction) {
  document.getElementById("loading-blades")?.setAttribute("d", blades(Math.min(fraction, 1)));
}

// Passes the body on while counting it. The size comes from the build, because the length header
// tells the compressed size.
function counted(response, totalBytes) {
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      showProgress(received / totalBytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), {
    headers: { "content-type": "application/wasm" },
  });
}

function showFailure(error) {
  console.error(error);
  const text = document.getElementById("loading-text");
  const retry = document.getElementById("loading-retry");
  if (!text || !retry) return;
  text.textContent = navigator.onLine ? TEXT.failed : TEXT.offline;
  retry.hidden = false;
  retry.addEventListener("click", () => location.reload());
}

async function start() {
  sayLoading();
  showProgress(0);
  const program = document.querySelector('meta[name="gaze-program"]').dataset;
  const preload = document.querySelector('link[rel="preload"][as="fetch"]');
  const [script, response] = await Promise.all([
    import(program.script),
    fetch(program.wasm, { integrity: preload?.integrity ?? "" }),
  ]);
  if (!response.ok) throw new Error(`${program.wasm} answered ${response.status}`);
  await script.default({ module_or_path: counted(response, Number(program.wasmBytes)) });
}

start().catch(showFailure);
