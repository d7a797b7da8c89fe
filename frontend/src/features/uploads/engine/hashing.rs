//! The hashing of one file, lane by lane.

use gaze_shared::digest::{Algorithm, HexDigest, LocalDigests};
use gaze_shared::units::Bytes;

use super::effect::{Effect, HashRound};
use super::event::HashReport;
use crate::transfer::meter::percent_of;
use crate::workers::protocol::ReadFailure;

/// What is hashed of a file where it is not known yet what its cloud stores: Glance's own default for
/// `os_hash_value` (`[DEFAULT] hashing_algorithm`). MD5 is not computed beside it: equal SHA-512 means
/// equal bytes, and MD5 took more than half of the processor time of both.
pub const USUAL_ALGORITHM: Algorithm = Algorithm::Sha512;

/// The hashing of one file: a lane for what is compared and one for what is expected, and further ones for what
/// turns out to be needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Hashing {
    size: Bytes,
    round: HashRound,
    lanes: Vec<(Algorithm, Lane)>,
    /// The lane that the reader feeds which reads the chunks for the wire.
    read_for: Option<Algorithm>,
}

/// One algorithm over one file.
#[derive(Clone, Debug, PartialEq)]
pub enum Lane {
    /// Not started, or stopped before its end.
    Idle,
    /// A worker reads the file.
    Running {
        /// How far it is.
        bytes: Bytes,
    },
    Done(HexDigest),
    /// There will be no digest.
    Failed(ReadFailure),
}

/// Which lanes to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lanes {
    /// Also those that failed before: the file is read once more anyway.
    All,
    /// Only those that were stopped or not yet started.
    NeverFailed,
}

impl Hashing {
    /// Idle lanes for a file of `size`: one of the algorithm that its image will probably be compared by, and one
    /// of that of an expected digest, where this is another.
    #[must_use]
    pub fn of_file(size: Bytes, algorithm: Algorithm, expected: Option<Algorithm>) -> Self {
        let mut hashing = Self {
            size,
            round: HashRound::default(),
            lanes: Vec::new(),
            read_for: None,
        };
        hashing.add_lane(algorithm);
        if let Some(expected) = expected.filter(|expected| *expected != algorithm) {
            hashing.add_lane(expected);
        }
        hashing
    }

    /// The digest of the whole file is known from before.
    pub(super) fn know(&mut self, algorithm: Algorithm, digest: &HexDigest) {
        if let Some((_, lane)) = self.lanes.iter_mut().find(|(known, _)| *known == algorithm) {
            *lane = Lane::Done(digest.clone());
        }
    }

    /// The strongest algorithm, which the reader of the chunks feeds.
    #[must_use]
    pub fn strongest(&self) -> Option<Algorithm> {
        self.lanes.first().map(|(algorithm, _)| *algorithm)
    }

    /// What is known comes from an earlier page, and the file that is here now is hashed for itself.
    pub(super) fn forget_known(&mut self) {
        for (_, lane) in &mut self.lanes {
            *lane = Lane::Idle;
        }
    }

    fn add_lane(&mut self, algorithm: Algorithm) {
        self.lanes.push((algorithm, Lane::Idle));
        self.lanes
            .sort_by_key(|(algorithm, _)| std::cmp::Reverse(*algorithm));
    }

    /// Every lane with its algorithm, the strongest first.
    #[must_use]
    pub fn lanes(&self) -> &[(Algorithm, Lane)] {
        &self.lanes
    }

