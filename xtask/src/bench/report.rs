//! What was measured, as a table and as JSON.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::context::Context;
use crate::test::Verdict;

#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    figures: Vec<Figure>,
}

/// One figure: its median over the rounds, and how far the rounds spread.
#[derive(Debug, Serialize)]
pub(super) struct Figure {
    name: String,
    unit: &'static str,
    median: f64,
    lowest: f64,
    highest: f64,
    rounds: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<FigureTarget>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keeps_target: Option<bool>,
}

/// What a figure has to be.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FigureTarget {
    AtMost(f64),
    AtLeast(f64),
}

impl FigureTarget {
    fn is_kept_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::AtMost(most) => format!("at most {most}"),
            Self::AtLeast(least) => format!("at least {least}"),
        }
    }
}

impl Report {
    /// Adds a figure that is only told.
    pub(super) fn record(&mut self, name: impl Into<String>, unit: &'static str, rounds: &[f64]) {
        self.add(name.into(), unit, rounds, None);
    }

    /// Adds a figure that is judged by its median.
    pub(super) fn judge(
        &mut self,
        name: impl Into<String>,
        unit: &'static str,
        rounds: &[f64],
        target: FigureTarget,
    ) {
        self.add(name.into(), unit, rounds, Some(target));
    }

    fn add(
        &mut self,
        name: String,
        unit: &'static str,
        rounds: &[f64],
        target: Option<FigureTarget>,
    ) {
        let median = median(rounds);
        self.figures.push(Figure {
            name,
            unit,
            median,
            lowest: rounds.iter().copied().fold(f64::INFINITY, f64::min),
            highest: rounds.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            rounds: rounds.len(),
            target,
            keeps_target: target.map(|target| target.is_kept_by(median)),
        });
    }

    pub(super) fn verdict(&self) -> Verdict {
        let has_failed = |figure: &Figure| figure.keeps_target == Some(false);
        match self.figures.iter().any(has_failed) {
            true => Verdict::Failed,
            false => Verdict::Passed,
        }
    }

    /// Prints the table, and keeps the figures as JSON.
    pub(super) fn write(&self, context: &Context, name: &str) -> Result<()> {
        let dir = context.checkout.work_dir().join("bench");
        let path = dir.join(format!("{name}.json"));
        let json = serde_json::to_string_pretty(self)?;
        fs::create_dir_all(&dir)
            .and_then(|()| fs::write(&path, &json))
            .with_context(|| format!("Cannot write {}", path.display()))?;
        context.console.say(&format!("\n{}", self.table()));
        context.console.say(&json);
        Ok(())
    }

    fn table(&self) -> String {
        let mut table = format!(
            "{:<52} {:>9} {:>9} {:>9}  {:<7} {}\n",
            "", "median", "lowest", "highest", "", "target"
        );
        for figure in &self.figures {
            let Figure {
                name,
                unit,
                median,
                lowest,
                highest,
                ..
            } = figure;
            let verdict = match (figure.target, figure.keeps_target) {
                (Some(target), Some(true)) => format!("{}: kept", target.in_words()),
                (Some(target), _) => format!("{}: MISSED", target.in_words()),
                (None, _) => String::new(),
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                table,
                "{name:<52} {median:>9.3} {lowest:>9.3} {highest:>9.3}  {unit:<7} {verdict}"
            );
        }
        table
    }
}

/// The middle of the values; of two in the middle, their mean.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_judged_by_its_median() {
        let mut report = Report::default();
        report.judge("ratio", "x", &[1.4, 9.0, 1.5], FigureTarget::AtMost(1.7));
        assert_eq!(report.verdict(), Verdict::Passed);
        report.judge("ratio", "x", &[0.9, 1.0], FigureTarget::AtLeast(0.96));
        assert_eq!(report.verdict(), Verdict::Failed);
        assert!(report.table().contains("MISSED"), "{}", report.table());
    }
}
