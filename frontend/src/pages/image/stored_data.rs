//! Is what Glance stores still what it was? The gateway reads it and compares, and no byte of it comes to the browser.

use std::time::Duration;

use futures_util::future::{AbortHandle, Abortable};
use gaze_shared::gateway::{
    ErrorKind, Verification, VerificationReport, VerificationState, VerificationVerdict,
    VerifyRequest,
};
use gaze_shared::glance::can;
use gaze_shared::glance::image::Image;
use gaze_shared::time::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::refusal::refusal_signal;
use crate::api::{Api, ApiError, ReadProgress};
use crate::i18n::dates::exact_text;
use crate::i18n::sizes::part_of;
use crate::i18n::text;
use crate::session::query::{Loaded, Query, place_query};
use crate::transfer::meter::percent_of;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{ActionButton, Icon, IconView, TextField};

/// How often it is asked whether what somebody else has begun has ended. What is read takes seconds a gibibyte.
const OTHERS_POLL: Duration = Duration::from_secs(3);

/// How far a reading that this page has asked for is.
#[derive(Clone, PartialEq)]
enum Reading {
    None,
    UnderWay(Option<ReadProgress>),
    Failed(ApiError),
}

/// The reading of one image's data.
#[derive(Clone, Copy)]
struct Reader {
    api: Api,
    image: RwSignal<Image>,
    report: Query<VerificationReport>,
    expected: RwSignal<String>,
    reading: RwSignal<Reading>,
    /// What ends the reading that is under way.
    abort: StoredValue<Option<AbortHandle>>,
}

impl Reader {
    fn begin(self) {
        let (handle, registration) = AbortHandle::new_pair();
        self.abort.set_value(Some(handle));
        self.reading.set(Reading::UnderWay(None));
        let expected = self.expected.get_untracked().trim().to_owned();
        let request = VerifyRequest {
            algorithm: None,
            expected: (!expected.is_empty()).then_some(expected),
        };
        let id = self.image.with_untracked(|image| image.id.clone());
        let reading = self.reading;
        let read = async move {
            let on_progress = |progress| {
                // The page may have been left meanwhile.
                let _left = reading.try_set(Reading::UnderWay(Some(progress)));
            };
            self.api.verify(&id, &request, on_progress).await
        };
        spawn_local(async move {
            match Abortable::new(read, registration).await {
                // Stopped, by who has set what is shown since.
                Err(_) => {}
                Ok(Ok(verification)) => {
                    self.report.set(VerificationReport {
                        verification: Some(verification),
                        state: VerificationState::Idle,
                    });
                    let _left = reading.try_set(Reading::None);
                }
                // Somebody was quicker, which the report tells, too.
                Ok(Err(error)) if is_under_way(&error) => {
                    if reading.try_set(Reading::None).is_none() {
                        self.report.reload();
                    }
                }
                Ok(Err(error)) => {
                    let _left = reading.try_set(Reading::Failed(error));
                }
            }
        });
    }

    /// Whether somebody else has the data read now, as the gateway said last; reactively.
    fn is_read_by_others(self) -> bool {
        let is_reading = self.report.value.with(|report| {
            let report = report.ready();
            report.is_some_and(|report| report.state == VerificationState::UnderWay)
        });
        is_reading && !matches!(self.reading.get(), Reading::UnderWay(_))
    }

    fn stop(self) {
        if let Some(handle) = self.abort.try_update_value(Option::take).flatten() {
            handle.abort();
        }
        let _left = self.reading.try_set(Reading::None);
    }
}

/// What the gateway found in the stored data the last time, and the way to have it read now.
#[component]
pub(super) fn StoredData(image: RwSignal<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    let id = image.with_untracked(|image| image.id.clone());
    let report = place_query(move || {
        let id = id.clone();
        async move { api.verification(&id).await }
    });
    let reader = Reader {
        api,
        image,
        report,
        expected: RwSignal::new(String::new()),
        reading: RwSignal::new(Reading::None),
        abort: StoredValue::new(None),
    };
    on_cleanup(move || reader.stop());
    let is_read_by_others = memo(move || reader.is_read_by_others());
    report.poll_while(OTHERS_POLL, move || is_read_by_others.get());
    let is_reading = memo(move || {
        reader
            .reading
            .with(|reading| matches!(reading, Reading::UnderWay(_)))
    });
    let may_not = refusal_signal(image, can::download);
    // What is under way can always be stopped.
    let refused = Signal::derive(move || {
        let others = is_read_by_others
            .get()
            .then(|| text::stored_data::read_by_others().to_owned());
        may_not.get().filter(|_| !is_reading.get()).or(others)
    });
    let label = Signal::derive(move || {
        let word = if is_reading.get() {
            text::stored_data::stop()
        } else {
            text::stored_data::verify()
        };
        word.to_owned()
    });
    let press = move |()| {
        if is_reading.get_untracked() {
            reader.stop();
        } else {
            reader.begin();
        }
    };
    let known = move || {
        report.value.with(|report| {
            let verification = report.ready()?.verification.as_ref()?;
            Some(verification_view(verification))
        })
    };
    view! {
        <div class="stored-data">
            <h3>{text::stored_data::title()}</h3>
            <div role="status">{dyn_view(known)}</div>
            {dyn_view(move || reader.reading.with(|reading| match reading {
                Reading::Failed(error) => Some(failure_view(reader, error.clone())),
                Reading::None | Reading::UnderWay(_) => None,
            }))}
            {dyn_view(move || if is_reading.get() {
                view! { <Progress reader=reader/> }.into_any()
            } else if is_read_by_others.get() {
                view! { <ReadByOthers/> }.into_any()
            } else {
                view! { <Expected reader=reader/> }.into_any()
            })}
            // One button for both, so that the focus stays where it was.
            <ActionButton label=label on_click=Callback::new(press) disabled_because=refused/>
        </div>
    }
}

