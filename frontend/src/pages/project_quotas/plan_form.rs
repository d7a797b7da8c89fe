//! The plan of a project in a form.

use gaze_shared::gateway::{PlanSource, ProjectPlan};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::limit::{LimitKind, LimitUnit, plan_of, read, summary, values_of};
use crate::api::{Api, ApiError};
use crate::i18n::text;
use crate::navigation::UnsavedWork;
use crate::routes::Page;
use crate::session::tell_outcome;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonStyle, FieldFrame, FieldIds, Icon, IconView};

#[derive(Clone, Copy)]
struct Typed {
    kind: LimitKind,
    text: RwSignal<String>,
    unit: RwSignal<LimitUnit>,
}

impl Typed {
    fn read(self) -> Result<Option<u64>, &'static str> {
        self.text.with(|typed| read(typed, self.unit.get()))
    }

    fn fill(self, limit: Option<u64>) {
        let (text, unit) = self.kind.written(limit);
        self.text.set(text);
        self.unit.set(unit);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PlanCommand {
    Save,
    BackToConfiguration,
}

/// What has come of it.
#[derive(Clone, PartialEq)]
enum SendOutcome {
    /// It is saved.
    Done(ProjectPlan),
    /// It is another one than the form began with.
    ChangedMeanwhile(ProjectPlan),
}

pub(super) fn plan_form(
    now: &ProjectPlan,
    name: Signal<String>,
    on_changed: Callback<ProjectPlan>,
) -> AnyView {
    let api = expect_context::<Api>();
    let toasts = expect_context::<Toasts>();
    let fields = LimitKind::ALL.map(|kind| Typed {
        kind,
        text: RwSignal::default(),
        unit: RwSignal::new(LimitUnit::NoLimit),
    });
    let fill = move |plan: &ProjectPlan| {
        for (field, limit) in fields.into_iter().zip(values_of(&plan.plan)) {
            field.fill(limit);
        }
    };
    fill(now);
    // The plan that the form began with, or that the person has been told of since.
    let base = RwSignal::new(now.clone());
    let theirs = RwSignal::new(None::<ProjectPlan>);
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let typed = memo(move || {
        let values = fields.map(Typed::read);
        let is_sound = values.iter().all(Result::is_ok);
        is_sound.then(|| plan_of(values.map(|value| value.ok().flatten())))
    });
    let send = move |command: PlanCommand| {
        let plan = match (command, typed.get_untracked()) {
            (PlanCommand::BackToConfiguration, _) => None,
            (PlanCommand::Save, Some(plan)) => Some(plan),
            (PlanCommand::Save, None) => return,
        };
        let known = base.get_untracked();
        busy.set(true);
        failure.set(None);
        theirs.set(None);
        spawn_local(async move {
            let id = &known.project_id;
            let outcome = match api.plan(id).await {
                // The edge takes the last word; that somebody else has had one meanwhile is seen here.
                Ok(found) if found != known => Ok(SendOutcome::ChangedMeanwhile(found)),
                Ok(_) => api.change_plan(id, plan).await.map(SendOutcome::Done),
                Err(error) => Err(error),
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(SendOutcome::Done(plan)) => {
                    toasts.show(text::project_quotas::saved(&name.get_untracked()));
                    on_changed.run(plan);
                }
                Ok(SendOutcome::ChangedMeanwhile(found)) => {
                    base.set(found.clone());
                    theirs.set(Some(found));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let unsaved = Signal::derive(move || match typed.get() {
        None => Some(text::project_quotas::correct_fields().to_owned()),
        Some(plan) if base.with(|base| base.plan == plan) => {
            Some(text::project_quotas::nothing_changed().to_owned())
        }
        Some(_) => None,
    });
    let page = Page::plan_of(&now.project_id);
    expect_context::<UnsavedWork>().guard(move |leaving| {
        let is_kept = leaving.stays(|to| page.is_at(to))
            || typed
                .get()
                .is_some_and(|plan| base.with(|base| base.plan == plan));
        (!is_kept).then(|| text::project_quotas::not_saved(&name.get()))
    });
    let configured = Signal::derive(move || {
        base.with(|base| base.source != PlanSource::Changed)
            .then(|| text::project_quotas::is_of_configuration().to_owned())
    });
    let conflict = move || {
        theirs.get().map(|found| {
            let plan = summary(&found.plan);
            let text = match found.changes.first() {
                Some(newest) => text::project_quotas::changed_meanwhile(&newest.user_name, &plan),
                None => text::project_quotas::changed_by_somebody(&plan),
            };
            view! {
                <div class="notice notice-caution" role="alert">
                    <IconView icon=Icon::Warning class="notice-icon"/>
                    <p class="notice-body">{text}</p>
                    <button type="button" class="button" on:click=move |_| on_changed.run(found.clone())>
                        {text::project_quotas::take_theirs()}
                    </button>
                </div>
            }.into_any()
        })
    };
    view! {
        <div class="form">
            <p class="field-hint">
                {text::project_quotas::what_a_plan_is()}
            </p>
            {fields.map(limit_field).into_iter().collect_view()}
            {dyn_view(conflict)}
            {dyn_view(move || failure.get().map(|error| {
                let title = tell_outcome(&error, text::project_quotas::not_changed());
                view! { <ErrorPanel title=title error=error/> }.into_any()
            }))}
            <div class="submit">
                <ActionButton
                    label=text::project_quotas::save()
                    style=ButtonStyle::Primary
                    on_click=Callback::new(move |()| send(PlanCommand::Save))
                    disabled_because=unsaved
                    busy=busy
                />
                <ActionButton
                    label=text::project_quotas::back()
                    icon=Icon::Undo
                    on_click=Callback::new(move |()| send(PlanCommand::BackToConfiguration))
                    disabled_because=configured
                    busy=busy
                />
            </div>
        </div>
    }
    .into_any()
}

fn limit_field(field: Typed) -> AnyView {
    let Typed {
        kind,
        text: typed,
        unit,
    } = field;
    let ids = FieldIds::new();
    let error = Signal::derive(move || field.read().err().map(ToOwned::to_owned));
    let described_by = {
        let ids = ids.clone();
        move || ids.described_by(false, error.with(Option::is_some))
    };
    let choices = kind.units().iter().copied().chain([LimitUnit::NoLimit]);
    let option = move |choice: LimitUnit| {
        let is_chosen = unit.get_untracked() == choice;
        view! { <option value=choice.value() selected=is_chosen>{choice.label()}</option> }
            .into_any()
    };
    view! {
        <FieldFrame label=kind.label().to_owned() ids=ids.clone() error=error>
            <div class="limit">
                <input
                    class="input"
                    id=ids.control
                    inputmode="numeric"
                    autocomplete="off"
                    disabled=move || unit.get() == LimitUnit::NoLimit
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described_by
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <select
                    class="select"
                    aria-label=text::project_quotas::unit_of(kind.label())
                    on:change=move |event| unit.set(kind.unit_of(&event_target_value(&event)))
                >
                    {choices.map(option).collect_view()}
                </select>
            </div>
        </FieldFrame>
    }
    .into_any()
}
