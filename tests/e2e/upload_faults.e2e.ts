// Whatever befalls an upload in its middle, it ends verified, or nothing of it is left: no image, no data at the
// gateway, no room in the quota.
//
// A run of all tests tries a few seeds over a small file. GAZE_FAULT_SEEDS=20 GAZE_FAULT_MIB=1024 is the whole.
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Locator, Page } from "@playwright/test";
import { Chance } from "../support/chance.mjs";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { issueToken } from "../support/keystone.mjs";
import { quotaOf } from "../support/quota.mjs";
import { startRelay } from "../support/relay.mjs";
import { until } from "../support/until.mjs";
import { MIB, VERDICT } from "./support/parts.ts";
import { expect, signIn, signInAgain, test, type Person } from "./support/test.ts";
import { answerWith, FAULTS, STATUSES, STEPS, type Transport, type World } from "./support/upload_fault.ts";

const SEEDS = process.env.GAZE_FAULT_SEEDS === undefined ? undefined : Number(process.env.GAZE_FAULT_SEEDS);
const SIZE_MIB = Number(process.env.GAZE_FAULT_MIB ?? 24);
const SIZE_BYTES = SIZE_MIB * MIB;
/** How small a file is whose requests are refused one by one. */
const SMALL_MIB = 3;
/** As long as a connection of which nothing is heard, a delivery that is tried again and a gibibyte take together. */
const SETTLES_WITHIN_MS = 8 * 60_000;
/** Room that is promised to a request that nobody hears of any more is free again after this. */
const LEASE_SECONDS = 5;

test.setTimeout(2 * SETTLES_WITHIN_MS);
// What the browser says of answers that do not come.
test.use({ expectedErrors: /net::ERR_|status of/, actionTimeout: 30_000 });

/** How an upload ended. */
type Outcome = "verified" | "gone";

type File = { path: string; name: string; bytes: number; sha512: string };

/** A file without a pattern, which nothing on the way can make shorter. */
async function makeFile(directory: string, name: string, mebibytes: number): Promise<File> {
  const path = join(directory, name);
  const cipher = createCipheriv("aes-128-ctr", randomBytes(16), randomBytes(16));
  const hash = createHash("sha512");
  const zeros = Buffer.alloc(MIB);
  const pieces = function* () {
    for (let piece = 0; piece < mebibytes; piece += 1) {
      const random = cipher.update(zeros);
      hash.update(random);
      yield random;
    }
  };
  await pipeline(Readable.from(pieces()), createWriteStream(path));
  return { path, name, bytes: mebibytes * MIB, sha512: hash.digest("hex") };
}

const nameOf = ({ name }: File) => name.replace(/\.img$/, "");

/** Chooses the file and begins to upload it. */
async function begin(page: Page, file: File) {
  await page.getByLabel("Image file").setInputFiles(file.path);
  await page.getByRole("button", { name: /^Upload \d/ }).click();
}

/** Goes on with an interrupted upload in a new tab, as a person does who comes back. */
async function goOn(world: World, file: File) {
  world.page = await world.context.newPage();
  await world.page.goto(`${world.front.url}/uploads`);
  await world.page.getByLabel(`File of ${nameOf(file)}`).setInputFiles(file.path);
}

/** Deletes the image of an upload that has come to a halt, where the page offers it. */
async function deleteIfOffered(page: Page, upload: Locator) {
  const remove = upload.getByRole("button", { name: "Delete image" });
  if (!(await remove.isVisible())) return;
  await remove.click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete image" });
  if (await confirm.isVisible()) await confirm.click();
}

/** Does what a person does about an upload that has come to a halt, until it is verified or nothing of it is left. */
async function settle(world: World, file: File): Promise<Outcome> {
  const outcome = await until(
    "the upload has come to its end",
    async () => {
      const { page, person, chance } = world;
      const dialog = page.getByRole("dialog");
      if ((await dialog.isVisible()) && (await dialog.innerText()).includes("session")) await signInAgain(page, person);
      const upload = page.getByRole("article", { name: `Upload of ${file.name}` }).first();
      if (!(await upload.isVisible())) return undefined;
      const words = await upload.innerText();
      if (words.includes(VERDICT)) return "verified";
      if (/image was deleted|No image was made/.test(words) && chance.next() < 0.5) return "gone";
      const again = upload.getByRole("button", { name: "Try again" });
      if (await again.isVisible()) await again.click();
      else await deleteIfOffered(page, upload);
      return undefined;
    },
    SETTLES_WITHIN_MS,
  );
  return outcome as Outcome;
}

