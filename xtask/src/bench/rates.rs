//! What rounds of streaming gave: how fast, and what the runtime used for it.

use anyhow::Result;

use super::gateway::Gateway;
use super::report::median;
use crate::clock::Stopwatch;

/// What the rounds gave for one way and one direction.
#[derive(Default)]
pub(super) struct Rates {
    pub(super) mebibytes_per_second: Vec<f64>,
    pub(super) cpu_ms_per_gibibyte: Vec<f64>,
    pub(super) growth_mebibytes: Vec<f64>,
}

impl Rates {
    /// Adds a round of so many bytes.
    pub(super) fn add(
        &mut self,
        gateway: &Gateway,
        bytes: u64,
        stream: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        gateway.runtime.forget_peak()?;
        let (cpu, memory) = (gateway.runtime.cpu()?, gateway.runtime.memory()?);
        let stopwatch = Stopwatch::start();
        stream()?;
        let seconds = stopwatch.elapsed().as_secs_f64();
        let used = gateway.runtime.cpu()?.saturating_sub(cpu);
        let peak = gateway.runtime.memory()?.peak_bytes;
        let mebibytes = bytes as f64 / f64::from(1 << 20);
        self.mebibytes_per_second.push(mebibytes / seconds);
        self.cpu_ms_per_gibibyte
            .push(used.as_secs_f64() * 1e3 / (mebibytes / 1024.0));
        self.growth_mebibytes
            .push(peak.saturating_sub(memory.now_bytes) as f64 / f64::from(1 << 20));
        Ok(())
    }

    /// The speed of each round beside that of the other way's typical round.
    pub(super) fn speed_ratio_to(&self, other: &Self) -> Vec<f64> {
        let typical = median(&other.mebibytes_per_second);
        let rates = self.mebibytes_per_second.iter();
        rates.map(|rate| rate / typical).collect()
    }

    /// The processor time of each round beside that of the other way in the same round, when the machine was as busy.
    pub(super) fn cpu_ratio_to(&self, other: &Self) -> Vec<f64> {
        let rounds = self
            .cpu_ms_per_gibibyte
            .iter()
            .zip(&other.cpu_ms_per_gibibyte);
        rounds.map(|(own, other)| own / other).collect()
    }
}
