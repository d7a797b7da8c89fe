//! Chunks of a file for the wire, hashed on the way.
//!
//! The file is hashed from its start to its end, once. A chunk that begins where the hash stands is hashed as
//! it is read; before one that begins further on, what lies between is read and hashed too; what was hashed
//! before is only read again.

use futures_channel::mpsc::UnboundedReceiver;
use gaze_shared::digest::{Algorithm, Hasher};
use js_sys::{ArrayBuffer, Date, Uint8Array};
use web_sys::{Blob, File};

use crate::hashing::PROGRESS_EVERY_MILLIS;
use crate::protocol::{ChunkRequest, ReadFailure, Report, WorkerFault};
use crate::reading::{Reader, rest_of};

/// How much crosses into WebAssembly at a time.
const PIECE_BYTES: u32 = 1 << 20;

/// A file that is read in chunks.
pub(crate) struct Chunks {
    file: File,
    size: u64,
    /// `None` when it is finished.
    hasher: Option<Hasher>,
    /// How far the file is hashed.
    hashed: u64,
    piece: Vec<u8>,
    /// What reads the file, and where it stands.
    reader: Option<(u64, Reader)>,
    told_at: f64,
}

impl Chunks {
    pub(crate) fn new(algorithm: Algorithm, file: File) -> Self {
        let blob: &Blob = &file;
        Self {
            // Whole and never negative; the cast saturates.
            size: blob.size() as u64,
            file,
            hasher: Some(Hasher::new(algorithm)),
            hashed: 0,
            piece: vec![0; PIECE_BYTES as usize],
            reader: None,
            told_at: Date::now(),
        }
    }

    /// Gives out what is asked for, until the page ends the worker. Returns only when the file cannot be read.
    pub(crate) async fn serve(
        mut self,
        mut asked: UnboundedReceiver<ChunkRequest>,
        report: impl Fn(Report),
        post_chunk: impl Fn(u64, &Uint8Array),
    ) -> Report {
        loop {
            // The sender lives as long as the worker, so this does not end.
            let Ok(request) = asked.recv().await else {
                return Report::Failed(ReadFailure::Worker(WorkerFault::WrongAnswer));
            };
            match self.chunk(request, &report).await {
                Ok(bytes) => post_chunk(request.offset, &bytes),
                Err(why) => return Report::Failed(why),
            }
        }
    }

    async fn chunk(
        &mut self,
        request: ChunkRequest,
        report: &impl Fn(Report),
    ) -> Result<Uint8Array, ReadFailure> {
        while self.hashed < request.offset {
            let start = self.hashed;
            let left = u64::from(PIECE_BYTES).min(request.offset - start);
            let bytes = self.read(start, left).await?;
            self.hash(start, &bytes, report)?;
        }
        let left = u64::from(request.at_most).min(self.size.saturating_sub(request.offset));
        let bytes = self.read(request.offset, left).await?;
        self.hash(request.offset, &bytes, report)?;
        Ok(bytes)
    }

    async fn read(&mut self, start: u64, length: u64) -> Result<Uint8Array, ReadFailure> {
        let mut reader = match self.reader.take() {
            Some((at, reader)) if at == start => reader,
            _ => Reader::new(rest_of(&self.file, start)?),
        };
        // A chunk is at most as long as what was asked for, which is shorter than 4 GiB.
        let bytes = reader.fill(ArrayBuffer::new(length as u32)).await?;
        if u64::from(bytes.byte_length()) < length {
            // The file has become shorter since it was chosen.
            return Err(ReadFailure::FileChanged);
        }
        self.reader = Some((start + length, reader));
        Ok(bytes)
    }

    /// Hashes what of these bytes, which begin at `start`, was not hashed yet.
    fn hash(
        &mut self,
        start: u64,
        bytes: &Uint8Array,
        report: &impl Fn(Report),
    ) -> Result<(), ReadFailure> {
        let end = start + u64::from(bytes.byte_length());
        while self.hashed < end {
            let from = self.hashed.saturating_sub(start);
            let to = (from + u64::from(PIECE_BYTES)).min(end - start);
            // Within a chunk, which is shorter than 4 GiB.
            let part = bytes.subarray(from as u32, to as u32);
            let target = self.piece.get_mut(..part.byte_length() as usize);
            let target = target.ok_or(ReadFailure::Worker(WorkerFault::ReadTooMuch))?;
            part.copy_to(target);
            if let Some(hasher) = &mut self.hasher {
                hasher.update(target);
            }
            self.hashed += u64::from(part.byte_length());
            self.tell_progress(report);
        }
        if self.hashed == self.size
            && let Some(hasher) = self.hasher.take()
        {
            report(Report::Hashed {
                bytes: self.hashed,
                digest: hasher.finish(),
            });
        }
        Ok(())
    }

    fn tell_progress(&mut self, report: &impl Fn(Report)) {
        let now = Date::now();
        if now - self.told_at >= PROGRESS_EVERY_MILLIS {
            self.told_at = now;
            report(Report::Progress { bytes: self.hashed });
        }
    }
}
