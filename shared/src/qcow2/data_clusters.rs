//! Which clusters of a raw disk hold anything but zeros.

use std::ops::Range;

use super::CLUSTER_BYTES;
use crate::units::Bytes;

/// The clusters with data of a raw disk, as far as it has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataClusters {
    /// Numbers of clusters; sorted, and no run touches the next.
    runs: Vec<Range<u64>>,
    n_clusters: u64,
    read: u64,
}

impl DataClusters {
    /// Takes in the next bytes of the disk, in pieces of any length.
    pub fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let left = CLUSTER_BYTES - self.read % CLUSTER_BYTES;
            let length = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
            let (piece, rest) = bytes.split_at(length);
            if !is_zero(piece) {
                self.add(self.read / CLUSTER_BYTES);
            }
            self.read = self.read.saturating_add(piece.len() as u64);
            bytes = rest;
        }
    }

    /// How much of the disk has been read.
    #[must_use]
    pub const fn disk_size(&self) -> Bytes {
        Bytes(self.read)
    }

    /// What the clusters with data are together, whole clusters counted.
    #[must_use]
    pub const fn data_size(&self) -> Bytes {
        Bytes(self.n_clusters.saturating_mul(CLUSTER_BYTES))
    }

    /// Counts the smallest gaps between the data as data, until it lies in at most so many pieces.
    pub fn join_to(&mut self, most_runs: usize) {
        let most_runs = most_runs.max(1);
        let surplus = self.runs.len().saturating_sub(most_runs);
        if surplus == 0 {
            return;
        }
        let pairs = self.runs.iter().zip(self.runs.iter().skip(1));
        let mut gaps: Vec<(u64, u64)> = pairs
            .map(|(run, next)| (next.start.saturating_sub(run.end), run.end))
            .collect();
        gaps.sort_unstable();
        let mut filled: Vec<u64> = gaps.into_iter().take(surplus).map(|(_, at)| at).collect();
        filled.sort_unstable();
        let mut joined: Vec<Range<u64>> = Vec::with_capacity(most_runs);
        for run in self.runs.drain(..) {
            match joined.last_mut() {
                Some(last) if filled.binary_search(&last.end).is_ok() => last.end = run.end,
                _ => joined.push(run),
            }
        }
        self.n_clusters = joined
            .iter()
            .map(|run| run.end.saturating_sub(run.start))
            .sum();
        self.runs = joined;
    }

    /// In how many pieces the data lies.
    #[must_use]
    pub fn n_runs(&self) -> usize {
        self.runs.len()
    }

    pub(super) fn runs(&self) -> &[Range<u64>] {
        &self.runs
    }

    pub(super) const fn n_clusters(&self) -> u64 {
        self.n_clusters
    }

    /// Clusters come in the order of the disk; one may come in several pieces.
    fn add(&mut self, cluster: u64) {
        match self.runs.last_mut() {
            Some(last) if last.end > cluster => return,
            Some(last) if last.end == cluster => last.end = cluster.saturating_add(1),
            _ => self.runs.push(cluster..cluster.saturating_add(1)),
        }
        self.n_clusters = self.n_clusters.saturating_add(1);
    }
}

/// Whether all bytes are zero, many at a time.
fn is_zero(bytes: &[u8]) -> bool {
    const BLOCK_BYTES: usize = 256;
    let (blocks, rest) = bytes.as_chunks::<BLOCK_BYTES>();
    // Without a branch within a block, so that it is compared by vectors.
    blocks.iter().all(|block| {
        let (words, _) = block.as_chunks();
        let union = |all, word: &[u8; 16]| all | u128::from_ne_bytes(*word);
        words.iter().fold(0, union) == 0
    }) && rest.iter().all(|byte| *byte == 0)
}