/** The files of data that the gateway keeps of uploads. */
async function segments({ edge }: World): Promise<string[]> {
  const entries = await readdir(join(edge.directory, "persist/uploads"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

for (const transport of ["put", "tus"] as const satisfies Transport[]) {
  test.describe(`an upload by ${transport}`, () => {
    let directory: string;
    let large: File;
    let small: File;
    let edge: World["edge"];
    let front: World["front"];
    let back: World["back"];

    test.beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "gaze-faults-"));
      large = await makeFile(directory, "large.img", SIZE_MIB);
      small = await makeFile(directory, "small.img", SMALL_MIB);
      back = await startRelay(glanceUrl);
      const above = transport === "tus" ? MIB : SIZE_BYTES;
      const bindings = {
        RESUMABLE_UPLOAD_ABOVE_BYTES: String(above),
        QUOTA_LEASE_SECONDS: String(LEASE_SECONDS),
        // What has come of a part whose sender went away without a word is kept for so long.
        REQUEST_BODY_IDLE_SECONDS: "10",
      };
      edge = await startEdge({ glance: back.url, page: null, bindings });
      front = await startRelay(edge.url);
    });
    test.afterEach(() => {
      front.disarm();
      back.disarm();
    });
    test.afterAll(async () => {
      front.stop();
      await edge.stop();
      back.stop();
      await rm(directory, { recursive: true });
    });

    /** Signs in, and has everything that a fault may befall. */
    async function enter(page: Page, person: Person, file: File, seed: number): Promise<World> {
      await signIn(page, person, `${front.url}/images/new`);
      const chance = new Chance(seed);
      const parts = { transport, context: page.context(), page, person, edge, front, back, chance };
      const world: World = { ...parts, sizeBytes: file.bytes, goOn: () => goOn(world, file) };
      return world;
    }

    /** Holds what is left, in Glance and at the gateway, against how it ended. */
    async function expectClean(world: World, outcome: Outcome, file: File) {
      // The person's tokens may have ended meanwhile.
      const glance = await Glance.as(world.person);
      const stored = { status: "active", size: file.bytes, os_hash_value: file.sha512 };
      expect(await glance.list()).toMatchObject(outcome === "verified" ? [stored] : []);
      const { token } = await issueToken(world.person);
      const nothingIsPromised = async () => {
        const quota = (await quotaOf(world.edge.url, token)) as Record<string, { reserved: number }>;
        return ["image_size_total", "image_count_total", "image_count_uploading"].every((name) => quota[name].reserved === 0);
      };
      await until("nothing is promised any more", nothingIsPromised, 90_000);
      await until("the gateway keeps nothing of it", async () => (await segments(world)).length === 0, 60_000);
      const kept = await world.page.request.get(`${front.url}/api/uploads`);
      expect((await kept.json()).uploads).toEqual([]);
    }

    const names = Object.keys(FAULTS);
    // That Glance has died is known after minutes, which is for the whole alone.
    const chosen = SEEDS === undefined ? names.slice(0, 3) : Array.from({ length: SEEDS }, (_, n) => names[n % names.length]);
    for (const [seed, name] of chosen.entries()) {
      test(`ends verified or leaves nothing when ${name} (seed ${seed})`, async ({ page, person }, info) => {
        const world = await enter(page, person, large, seed);
        const struck = FAULTS[name](world);
        await begin(page, large);
        await struck;
        const outcome = await settle(world, large);
        info.annotations.push({ type: "outcome", description: outcome });
        await expectClean(world, outcome, large);
      });
    }

    const steps = {
      "before the gateway": transport === "tus" ? (["create", "open", "part", "report", "read"] as const) : (["create", "data", "read"] as const),
      "before Glance": ["create", "data", "read"] as const,
    };
    for (const [side, ofSide] of Object.entries(steps)) {
      for (const [place, step] of ofSide.entries()) {
        const answers = SEEDS === undefined ? [STATUSES[place % STATUSES.length]] : STATUSES;
        for (const status of answers) {
          test(`ends verified or leaves nothing when something ${side} answers ${status} to the step ${step}`, async ({ page, person }, info) => {
            const world = await enter(page, person, small, status + place);
            const struck = (side === "before Glance" ? back : front).once({ when: STEPS[step] }, answerWith(status));
            await begin(page, small);
            await struck;
            const outcome = await settle(world, small);
            info.annotations.push({ type: "outcome", description: outcome });
            await expectClean(world, outcome, small);
          });
        }
      }
    }

    const endings = transport === "tus" ? (["endUpload", "deleteImage"] as const) : (["deleteImage"] as const);
    for (const [place, step] of endings.entries()) {
      for (const status of SEEDS === undefined ? [STATUSES[place + 3]] : STATUSES) {
        test(`leaves nothing when it is cancelled and something answers ${status} to the step ${step}`, async ({ page, person }) => {
          const world = await enter(page, person, small, status);
          const sending = transport === "tus" ? STEPS.part : STEPS.data;
          const held = front.once({ when: sending, bytes: MIB }, (exchange) => exchange.stall());
          const refused = front.once({ when: STEPS[step] }, answerWith(status));
          await begin(page, small);
          const upload = page.getByRole("article", { name: `Upload of ${small.name}` });
          await held;
          await upload.getByRole("button", { name: "Cancel upload" }).click();
          const confirm = page.getByRole("dialog").getByRole("button", { name: "Cancel upload" });
          const isOver = async () => {
            // Who has sent little is not asked.
            if (await confirm.isVisible()) await confirm.click();
            await deleteIfOffered(page, upload);
            return (await upload.innerText()).includes("image was deleted");
          };
          await until("it is cancelled", isOver, 60_000);
          await refused;
          await expectClean(world, "gone", small);
        });
      }
    }
  });
}
