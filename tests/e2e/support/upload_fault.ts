// What befalls an upload in its middle, as it does in the world: between the browser and the gateway, between the
// gateway and Glance, and to each of them.
import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import type { Chance } from "../../support/chance.mjs";
import type { startEdge } from "../../support/edge.mjs";
import { killGlance } from "../../support/glance_process.mjs";
import { endTokensOf } from "../../support/keystone.mjs";
import type { startRelay } from "../../support/relay.mjs";
import { until } from "../../support/until.mjs";
import type { Person } from "./test.ts";

/** How an upload gets to the gateway. */
export type Transport = "put" | "tus";

type Relay = Awaited<ReturnType<typeof startRelay>>;
type Exchange = Parameters<Parameters<Relay["once"]>[1]>[0];
type When = (method: string, path: string) => boolean;

/** The parts, one before the other, and what chance decides. */
export type World = {
  transport: Transport;
  context: BrowserContext;
  /** The page that sends; another one after the first has died. */
  page: Page;
  person: Person;
  edge: Awaited<ReturnType<typeof startEdge>>;
  /** Between the browser and the gateway. */
  front: Relay;
  /** Between the gateway and Glance. */
  back: Relay;
  sizeBytes: number;
  chance: Chance;
  /** Opens the uploads in a new tab, and goes on with the one that was interrupted. */
  goOn: () => Promise<void>;
};

/** Longer than the runtime keeps an object that nobody calls. */
const EVICTED_AFTER_MS = 12_000;

/** What something on the way answers when it does not pass a request on. */
export const STATUSES = [409, 413, 429, 500, 503] as const;
export type Status = (typeof STATUSES)[number];

const IMAGE = /^\/v2\/images\/[0-9a-f-]{36}$/;
const DATA = /^\/v2\/images\/[0-9a-f-]{36}\/file$/;
const UPLOAD = /^\/api\/uploads\/[^/]+$/;

const of =
  (wanted: string, pattern: RegExp): When =>
  (method, path) =>
    method === wanted && pattern.test(path);

/** The requests of which an upload consists. */
export const STEPS = {
  create: of("POST", /^\/v2\/images$/),
  open: of("POST", /^\/api\/uploads$/),
  part: of("PATCH", UPLOAD),
  report: of("GET", UPLOAD),
  data: of("PUT", DATA),
  read: of("GET", IMAGE),
  endUpload: of("DELETE", UPLOAD),
  deleteImage: of("DELETE", IMAGE),
} satisfies Record<string, When>;

/** An answer as proxies and overloaded servers give it. */
export const answerWith = (status: Status) => (exchange: Exchange) =>
  exchange.respond(status, { headers: status === 429 || status === 503 ? { "retry-after": "1" } : {}, body: "Not now" });

/** The requests that bring data to the gateway. */
const sending = ({ transport }: World) => (transport === "tus" ? STEPS.part : STEPS.data);

/** Somewhere in the data, neither at its first byte nor at its last. */
const inTheMiddle = ({ sizeBytes, chance }: World) => Math.floor(sizeBytes * (0.1 + 0.8 * chance.next()));

const onTheWayIn = (world: World) => ({ when: sending(world), bytes: inTheMiddle(world) });
const onTheWayToGlance = (world: World) => ({ when: STEPS.data, bytes: inTheMiddle(world) });

/** Ends a tab's process: nothing of the page runs any more, not even what it does when it is closed. */
async function crash(context: BrowserContext, page: Page) {
  const session: CDPSession = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // Nobody is there any more to answer it.
  session.send("Page.crash").catch(() => {});
  await crashed;
  await page.close();
}

async function restartEdge({ edge, front }: World) {
  await edge.kill();
  await edge.begin();
  front.upstream = edge.url;
}

/** What can happen. Each returns once it has happened. */
export const FAULTS: Record<string, (world: World) => Promise<void>> = {
  "the tab is killed": async (world) => {
    await world.front.once(onTheWayIn(world), () => crash(world.context, world.page));
    await world.goOn();
  },
  "the gateway is killed": (world) => world.front.once(onTheWayIn(world), () => restartEdge(world)),
  "the session ends": (world) => world.front.once(onTheWayIn(world), () => endTokensOf(world.person)),
  "Glance is killed": (world) => world.back.once(onTheWayToGlance(world), () => killGlance()),
  "the connection to the gateway is reset": (world) => world.front.once(onTheWayIn(world), (exchange) => exchange.break()),
  "the connection to Glance is reset": (world) => world.back.once(onTheWayToGlance(world), (exchange) => exchange.break()),
  "the gateway is killed while it sends to Glance": (world) => world.back.once(onTheWayToGlance(world), () => restartEdge(world)),
  "the network is away for longer than the gateway keeps an upload in memory": async (world) => {
    await world.front.once(onTheWayIn(world), () => world.context.setOffline(true));
    const since = Date.now();
    await until("nobody has called for long enough", () => Date.now() - since > EVICTED_AFTER_MS);
    await world.context.setOffline(false);
  },
  "nothing moves between the browser and the gateway": (world) => world.front.once(onTheWayIn(world), (exchange) => exchange.stall()),
  "nothing moves between the gateway and Glance": (world) => world.back.once(onTheWayToGlance(world), (exchange) => exchange.stall()),
  "something before the gateway answers": (world) => world.front.once(onTheWayIn(world), answerWith(world.chance.oneOf([...STATUSES]))),
  "something before Glance answers": (world) => world.back.once(onTheWayToGlance(world), answerWith(world.chance.oneOf([...STATUSES]))),
  "the answer to the data is lost": (world) =>
    world.front.once({ when: sending(world), answered: true }, (exchange) => exchange.break()),
  "the answer of Glance to the data is lost": (world) =>
    world.back.once({ when: STEPS.data, answered: true }, (exchange) => exchange.break()),
};
