// Image data that only passes: a request's body as the body of the request to Glance.

/** Reads when the runtime has written what it was given, so there is one piece at a time, in the reader's one buffer. */
export class BodyStream {
  /**
   * The length, where it is known, is what the runtime tells Glance as `Content-Length`, and what it holds the bytes
   * to (`expectedLength` in streams/common.h of workerd). A pipe would do that too, but it cuts each piece into
   * small ones, which costs more than the piece (docs/adr/0015-request-bodies.md).
   */
  constructor(body, length) {
    /** Settled when the end has passed on, or when either end has broken. */
    this.passedOn = new Promise((resolve, reject) => {
      const pull = async (controller) => {
        try {
          const piece = await body.read();
          if (piece) return controller.enqueue(piece);
          body.end();
          controller.close();
          return resolve();
        } catch (error) {
          body.stop();
          reject(error);
          // The stream is left as it is: its end would look like the data's.
          return new Promise(() => {});
        }
      };
      const cancel = (reason) => {
        body.stop();
        reject(reason);
      };
      this.stream = new ReadableStream({ expectedLength: length, pull, cancel }, { highWaterMark: 0 });
    });
  }
}
