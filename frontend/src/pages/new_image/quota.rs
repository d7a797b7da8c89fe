//! Whether the chosen files find room in the project.

use std::time::Duration;

use gaze_shared::gateway::QuotaRefresh;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::form_state::FormState;
use crate::features::quota::{Detail, Needs, QuotaFit, QuotaStore, age_view, line_view, lines};
use crate::features::uploads::store::use_uploads;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};

/// How often the quota is looked at while the person has files and has not sent them: others may take or leave
/// room.
const POLL: Duration = Duration::from_secs(15);

/// What the chosen files need together, and what is before them.
#[derive(Clone, Copy)]
pub(super) struct FilesQuota {
    store: QuotaStore,
    needs: Memo<Needs>,
    n_files: Memo<usize>,
    n_waiting: Memo<usize>,
}

impl FilesQuota {
    /// `needs` says what a file of a size takes: for a new image, or for one that is there.
    pub(super) fn new(form: FormState, needs: fn(Bytes) -> Needs) -> Self {
        let store = expect_context::<QuotaStore>();
        let uploads = use_uploads();
        store.refresh();
        store.query().poll_while(POLL, move || form.has_file());
        let n_waiting = memo(move || uploads.waiting().len());
        let needs_all = memo(move || {
            let sizes = form.sizes();
            let (first, others) = sizes.split_first().unwrap_or((&Bytes::ZERO, &[]));
            let others = others.iter().map(|size| needs(*size));
            needs(*first).after(others).after(uploads.waiting())
        });
        Self {
            store,
            needs: needs_all,
            n_files: memo(move || form.sizes().len()),
            n_waiting,
        }
    }

    /// Whether they find room, reactively.
    pub(super) fn fit(self) -> QuotaFit {
        self.store.fit(self.needs.get())
    }

    /// The resources that they draw on, with them drawn in.
    pub(super) fn view(self) -> AnyView {
        dyn_view(move || {
            let report = self.store.report()?;
            let lines = lines(&report, self.needs.get());
            let bar = |line| line_view(line, Detail::Bar);
            let title = match (self.n_files.get(), self.n_waiting.get()) {
                (0 | 1, 0) => text::new_image::quota_with_this().to_owned(),
                (0 | 1, waiting) => text::new_image::quota_with_this_and_waiting(waiting),
                (_, 0) => text::new_image::quota_with_these().to_owned(),
                (_, waiting) => text::new_image::quota_with_these_and_waiting(waiting),
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