/// What the data is compared with besides.
#[component]
fn Expected(reader: Reader) -> impl IntoView {
    let is_never_read = move || {
        reader.report.value.with(|report| match report {
            Loaded::Ready(report) => report.verification.is_none(),
            Loaded::Pending | Loaded::Failed(_) => false,
        })
    };
    view! {
        {dyn_view(move || is_never_read().then(|| view! {
            <p class="muted">{text::stored_data::never_read()}</p>
        }.into_any()))}
        <TextField
            label=Signal::stored(text::stored_data::expected().to_owned())
            value=reader.expected
            hint=Signal::stored(Some(text::stored_data::expected_hint().to_owned()))
        />
    }
}

/// How far the gateway is.
#[component]
fn Progress(reader: Reader) -> impl IntoView {
    let progress = move || {
        reader.reading.with(|reading| match reading {
            Reading::UnderWay(progress) => *progress,
            Reading::None | Reading::Failed(_) => None,
        })
    };
    let percent = move || progress().map_or(0, |read| percent_of(read.bytes, read.of));
    let numbers = move || progress().map(|read| part_of(read.bytes, read.of));
    view! {
        <p class="muted" role="status">{text::stored_data::reading()}</p>
        <progress class="progress" max="100" prop:value=percent aria-label=text::stored_data::reading()></progress>
        <p class="stored-data-numbers">{dyn_view(numbers)}</p>
    }
}

/// That somebody else has the data read. How far that is, the gateway tells only who has asked for it.
#[component]
fn ReadByOthers() -> impl IntoView {
    view! {
        <p class="muted" role="status">{text::stored_data::read_by_others()}</p>
    }
}

/// Whether the gateway reads the data already.
fn is_under_way(error: &ApiError) -> bool {
    matches!(error, ApiError::Gateway { error, .. } if error.error.kind == ErrorKind::VerificationUnderWay)
}

fn failure_view(reader: Reader, error: ApiError) -> AnyView {
    view! {
        <ErrorPanel
            title=text::stored_data::failed()
            error=error
            on_retry=Callback::new(move |()| reader.begin())
        />
    }
    .into_any()
}

/// The verdict, what it means, and when it was found.
fn verification_view(verification: &Verification) -> AnyView {
    let algorithm = verification.algorithm.label();
    let has_expected = verification.expected.is_some();
    let (class, icon, word, meaning) = match (verification.verdict, &verification.stored) {
        (VerificationVerdict::Same, Some(_)) if has_expected => (
            "status-positive",
            Icon::DoubleCheck,
            text::image::verified(),
            text::stored_data::same_as_both(algorithm),
        ),
        (VerificationVerdict::Same, Some(_)) => (
            "status-positive",
            Icon::DoubleCheck,
            text::image::verified(),
            text::stored_data::same_as_stored(algorithm),
        ),
        (VerificationVerdict::Same, None) => (
            "status-positive",
            Icon::DoubleCheck,
            text::image::verified(),
            text::stored_data::same_as_expected(algorithm),
        ),
        (VerificationVerdict::Other, Some(stored)) if *stored == verification.digest => (
            "status-negative",
            Icon::CrossedCheck,
            text::image::unexpected(),
            text::stored_data::not_expected(algorithm),
        ),
        (VerificationVerdict::Other, None) if has_expected => (
            "status-negative",
            Icon::CrossedCheck,
            text::image::unexpected(),
            text::stored_data::not_expected(algorithm),
        ),
        (VerificationVerdict::Other, _) => (
            "status-negative",
            Icon::CrossedCheck,
            text::image::mismatch(),
            text::stored_data::damaged().to_owned(),
        ),
        (VerificationVerdict::NotCompared, _) => (
            "status-neutral",
            Icon::HollowDot,
            text::image::not_compared(),
            text::stored_data::nothing_to_compare(algorithm),
        ),
    };
    let at = Timestamp::from_text(verification.verified_at.clone()).unix_seconds();
    let at = at.map(|at| text::stored_data::read_at(&exact_text(at)));
    view! {
        <div class="verdict">
            <span class=format!("verdict-word status {class}")>
                <IconView icon=icon/>
                {word}
            </span>
            <p>{meaning}</p>
            <p class="muted">{at}</p>
        </div>
    }
    .into_any()
}
