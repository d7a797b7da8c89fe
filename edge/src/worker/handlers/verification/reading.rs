//! Data that is being read, and the lines that tell how far it is.

use std::time::Duration;

use gaze_shared::digest::HexDigest;
use gaze_shared::gateway::{Verification, VerificationLine};
use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;

use crate::core::errors::problem::Problem;
use crate::core::log::timing::whole_millis;
use crate::core::log::verification::{VerificationEnd, VerificationLog, VerificationNames};
use crate::core::verification::LEASE;
use crate::worker::handlers::verification::wanted::Wanted;
use crate::worker::streams::data_digest::{DataDigest, DataEnd, LineStream};
use crate::worker::upstream::objects::verifications::ProjectVerifications;
use crate::worker::upstream::service::Service;
use crate::worker::{isolate, log};

/// How often the reader of the answer is told how far it is. When they have gone, that is noticed at the next line.
const BETWEEN_LINES_MS: u32 = 1_000;

/// A reading of an image's data, begun.
pub(super) struct DataReading {
    pub(super) data: DataDigest,
    pub(super) lines: LineStream,
    pub(super) wanted: Wanted,
    pub(super) verifications: ProjectVerifications,
    pub(super) ticket: String,
    /// For how long nothing may come.
    pub(super) idle: Duration,
    pub(super) begun_at: UnixMillis,
    pub(super) about: ReadingSubject,
}

/// Whose image is read, for whom.
pub(super) struct ReadingSubject {
    pub(super) request_id: String,
    pub(super) user_id: String,
    pub(super) project_id: String,
    pub(super) region: String,
    pub(super) image_id: String,
}

/// Why data was not read to its end.
enum Stopped {
    /// Nobody waits for it any more.
    NobodyWaits,
    Failed(Problem),
}

impl DataReading {
    /// Reads to the end, or until nobody waits for it.
    pub(super) async fn run(self) {
        let end = self.read().await;
        let read = Bytes(self.data.bytes());
        let Self {
            data,
            lines,
            wanted,
            verifications,
            ticket,
            begun_at,
            about,
            ..
        } = self;
        let verification = |digest| wanted.verification(about.image_id.clone(), digest, read);
        let end = match end {
            Ok(digest) => {
                let verification = verification(digest);
                // What cannot be kept is told all the same.
                let kept = verifications.end(ticket, read, Some(verification.clone()));
                note(kept.await);
                Ok(verification)
            }
            Err(stopped) => {
                data.stop();
                note(verifications.end(ticket, read, None).await);
                Err(stopped)
            }
        };
        about.write_log(begun_at, read, &end);
        if let Some(line) = about.last_line(end) {
            lines.end(&line).await;
        }
    }

    async fn read(&self) -> Result<HexDigest, Stopped> {
        let broke_off = |error| {
            let problem = Service::Glance.failed(&error);
            Stopped::Failed(problem.into())
        };
        let (mut renewed_at, mut moved_at) = (self.begun_at, self.begun_at);
        let mut bytes_before = 0;
        loop {
            let end = self.data.ends_within(BETWEEN_LINES_MS);
            if end.await.map_err(broke_off)? == DataEnd::Reached {
                let hex = self.data.hex().await.map_err(broke_off)?;
                return Ok(HexDigest::from_text(&hex));
            }
            if !self.lines.is_read() {
                return Err(Stopped::NobodyWaits);
            }
            let (now, bytes) = (isolate::now_millis(), self.data.bytes());
            if bytes > bytes_before {
                (moved_at, bytes_before) = (now, bytes);
            } else if now.since(moved_at) >= self.idle {
                let stopped = Service::Glance.gave_none("no more of the data came");
                return Err(Stopped::Failed(stopped.into()));
            }
            if now.since(renewed_at) >= LEASE / 3 {
                note(self.verifications.renew(self.ticket.clone()).await);
                renewed_at = now;
            }
            let progress = VerificationLine::Progress {
                bytes: Bytes(bytes),
                of: self.wanted.size,
            };
            if let Ok(line) = serde_json::to_string(&progress) {
                self.lines.offer(&line);
            }
        }
    }
}

impl ReadingSubject {
    fn write_log(&self, begun_at: UnixMillis, read: Bytes, end: &Result<Verification, Stopped>) {
        let now = isolate::now_millis();
        let cause = match end {
            Err(Stopped::Failed(problem)) => problem.to_string(),
            _ => String::new(),
        };
        let names = VerificationNames {
            request_id: &self.request_id,
            user_id: &self.user_id,
            project_id: &self.project_id,
            region: &self.region,
            image_id: &self.image_id,
        };
        let end = match end {
            Ok(verification) => VerificationEnd::Ended {
                verdict: verification.verdict,
            },
            Err(Stopped::NobodyWaits) => VerificationEnd::Cancelled,
            Err(Stopped::Failed(_)) => VerificationEnd::Failed { cause: &cause },
        };
        log::verification(&VerificationLog::new(
            &now.rfc3339(),
            names,
            whole_millis(now.since(begun_at)),
            read.0,
            end,
        ));
    }

    /// What the reader of the answer is told at its end, where there is one.
    fn last_line(&self, end: Result<Verification, Stopped>) -> Option<String> {
        let line = match end {
            Ok(verification) => VerificationLine::Verification(verification),
            Err(Stopped::Failed(problem)) => {
                VerificationLine::Failure(problem.gateway_error(&self.request_id))
            }
            Err(Stopped::NobodyWaits) => return None,
        };
        serde_json::to_string(&line).ok()
    }
}

/// What keeps verifications is away: the reading goes on without it.
fn note(kept: Result<(), Problem>) {
    if let Err(problem) = kept {
        worker::console_error!("{problem}");
    }
}
