//! How much of something is taken: its name, the sum in words, and a bar.

use leptos::prelude::*;

use crate::ui::base::element::{element, part, text};
use crate::ui::display::icon::{Icon, IconView};

/// How near to its end something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MeterLevel {
    /// Far enough.
    Fine,
    /// It runs low.
    Warning,
    /// Next to nothing is left.
    Critical,
}

impl MeterLevel {
    fn class_and_icon(self) -> (&'static str, Option<Icon>) {
        match self {
            Self::Fine => ("fine", None),
            Self::Warning => ("warning", Some(Icon::Warning)),
            Self::Critical => ("critical", Some(Icon::Cross)),
        }
    }
}

/// The parts of a bar, in percent of its whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeterShares {
    pub used: u64,
    pub reserved: u64,
    /// What would come besides.
    pub added: u64,
}

/// The bar says nothing that the sum does not say in words, so it is hidden from assistive technology.
#[component]
pub fn Meter(
    label: String,
    /// How much is taken, in words.
    sum: String,
    level: MeterLevel,
    /// Without a whole there is no bar.
    shares: Option<MeterShares>,
    /// What stands below.
    #[prop(optional_no_strip)]
    details: Option<AnyView>,
) -> impl IntoView {
    let (level, icon) = level.class_and_icon();
    let icon = icon.map(|icon| view! { <IconView icon=icon/> }.into_any());
    let numbers = icon.into_iter().chain([text(sum)]).collect();
    let head = vec![
        part("span", "quota-label", vec![text(label)]),
        part("span", "quota-numbers", numbers),
    ];
    let mut all = vec![part("div", "quota-head", head)];
    all.extend(shares.map(bar));
    all.extend(details);
    element("div", &[("class", "quota"), ("data-level", level)], all)
}

fn bar(shares: MeterShares) -> AnyView {
    let parts = [
        ("quota-used", shares.used),
        ("quota-reserved", shares.reserved),
        ("quota-added", shares.added),
    ];
    let drawn = parts.into_iter().filter(|(_, share)| *share > 0);
    let part = |(class, share): (&'static str, u64)| {
        view! { <span class=class style:width=format!("{share}%")></span> }.into_any()
    };
    let attributes = [("class", "quota-bar"), ("aria-hidden", "true")];
    element("div", &attributes, drawn.map(part).collect())
}
