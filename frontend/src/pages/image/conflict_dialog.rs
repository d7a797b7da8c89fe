//! The image was changed elsewhere in fields that were changed here too: was, theirs, mine, choose.

use gaze_shared::glance::image::Image;
use gaze_shared::glance::patch::Side;
use leptos::prelude::*;

use super::editor::{Editor, Saving};
use super::merge::Conflict;
use crate::api::Api;
use crate::features::image_form::field_name;
use crate::i18n::text::image_edit;
use crate::ui::reactive::memo;
use crate::ui::{Dialog, unique_id};

/// The dialog; nothing without a conflict.
#[component]
pub(super) fn ConflictDialog(editor: Editor, on_saved: Callback<Image>) -> impl IntoView {
    let is_open = memo(move || {
        editor
            .saving
            .with(|saving| matches!(saving, Saving::Conflicting { .. }))
    });
    let leave = move || editor.saving.set(Saving::Idle);
    view! {
        <Dialog
            title=image_edit::conflict_title()
            open=is_open
            on_close=Callback::new(move |()| leave())
            class="dialog-wide"
        >
            <Choices editor=editor on_saved=on_saved/>
        </Dialog>
    }
}

#[component]
fn Choices(editor: Editor, on_saved: Callback<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    let Saving::Conflicting { theirs, conflicts } = editor.saving.get_untracked() else {
        return ().into_any();
    };
    let rows: Vec<Conflict> = conflicts.conflicts().iter().map(Conflict::of).collect();
    // Keeping theirs is the choice that loses nobody else's work.
    let give_way = RwSignal::new(
        rows.iter()
            .map(|conflict| conflict.key.clone())
            .collect::<Vec<_>>(),
    );
    let rows = rows
        .into_iter()
        .map(|conflict| view! { <ConflictRow conflict=conflict give_way=give_way/> }.into_any())
        .collect_view();
    let save = move |_| {
        let wanted = give_way.with_untracked(|keys| {
            conflicts.resolve(|conflict| {
                if keys.iter().any(|key| key == conflict.key.as_str()) {
                    Side::Theirs
                } else {
                    Side::Mine
                }
            })
        });
        editor.save_over(api, (*theirs).clone(), wanted, on_saved);
    };
    view! {
        <p class="dialog-text">
            {image_edit::conflict()}
        </p>
        <div class="table-scroll">
            <table class="conflicts" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{image_edit::field()}</th>
                        <th scope="col" role="columnheader">{image_edit::was()}</th>
                        <th scope="col" role="columnheader">{image_edit::theirs()}</th>
                        <th scope="col" role="columnheader">{image_edit::mine()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
        <div class="dialog-actions">
            <button
                type="button"
                class="button"
                on:click=move |_| editor.saving.set(Saving::Idle)
            >
                {image_edit::go_on_editing()}
            </button>
            <button type="button" class="button button-primary" on:click=save>
                {image_edit::save_these_values()}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn ConflictRow(conflict: Conflict, give_way: RwSignal<Vec<String>>) -> impl IntoView {
    let group = unique_id("conflict");
    let Conflict {
        key,
        was,
        theirs,
        mine,
    } = conflict;
    let choice = |side: Side, value: String| {
        let (read_key, set_key) = (key.clone(), key.clone());
        let is_chosen =
            move || give_way.with(|keys| keys.contains(&read_key)) == (side == Side::Theirs);
        let choose = move |_| {
            give_way.update(|keys| match side {
                Side::Theirs => keys.push(set_key.clone()),
                Side::Mine => keys.retain(|key| *key != set_key),
            });
        };
        view! {
            <label class="choice">
                <input type="radio" name=group.clone() prop:checked=is_chosen on:change=choose/>
                <span class="choice-label">{value}</span>
            </label>
        }
        .into_any()
    };
    // A table whose rows are stacked in a narrow window is one by its roles only.
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{field_name(&key).to_owned()}</th>
            <td role="cell" class="muted" data-column=image_edit::was()>{was}</td>
            <td role="cell" data-column=image_edit::theirs()>{choice(Side::Theirs, theirs)}</td>
            <td role="cell" data-column=image_edit::mine()>{choice(Side::Mine, mine)}</td>
        </tr>
    }
}
