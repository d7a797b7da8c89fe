//! The quota of the project that the person works in: loaded once for all of the dashboard.

use std::time::Duration;

use gaze_shared::gateway::{QuotaRefresh, QuotaReport};
use leptos::prelude::*;

use super::fit::{Needs, QuotaFit, fit};
use crate::api::Api;
use crate::session::query::{Query, place_query};
use crate::ui::reactive::on_change;

/// How often the gateway is asked while it awaits a newer answer of the cloud's itself.
const AWAITED_POLL: Duration = Duration::from_secs(2);

/// The report of the gateway, for every page behind the sign-in.
#[derive(Clone, Copy)]
pub struct QuotaStore(Query<QuotaReport>);

impl QuotaStore {
    /// Asks for the report, and again whenever another number of transfers is `moving`, in another project,
    /// and while the gateway awaits a newer answer.
    #[must_use]
    pub fn start(moving: Signal<usize>) -> Self {
        let api = expect_context::<Api>();
        let query = place_query(move || api.quota());
        let store = Self(query);
        query.poll_while(AWAITED_POLL, move || {
            let is_awaited = |report: &QuotaReport| report.refresh == QuotaRefresh::UnderWay;
            query
                .value
                .with(|value| value.ready().is_some_and(is_awaited))
        });
        on_change(move || moving.get(), move |_| store.refresh());
        store
    }

    /// The loading of it.
    #[must_use]
    pub fn query(self) -> Query<QuotaReport> {
        self.0
    }

    /// The report, reactively; `None` until it is here, and when the gateway does not tell: the quota
    /// is then not drawn, and the gateway still holds it.
    #[must_use]
    pub fn report(self) -> Option<QuotaReport> {
        self.0.value.with(|value| value.ready().cloned())
    }

    /// Asks again, unless an answer is on its way.
    pub fn refresh(self) {
        if !self.0.is_loading.get_untracked() {
            self.0.reload();
        }
    }

    /// Whether something fits, reactively.
    #[must_use]
    pub fn fit(self, needs: Needs) -> QuotaFit {
        let report = |value: &QuotaReport| fit(value, needs);
        self.0
            .value
            .with(|value| value.ready().map_or(QuotaFit::Fits, report))
    }
}
