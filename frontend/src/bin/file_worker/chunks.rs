//! Chunks of a file for the wire, hashed on the way.
//!
//! The file is hashed from its start to its end, once. A chunk that begins where the hash stands is hashed as
//! it is read; before one that begins further on, what lies between is read and hashed too; what was hashed
//! before is only read again.

use futures_channel::mpsc::UnboundedReceiver;
use gaze_shared::digest::{Algorithm, Hasher, HexDigest};
use js_sys::{ArrayBuffer, Date, Uint8Array};

use super::hashing::PROGRESS_EVERY_MILLIS;
use super::protocol::{Message, ReadFailure, ReadRequest, Report, WorkerFault};
use super::reading::{Reader, Source};

/// How much crosses into WebAssembly at a time.
const PIECE_BYTES: u32 = 1 << 20;

/// A file that is read in chunks.
pub(crate) struct Chunks {
    source: Source,
    size: u64,
    hasher: Hasher,
    /// How far the file is hashed.
    hashed: u64,
    /// Whether the digest of the whole file has been reported.
    is_told: bool,
    piece: Vec<u8>,
    /// What reads the file, and where it stands.
    reader: Option<(u64, Reader)>,
    told_at: f64,
}

impl Chunks {
    pub(crate) fn new(algorithm: Algorithm, source: Source) -> Self {
        Self {
            size: source.size(),
            source,
            hasher: Hasher::new(algorithm),
            hashed: 0,
            is_told: false,
            piece: vec![0; PIECE_BYTES as usize],
            reader: None,
            told_at: Date::now(),
        }
    }

    /// Gives out what is asked for, until the page ends the worker. Returns only when the file cannot be read.
    pub(crate) async fn serve(
        mut self,
        mut asked: UnboundedReceiver<ReadRequest>,
        report: impl Fn(Report),
        post: impl Fn(&Message, Option<&Uint8Array>),
    ) -> Report {
        loop {
            // The sender lives as long as the worker, so this does not end.
            let Ok(request) = asked.recv().await else {
                return Report::Failed(ReadFailure::Worker(WorkerFault::WrongAnswer));
            };
            let read = match request {
                ReadRequest::Chunk { offset, at_most } => {
                    self.chunk(offset, at_most, &report).await.map(|bytes| {
                        let prefix = self.prefix_to(offset + u64::from(bytes.byte_length()));
                        post(&Message::Chunk { offset, prefix }, Some(&bytes));
                    })
                }
                ReadRequest::Prefix { end } => self
                    .prefix(end, &report)
                    .await
                    .map(|digest| post(&Message::Prefix { end, digest }, None)),
            };
            if let Err(why) = read {
                return Report::Failed(why);
            }
        }
    }

    async fn chunk(
        &mut self,
        offset: u64,
        at_most: u32,
        report: &impl Fn(Report),
    ) -> Result<Uint8Array, ReadFailure> {
        self.hash_up_to(offset, report).await?;
        let left = u64::from(at_most).min(self.size.saturating_sub(offset));
        let bytes = self.read(offset, left).await?;
        self.hash(offset, &bytes, report)?;
        Ok(bytes)
    }

    async fn prefix(
        &mut self,
        end: u64,
        report: &impl Fn(Report),
    ) -> Result<HexDigest, ReadFailure> {
        self.hash_up_to(end, report).await?;
        let fault = ReadFailure::Worker(WorkerFault::WrongAnswer);
        self.prefix_to(end).ok_or(fault)
    }

    async fn hash_up_to(&mut self, end: u64, report: &impl Fn(Report)) -> Result<(), ReadFailure> {
        while self.hashed < end {
            let start = self.hashed;
            let left = u64::from(PIECE_BYTES).min(end - start);
            let bytes = self.read(start, left).await?;
            self.hash(start, &bytes, report)?;
        }
        Ok(())
    }

    /// The digest of the file up to where the hash stands, when that is here.
    fn prefix_to(&self, end: u64) -> Option<HexDigest> {
        (self.hashed == end).then(|| self.hasher.clone().finish())
    }

    async fn read(&mut self, start: u64, length: u64) -> Result<Uint8Array, ReadFailure> {
        let mut reader = match self.reader.take() {
            Some((at, reader)) if at == start => reader,
            _ => self.source.reader_from(start)?,
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
            self.hasher.update(target);
            self.hashed += u64::from(part.byte_length());
            self.tell_progress(report);
        }
        if self.hashed == self.size && !self.is_told {
            self.is_told = true;
            report(Report::Hashed {
                bytes: self.hashed,
                digest: self.hasher.clone().finish(),
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
