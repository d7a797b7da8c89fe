// Where the parts under test are. `cargo xtask test` starts them and sets these variables;
// docs/testing.md says how to start them by hand.

/** The value of a variable that every run has. */
function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set. Run these tests with "cargo xtask test" (docs/testing.md).`);
  }
  return value;
}

const withoutSlash = (url) => url.replace(/\/+$/, "");

/** The edge: the origin that browsers and API clients call. */
export const edgeUrl = withoutSlash(required("GAZE_EDGE_URL"));

/** Keystone itself, without the fault proxy, and without the version in its path. */
export const keystoneUrl = withoutSlash(required("GAZE_KEYSTONE_URL")).replace(/\/v3$/, "");

/** Glance itself, without the fault proxy. */
export const glanceUrl = withoutSlash(required("GAZE_GLANCE_URL"));

/** The control port of the fault proxy between the edge and Keystone. */
export const keystoneFaultUrl = withoutSlash(required("GAZE_KEYSTONE_FAULT_URL"));

/** The control port of the fault proxy between the edge and Glance. */
export const glanceFaultUrl = withoutSlash(required("GAZE_GLANCE_FAULT_URL"));

/** The program behind `cargo xtask`. */
export const xtaskProgram = () => required("GAZE_XTASK");

/** The `openstack` client. */
export const openstackProgram = () => required("GAZE_OPENSTACK");
