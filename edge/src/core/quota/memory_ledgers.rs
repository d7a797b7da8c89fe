//! Ledgers that are kept nowhere but in memory of an isolate: where quotas are off nothing is reserved, and
//! what was last seen of a project is shown all the same.

use std::collections::BTreeMap;

use crate::core::quota::call::LedgerAnswer;
use crate::core::quota::ledger_state::{Entry, LedgerState};
use crate::core::quota::usage_refresh::refresh_claim::Unstored;

/// How many projects are kept at most.
const PROJECTS_AT_MOST: usize = 1_000;

/// The ledgers, by name.
#[derive(Debug, Default)]
pub struct MemoryLedgers {
    projects: BTreeMap<String, (LedgerState, Unstored)>,
}

impl MemoryLedgers {
    pub fn answer(&mut self, name: &str, entry: Entry) -> LedgerAnswer {
        if self.projects.len() >= PROJECTS_AT_MOST && !self.projects.contains_key(name) {
            self.projects.clear();
        }
        let (state, unstored) = self.projects.entry(name.to_owned()).or_default();
        state.answer(entry, unstored)
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::time::unix_millis::UnixMillis;

    use super::*;
    use crate::core::quota::call::{ConfiguredPlan, LedgerCall, LedgerRequest};

    #[test]
    fn what_is_kept_is_bounded() {
        let mut ledgers = MemoryLedgers::default();
        for number in 0..=PROJECTS_AT_MOST {
            let entry = Entry {
                at: UnixMillis(0),
                request: LedgerRequest {
                    configured: ConfiguredPlan::default(),
                    call: LedgerCall::Report,
                },
            };
            ledgers.answer(&number.to_string(), entry);
        }
        assert_eq!(ledgers.projects.len(), 1);
    }
}
