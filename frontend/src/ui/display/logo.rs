//! The logo of Gaze: an aperture of six blades.

use leptos::prelude::*;

/// The same path as in `static/favicon.svg`; `static/boot.js` computes it (`blades(1)`).
const BLADES: &str = "M13.05 13.09L13.05 19A9.5 9.5 0 0 1 4.72 17.9ZM8.85 14.19L3.73 17.14A9.5 9.5 0 0 1 0.52 9.38ZM5.8 11.1L0.68 8.14A9.5 9.5 0 0 1 5.8 1.48ZM6.95 6.91L6.95 1A9.5 9.5 0 0 1 15.28 2.1ZM11.15 5.81L16.27 2.86A9.5 9.5 0 0 1 19.48 10.62ZM14.2 8.9L19.32 11.86A9.5 9.5 0 0 1 14.2 18.52Z";

/// The logo, in the colour of the text around it.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 20 20" aria-hidden="true" fill="currentColor">
            <path d={BLADES}></path>
        </svg>
    }
}
