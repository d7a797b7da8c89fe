// Records what a real Glance answers, for the tests of shared/ (docs/testing.md, "Recorded answers").
//
//   node tests/record/main.mjs --keystone URL --glance URL --data DIR --programs DIR
//
// `--only answers` or `--only cases` records a part. `--data` is the folder of the running stack and `--programs` the bin folder of its Python
// environment: a second Glance with other settings is started from them for a moment.
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    keystone: { type: "string", default: "http://127.0.0.1:5000" },
    glance: { type: "string", default: "http://127.0.0.1:9292" },
    data: { type: "string" },
    programs: { type: "string" },
    only: { type: "string" },
  },
});
if (!values.data || !values.programs) throw new Error("--data and --programs are needed");

// The helpers of the tests read the addresses from the environment when they are loaded. Only the
// services are used here, no edge and no fault proxy.
process.env.GAZE_KEYSTONE_URL = values.keystone;
process.env.GAZE_GLANCE_URL = values.glance;
for (const name of ["GAZE_EDGE_URL", "GAZE_KEYSTONE_FAULT_URL", "GAZE_GLANCE_FAULT_URL"]) {
  process.env[name] ??= "http://unused.invalid";
}

const { recordAnswers } = await import("./answers/index.mjs");
const { recordCases } = await import("./cases/index.mjs");
if (values.only !== "cases") await recordAnswers(values);
if (values.only !== "answers") await recordCases();
