//! The choice of what is sent of a file.

use leptos::prelude::*;

use super::chosen_file::ChosenFile;
use super::conversion::{ChecksumCheck, ConversionState, Converted, SendAs, Undecided, words};
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::store::use_uploads;
use crate::i18n::codes::formats::format_label;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::unique_id;

/// What there is to choose, once something else than the bytes of the file can be sent.
#[component]
pub(super) fn ConversionChoice(file: ChosenFile) -> impl IntoView {
    let state = file.conversion.state.clone();
    let uploads = use_uploads();
    let shown = move || match state.get() {
        ConversionState::NotOffered | ConversionState::NotWorthIt(_) => None,
        ConversionState::Undecided(why) => {
            let told = match why {
                Undecided::Awaited => {
                    view! { <p class="field-hint" role="status">{text::conversion::asking()}</p> }
                        .into_any()
                }
                Undecided::NotTold => {
                    let ask = Callback::new(move |()| uploads.ask_what_is_taken());
                    view! { <Fault told=text::conversion::not_told().to_owned() on_retry=Some(ask)/> }
                        .into_any()
                }
            };
            Some(view! { {told} <OnlyAsItIs file=file.clone()/> }.into_any())
        }
        ConversionState::Awaited(conversion) => Some(progress(conversion, 0)),
        ConversionState::UnderWay(conversion, percent) => Some(progress(conversion, percent)),
        ConversionState::Ready(converted) => {
            Some(view! { <Choice file=file.clone() converted=*converted/> }.into_any())
        }
        ConversionState::Failed(conversion, why) => {
            let told = words::failure(&why);
            let again = file.conversion.clone();
            let again = why
                .may_pass()
                .then(|| Callback::new(move |()| again.try_again()));
            let failure = view! { <Fault told=told on_retry=again/> };
            let packed = matches!(conversion, Conversion::Unpacked(_))
                .then(|| view! { <OnlyAsItIs file=file.clone()/> }.into_any());
            Some(view! { {failure} {packed} }.into_any())
        }
    };
    view! { <div class="conversion">{dyn_view(shown)}</div> }
}

fn progress(conversion: Conversion, percent: u8) -> AnyView {
    view! { <p class="field-hint">{words::under_way(conversion, percent)}</p> }.into_any()
}

/// What went wrong, and the way to try it again where that can help.
#[component]
fn Fault(told: String, on_retry: Option<Callback<()>>) -> impl IntoView {
    view! {
        <p class="field-error" role="alert">{told}</p>
        {on_retry
            .map(|retry| {
                view! {
                    <div>
                        <button type="button" class="button" on:click=move |_| retry.run(())>
                            {text::ui::try_again()}
                        </button>
                    </div>
                }
                    .into_any()
            })}
    }
}

/// The one way that a compressed file has as long as its content is none.
#[component]
fn OnlyAsItIs(file: ChosenFile) -> impl IntoView {
    let label = text::conversion::packed(file.size);
    view! {
        <fieldset class="choices">
            <legend class="field-label">{text::conversion::what_is_sent()}</legend>
            <Way file=file group=unique_id("send-as") way=SendAs::ChosenFile label=label meaning=String::new()/>
        </fieldset>
    }
}

#[component]
fn Choice(file: ChosenFile, converted: Converted) -> impl IntoView {
    let group = unique_id("send-as");
    let size = converted.source.size();
    let (as_it_is, as_other, meaning) = match converted.source.conversion() {
        Conversion::Qcow2 => (
            text::conversion::disk(file.size),
            text::conversion::qcow2(size),
            text::conversion::without_empty_parts().to_owned(),
        ),
        Conversion::None | Conversion::Unpacked(_) => {
            let detected = converted.inspection.detected;
            let what = detected.map_or_else(|| text::new_image::no_mark().to_owned(), format_label);
            (
                text::conversion::packed(file.size),
                text::conversion::content(size),
                what,
            )
        }
    };
    let check = file.conversion.checksum.clone();
    let checked = file.clone();
    view! {
        <fieldset class="choices">
            <legend class="field-label">{text::conversion::what_is_sent()}</legend>
            <Way file=file.clone() group=group.clone() way=SendAs::Converted label=as_other meaning=meaning/>
            <Way file=file group=group way=SendAs::ChosenFile label=as_it_is meaning=String::new()/>
        </fieldset>
        {dyn_view(move || {
            let told = check.with(|check| words::check(check, &checked.name))?;
            if !check.with(ChecksumCheck::may_pass) {
                return Some(view! { <p class="field-hint" role="status">{told}</p> }.into_any());
            }
            let checked = checked.clone();
            let again = Callback::new(move |()| checked.conversion.check_again(&checked.file()));
            Some(view! { <Fault told=told on_retry=Some(again)/> }.into_any())
        })}
    }
}

#[component]
fn Way(
    file: ChosenFile,
    group: String,
    way: SendAs,
    label: String,
    meaning: String,
) -> impl IntoView {
    let send_as = file.conversion.send_as.clone();
    let is_chosen = memo(move || send_as.get() == way);
    view! {
        <label class="choice">
            <input
                type="radio"
                name=group
                prop:checked=move || is_chosen.get()
                on:change=move |_| file.send(way)
            />
            <span class="choice-label">{label}</span>
            <span class="choice-text">{meaning}</span>
        </label>
    }
}
