/** Lets the alarm of a Durable Object ring at a time; it replaces the one before. */
export function ringAt(storage, milliseconds) {
  storage.setAlarm(milliseconds);
}
