//! What a person sees: one line per step, live on a terminal, now and then in a log.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::clock::{self, Stopwatch};

/// How often a step tells a log (not a terminal) that it still runs.
const NEWS_INTERVAL: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(crate) struct Console {
    bars: MultiProgress,
    audience: Audience,
}

#[derive(Clone, Copy, Debug)]
enum Audience {
    Terminal,
    Log,
    #[cfg(test)]
    Nobody,
}

impl Console {
    pub(crate) fn new() -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self {
            bars: MultiProgress::new(),
            audience: if is_terminal {
                Audience::Terminal
            } else {
                Audience::Log
            },
        }
    }

    /// For tests, whose output is their own.
    #[cfg(test)]
    pub(crate) fn silent() -> Self {
        Self {
            bars: MultiProgress::new(),
            audience: Audience::Nobody,
        }
    }

    /// Prints one line to standard output, above the lines of running steps.
    pub(crate) fn say(&self, text: &str) {
        self.write(&mut std::io::stdout(), text);
    }

    /// Prints an error to standard error.
    pub(crate) fn complain(&self, text: &str) {
        self.write(&mut std::io::stderr(), text);
    }

    /// A closed pipe at the other end is no reason to stop the work.
    fn write(&self, stream: &mut dyn Write, text: &str) {
        match self.audience {
            Audience::Terminal | Audience::Log => self.bars.suspend(|| {
                let _ = writeln!(stream, "{text}");
                let _ = stream.flush();
            }),
            #[cfg(test)]
            Audience::Nobody => {}
        }
    }

    /// Announces a step that takes a while. The line disappears when it is dropped unfinished.
    pub(crate) fn begin(&self, title: &str) -> StepLine<'_> {
        let bar = if let Audience::Terminal = self.audience {
            let bar = self
                .bars
                .add(ProgressBar::new_spinner().with_prefix(title.to_owned()));
            bar.set_style(spinner_style());
            bar.enable_steady_tick(Duration::from_millis(120));
            Some(bar)
        } else {
            self.say(&format!("{title} ..."));
            None
        };
        let said_at = Mutex::new(Duration::ZERO);
        StepLine {
            console: self,
            title: title.to_owned(),
            stopwatch: Stopwatch::start(),
            bar,
            said_at,
        }
    }
}

/// A template of ours that is wrong still leaves a working spinner.
fn spinner_style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {prefix}  {elapsed}  {wide_msg:.dim}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// The line of one running step.
#[derive(Debug)]
pub(crate) struct StepLine<'console> {
    console: &'console Console,
    title: String,
    stopwatch: Stopwatch,
    bar: Option<ProgressBar>,
    said_at: Mutex<Duration>,
}

impl StepLine<'_> {
    pub(crate) fn elapsed(&self) -> Duration {
        self.stopwatch.elapsed()
    }

    /// Shows what the step is doing now, for instance the last line of its log.
    pub(crate) fn show(&self, news: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(shortened(news, usize::MAX));
            return;
        }
        let elapsed = self.elapsed();
        let Ok(mut said_at) = self.said_at.lock() else {
            return;
        };
        if elapsed.saturating_sub(*said_at) >= NEWS_INTERVAL {
            *said_at = elapsed;
            let news = shortened(news, 100);
            self.console.say(&format!(
                "  {} ({}) {news}",
                self.title,
                clock::in_words(elapsed)
            ));
        }
    }

    /// The step is done: leaves one line that says how long it took.
    pub(crate) fn finish(self) {
        let elapsed = clock::in_words(self.elapsed());
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.console
            .say(&format!("{}: done in {elapsed}", self.title));
    }
}

impl Drop for StepLine<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The text without control characters, cut to `limit` characters.
fn shortened(text: &str, limit: usize) -> String {
    let clean = text
        .trim()
        .chars()
        .filter(|character| !character.is_control());
    clean.take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_cut_and_cleaned_of_control_characters() {
        assert_eq!(shortened("  Compiling\u{1b} a crate ", 11), "Compiling a");
    }
}