    /// Whole percent of the slowest lane that is not given up; 100 only when each is done.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let lane_percent = |(_, lane): &(Algorithm, Lane)| match lane {
            Lane::Idle => Some(0),
            // 100 is kept for a digest: reading the last byte is not yet having the answer.
            Lane::Running { bytes } => Some(percent_of(*bytes, self.size).min(99)),
            Lane::Done(_) => Some(100),
            Lane::Failed(_) => None,
        };
        self.lanes
            .iter()
            .filter_map(lane_percent)
            .min()
            .unwrap_or(0)
    }

    /// Whether no lane is still to bring a digest.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.lanes
            .iter()
            .all(|(_, lane)| matches!(lane, Lane::Done(_) | Lane::Failed(_)))
    }

    /// Why a lane has no digest, if one has none.
    #[must_use]
    pub fn failure(&self) -> Option<&ReadFailure> {
        self.lanes.iter().find_map(|(_, lane)| match lane {
            Lane::Failed(why) => Some(why),
            _ => None,
        })
    }

    /// Why there is no digest of this algorithm, where the file was read for it in vain.
    #[must_use]
    pub fn failure_of(&self, algorithm: Algorithm) -> Option<&ReadFailure> {
        self.lanes.iter().find_map(|(known, lane)| match lane {
            Lane::Failed(why) if *known == algorithm => Some(why),
            _ => None,
        })
    }

    /// What was computed, for the comparison with what Glance stored.
    #[must_use]
    pub fn digests(&self) -> LocalDigests {
        let done = |(algorithm, lane): &(Algorithm, Lane)| match lane {
            Lane::Done(digest) => Some((*algorithm, digest.clone())),
            _ => None,
        };
        LocalDigests {
            size: self.size,
            digests: self.lanes.iter().filter_map(done).collect(),
        }
    }

    /// Starts every lane of `which` that has no digest and is not under way.
    pub(super) fn start(&mut self, which: Lanes) -> Vec<Effect> {
        let is_startable = |lane: &Lane| match lane {
            Lane::Idle => true,
            Lane::Failed(_) => which == Lanes::All,
            Lane::Running { .. } | Lane::Done(_) => false,
        };
        if !self.lanes.iter().any(|(_, lane)| is_startable(lane)) {
            return Vec::new();
        }
        if !self.is_running() {
            // A new number, so that what a stopped worker still had to say is not taken for this.
            self.round = HashRound(self.round.0 + 1);
        }
        let round = self.round;
        let mut effects = Vec::new();
        for (algorithm, lane) in &mut self.lanes {
            if is_startable(lane) {
                *lane = Lane::Running { bytes: Bytes::ZERO };
                effects.push(Effect::StartHashing(*algorithm, round));
            }
        }
        effects
    }

    /// The same while chunks are read for the wire: the strongest lane gets its bytes from their reader, so
    /// that the file is read once.
    pub(super) fn start_with_reader(&mut self) -> Vec<Effect> {
        let is_fed = |(algorithm, lane): &(Algorithm, Lane)| {
            self.read_for == Some(*algorithm)
                && matches!(lane, Lane::Running { .. } | Lane::Done(_))
        };
        if self.lanes.iter().any(is_fed) {
            return Vec::new();
        }
        self.read_for = self.strongest();
        let effects = self.start(Lanes::All);
        effects
            .into_iter()
            .filter(|effect| !self.is_read(effect))
            .collect()
    }

    fn is_read(&self, effect: &Effect) -> bool {
        matches!(effect, Effect::StartHashing(algorithm, _) if Some(*algorithm) == self.read_for)
    }

    /// What the reader hashes.
    pub(super) fn read_for(&self) -> Option<(Algorithm, HashRound)> {
        self.read_for.map(|algorithm| (algorithm, self.round))
    }

    /// No more chunks are read. A lane that was fed by them and is not done starts again where it is needed.
    pub(super) fn end_reader(&mut self) -> Vec<Effect> {
        let Some(algorithm) = self.read_for.take() else {
            return Vec::new();
        };
        for (known, lane) in &mut self.lanes {
            if *known == algorithm && matches!(lane, Lane::Running { .. }) {
                *lane = Lane::Idle;
            }
        }
        vec![Effect::CloseReader]
    }

    /// Adds and starts a lane when Glance turns out to use an algorithm that was not expected.
    pub(super) fn also(&mut self, algorithm: Algorithm) -> Vec<Effect> {
        if self.lanes.iter().any(|(known, _)| *known == algorithm) {
            return Vec::new();
        }
        self.add_lane(algorithm);
        self.start(Lanes::NeverFailed)
    }

    /// The same when a person asks for it, also where that lane has failed before.
    pub(super) fn once_more(&mut self, algorithm: Algorithm) -> Vec<Effect> {
        self.lanes
            .retain(|(known, lane)| *known != algorithm || !matches!(lane, Lane::Failed(_)));
        self.also(algorithm)
    }

    /// Stops what runs and keeps what is done.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        if !self.is_running() {
            return Vec::new();
        }
        for (_, lane) in &mut self.lanes {
            if matches!(lane, Lane::Running { .. }) {
                *lane = Lane::Idle;
            }
        }
        vec![Effect::StopHashing]
    }

    /// Takes in word of a worker.
    pub(super) fn report(&mut self, algorithm: Algorithm, round: HashRound, report: HashReport) {
        if round != self.round {
            return;
        }
        let size = self.size;
        let Some((_, lane)) = self.lanes.iter_mut().find(|(known, _)| *known == algorithm) else {
            return;
        };
        if let Lane::Running { bytes } = lane {
            match report {
                HashReport::Progress(now) => *bytes = now.min(size).max(*bytes),
                // A digest over another number of bytes than are sent is no digest of them.
                HashReport::Done { bytes, .. } if bytes != size => {
                    *lane = Lane::Failed(ReadFailure::FileChanged);
                }
                HashReport::Done { digest, .. } => *lane = Lane::Done(digest),
                HashReport::Failed(why) => *lane = Lane::Failed(why),
            }
        }
    }

    fn is_running(&self) -> bool {
        self.lanes
            .iter()
            .any(|(_, lane)| matches!(lane, Lane::Running { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Bytes = Bytes(1000);
    const ROUND: HashRound = HashRound(1);

    /// Two lanes under way: what the cloud was expected to store, and what a person asked for beside it.
    fn running() -> Hashing {
        let mut hashing = Hashing::of_file(SIZE, USUAL_ALGORITHM, None);
        assert_eq!(
            hashing.start(Lanes::All),
            [Effect::StartHashing(Algorithm::Sha512, ROUND)]
        );
        assert_eq!(
            hashing.also(Algorithm::Md5),
            [Effect::StartHashing(Algorithm::Md5, ROUND)]
        );
        hashing
    }

    fn done(text: &str) -> HashReport {
        HashReport::Done {
            digest: HexDigest::from_text(text),
            bytes: SIZE,
        }
    }

    #[test]
    fn the_slowest_lane_is_shown_and_only_digests_make_a_hundred_percent() {
        let mut hashing = running();
        hashing.report(Algorithm::Sha512, ROUND, HashReport::Progress(Bytes(900)));
        hashing.report(Algorithm::Md5, ROUND, HashReport::Progress(Bytes(500)));
        assert_eq!(hashing.percent(), 50);
        hashing.report(Algorithm::Sha512, ROUND, done("aa"));
        hashing.report(Algorithm::Md5, ROUND, HashReport::Progress(SIZE));
        assert_eq!(hashing.percent(), 99);
        hashing.report(Algorithm::Md5, ROUND, done("bb"));
        assert_eq!((hashing.percent(), hashing.is_settled()), (100, true));
    }

    #[test]
    fn a_digest_over_other_bytes_than_the_file_has_is_not_taken() {
        let mut hashing = running();
        let digest = HexDigest::from_text("aa");
        hashing.report(
            Algorithm::Md5,
            ROUND,
            HashReport::Done {
                digest,
                bytes: Bytes(999),
            },
        );
        assert_eq!(hashing.failure(), Some(&ReadFailure::FileChanged));
        assert_eq!(hashing.digests().digests, []);
    }

    #[test]
    fn what_a_stopped_worker_still_says_is_not_heard() {
        let mut hashing = running();
        hashing.report(Algorithm::Sha512, ROUND, done("aa"));
        assert_eq!(hashing.stop(), [Effect::StopHashing]);
        assert_eq!(
            hashing.start(Lanes::All),
            [Effect::StartHashing(Algorithm::Md5, HashRound(2))]
        );
        hashing.report(Algorithm::Md5, ROUND, done("old"));
        assert!(!hashing.is_settled());
        hashing.report(Algorithm::Md5, HashRound(2), done("bb"));
        assert!(hashing.is_settled());
    }

    #[test]
    fn an_unexpected_algorithm_gets_a_lane_of_its_own() {
        let mut hashing = running();
        assert_eq!(
            hashing.also(Algorithm::Sha256),
            [Effect::StartHashing(Algorithm::Sha256, ROUND)]
        );
        assert_eq!(hashing.also(Algorithm::Sha256), []);
        assert_eq!(hashing.percent(), 0);
        let order: Vec<Algorithm> = hashing.lanes().iter().map(|(lane, _)| *lane).collect();
        assert_eq!(
            order,
            [Algorithm::Sha512, Algorithm::Sha256, Algorithm::Md5]
        );
    }

    #[test]
    fn what_is_expected_is_hashed_from_the_start_and_the_reader_feeds_the_strongest() {
        let mut hashing = Hashing::of_file(SIZE, Algorithm::Sha256, Some(Algorithm::Sha512));
        assert_eq!(
            hashing.start_with_reader(),
            [Effect::StartHashing(Algorithm::Sha256, ROUND)]
        );
        assert_eq!(hashing.read_for(), Some((Algorithm::Sha512, ROUND)));
        let same = Hashing::of_file(SIZE, USUAL_ALGORITHM, Some(USUAL_ALGORITHM));
        assert_eq!(same.lanes().len(), 1);
    }

    #[test]
    fn a_lane_that_has_failed_is_started_again_only_for_a_person() {
        let mut hashing = running();
        hashing.report(Algorithm::Sha512, ROUND, done("aa"));
        let broken = HashReport::Failed(ReadFailure::mistaken());
        hashing.report(Algorithm::Md5, ROUND, broken);
        assert_eq!(hashing.also(Algorithm::Md5), []);
        assert_eq!(
            hashing.once_more(Algorithm::Md5),
            [Effect::StartHashing(Algorithm::Md5, HashRound(2))]
        );
        assert_eq!(hashing.once_more(Algorithm::Md5), []);
        assert_eq!(hashing.once_more(Algorithm::Sha512), []);
    }
}
