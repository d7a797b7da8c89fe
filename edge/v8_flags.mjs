// The flags of V8 in the Workers runtime. The runtime takes them from its configuration only, a Cap'n Proto
// message (`v8Flags @2 :List(Text)` of `Config` in workerd.capnp), and the launcher, which writes that
// message, has no option for them.
import { Message, ObjectSize, Struct, TextList, utils } from "capnp-es";
import { Runtime } from "miniflare";

/** workerd's `Config`, as far as the flags. */
class Config extends Struct {
  static _capnp = { displayName: "Config", id: "8794486c76aaa7d6", size: new ObjectSize(0, 3) };
  static v8Flags = 2;
}

/** The configuration with these flags. */
function withV8Flags(configuration, flags) {
  const message = new Message(configuration, false);
  const list = utils.initList(Config.v8Flags, TextList, flags.length, message.getRoot(Config));
  flags.forEach((flag, index) => list.set(index, flag));
  return Buffer.from(message.toArrayBuffer());
}

/** Starts every runtime of this process with these flags. */
export function startWithV8Flags(flags) {
  const { updateConfig } = Runtime.prototype;
  Runtime.prototype.updateConfig = function (configuration, ...rest) {
    return updateConfig.call(this, withV8Flags(configuration, flags), ...rest);
  };
}
