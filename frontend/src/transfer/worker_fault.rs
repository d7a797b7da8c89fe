//! What a person is told of a worker that fails.

use crate::i18n::text;
use crate::workers::protocol::WorkerFault;

/// What is wrong with a worker, and what to do.
#[must_use]
pub fn tell_worker_fault(fault: WorkerFault) -> &'static str {
    match fault {
        WorkerFault::NotRunning => text::workers::not_running(),
        WorkerFault::OtherVersion => text::workers::other_version(),
        WorkerFault::WrongAnswer => text::workers::wrong_answer(),
        WorkerFault::StoppedReading => text::workers::stopped_reading(),
        WorkerFault::ReadTooMuch => text::workers::read_too_much(),
    }
}
