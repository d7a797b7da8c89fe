//! A raw disk as qcow2: a file that consists of ranges of the disk, so that nothing is copied to make it.

use gaze_shared::inspect::ByteRange;
use gaze_shared::qcow2::{CLUSTER_BYTES, DataClusters, Layout};
use js_sys::{Array, ArrayBuffer, Date, Uint8Array};
use web_sys::{File, FilePropertyBag};

use super::hashing::PROGRESS_EVERY_MILLIS;
use super::protocol::{FileContent, ReadFailure, Report, WorkerFault};
use super::reading::{Source, failure_of, range_of, read_range};

const PIECE_BYTES: u32 = 1 << 20;

/// Of so many clusters, evenly over the disk, it is seen whether reading all of it can be worth its time.
const N_SAMPLES: u64 = 256;

/// A disk that is filled to more than this is not worth another format.
const MOST_FILLED_PERCENT: u64 = 90;

/// A file of more ranges takes browsers too long to put together; the smallest gaps between them are sent then.
const MOST_RANGES: usize = 50_000;

/// Reads the disk, and puts the file together. Else the last that is to be reported.
pub(crate) async fn write_qcow2(disk: &File, progress: impl Fn(Report)) -> Result<File, Report> {
    let size = disk.size() as u64;
    if !may_be_smaller(disk, size).await.map_err(Report::Failed)? {
        return Err(Report::NothingToSave);
    }
    let mut clusters = read(disk, progress).await.map_err(Report::Failed)?;
    clusters.join_to(MOST_RANGES);
    let written = Layout::size_of(&clusters).0;
    if written.saturating_mul(100) > size.saturating_mul(MOST_FILLED_PERCENT) {
        return Err(Report::NothingToSave);
    }
    let layout = Layout::of(&clusters);
    put_together(disk, &layout).map_err(Report::Failed)
}

async fn may_be_smaller(disk: &File, size: u64) -> Result<bool, ReadFailure> {
    let n_clusters = size / CLUSTER_BYTES;
    let n_samples = n_clusters.min(N_SAMPLES);
    let mut n_filled = 0;
    for sample in 0..n_samples {
        let cluster = n_clusters * sample / n_samples;
        let start = cluster * CLUSTER_BYTES;
        let mut found = DataClusters::default();
        found.read(
            &read_range(disk, start, start + CLUSTER_BYTES)
                .await?
                .to_vec(),
        );
        n_filled += u64::from(found.n_runs() > 0);
    }
    Ok(n_filled * 100 < n_samples * MOST_FILLED_PERCENT)
}

async fn read(disk: &File, progress: impl Fn(Report)) -> Result<DataClusters, ReadFailure> {
    let source = Source {
        file: disk.clone(),
        content: FileContent::AsItIs,
        open_unpacked: None,
    };
    let mut reader = source.reader_from(0)?;
    let mut clusters = DataClusters::default();
    let mut free = ArrayBuffer::new(PIECE_BYTES);
    let mut buffer = vec![0; PIECE_BYTES as usize];
    let mut told_at = Date::now();
    loop {
        let piece = reader.fill(free).await?;
        if piece.byte_length() == 0 {
            break;
        }
        let Some(target) = buffer.get_mut(..piece.byte_length() as usize) else {
            return Err(ReadFailure::Worker(WorkerFault::ReadTooMuch));
        };
        piece.copy_to(target);
        clusters.read(target);
        free = piece.buffer();
        let now = Date::now();
        if now - told_at >= PROGRESS_EVERY_MILLIS {
            told_at = now;
            progress(Report::Progress {
                bytes: clusters.disk_size().0,
            });
        }
    }
    if clusters.disk_size().0 == source.size() {
        Ok(clusters)
    } else {
        Err(ReadFailure::FileChanged)
    }
}

fn put_together(disk: &File, layout: &Layout) -> Result<File, ReadFailure> {
    let parts = Array::of1(&Uint8Array::from(layout.head()));
    for ByteRange { start, end } in layout.ranges() {
        let range = range_of(disk, *start, *end)?;
        parts.push(&range);
    }
    // Less than a cluster.
    parts.push(&Uint8Array::new_with_length(layout.padding() as u32));
    let options = FilePropertyBag::new();
    options.set_last_modified(disk.last_modified());
    File::new_with_buffer_source_sequence_and_options(&parts, &disk.name(), &options)
        .map_err(|error| failure_of(&error))
}
