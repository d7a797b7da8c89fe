//! What a person is told of something that goes on, as a value.

/// How it is doing, in one of the roles that have a colour, an icon and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It waits.
    Neutral,
    Moving,
    /// It needs a look.
    Caution,
    Negative,
    /// What has arrived is not what was sent.
    Mismatch,
    /// It is as it should be.
    Positive,
}

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    pub tone: Tone,
    /// One to four words.
    pub state: &'static str,
    /// What happened and what follows, in whole sentences; empty when the state says it all.
    pub detail: String,
}

impl StatusText {
    #[must_use]
    pub fn new(tone: Tone, state: &'static str, detail: impl Into<String>) -> Self {
        Self {
            tone,
            state,
            detail: detail.into(),
        }
    }
}

/// Whole sentences, one after another.
#[must_use]
pub fn sentences(all: &[&str]) -> String {
    let said: Vec<&str> = all.iter().copied().filter(|one| !one.is_empty()).collect();
    said.join(" ")
}
