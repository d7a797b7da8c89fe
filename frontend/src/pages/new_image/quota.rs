//! Whether the chosen file finds room in the project.

use std::time::Duration;

use gaze_shared::gateway::QuotaRefresh;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::form_state::FormState;
use crate::features::quota::{Detail, Needs, QuotaFit, QuotaStore, age_view, line_view, lines};
use crate::features::uploads::store::use_uploads;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};

/// How often the quota is looked at while the person has a file and has not sent it: others may take or
/// leave room.
const POLL: Duration = Duration::from_secs(15);

/// What the chosen file needs, and what is before it.
#[derive(Clone, Copy)]
pub(super) struct FileQuota {
    store: QuotaStore,
    needs: Memo<Needs>,
    n_waiting: Memo<usize>,
}

impl FileQuota {
    /// `needs` says what a file of a size takes: for a new image, or for one that is there.
    pub(super) fn new(form: FormState, needs: fn(Bytes) -> Needs) -> Self {
        let store = expect_context::<QuotaStore>();
        let uploads = use_uploads();
        store.refresh();
        store
            .query()
            .poll_while(POLL, move || form.chosen.with(Option::is_some));
        let n_waiting = memo(move || uploads.waiting().len());
        let needs =
            memo(move || needs(form.file_size().unwrap_or_default()).after(uploads.waiting()));
        Self {
            store,
            needs,
            n_waiting,
        }
    }

    /// Whether it finds room, reactively.
    pub(super) fn fit(self) -> QuotaFit {
        self.store.fit(self.needs.get())
    }

    /// The resources that it draws on, with it drawn in.
    pub(super) fn view(self) -> AnyView {
        dyn_view(move || {
            let report = self.store.report()?;
            let lines = lines(&report, self.needs.get());
            let bar = |line| line_view(line, Detail::Bar);
            let title = match self.n_waiting.get() {
                0 => text::new_image::quota_with_this().to_owned(),
                waiting => text::new_image::quota_with_this_and_waiting(waiting),
            };
            let is_awaited = report.refresh == QuotaRefresh::UnderWay;
            let age = || view! { <p class="side-text">{age_view(&report)}</p> }.into_any();
            (!lines.is_empty()).then(|| {
                view! {
                    <section class="side-part">
                        <h2 class="side-title">{title}</h2>
                        {lines.iter().map(bar).collect_view()}
                        {is_awaited.then(age)}
                    </section>
                }
                .into_any()
            })
        })
    }
}
