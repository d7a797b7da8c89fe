//! Effects and memos whose machinery is compiled once, and not once for each closure: each of Leptos'
//! own costs half a kilobyte and more of the download, and there are many.

use leptos::prelude::*;

/// Runs `run` now and whenever a signal that it reads changes.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// Runs `run` when the value of `watched` has changed, with the value before it; not the first time.
pub fn on_change<T: Clone + PartialEq + 'static>(
    watched: impl Fn() -> T + 'static,
    mut run: impl FnMut(T) + 'static,
) {
    let mut before = None;
    effect(move || {
        let now = watched();
        if let Some(before) = before.replace(now.clone())
            && before != now
        {
            run(before);
        }
    });
}

/// A value that is computed from signals, and tells of a change only when it is another value.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let compute: Box<dyn Fn() -> T + Send + Sync> = Box::new(compute);
    Memo::new(move |_| compute())
}

/// A part of a page that is made anew whenever a signal that it reads changes.
pub fn dyn_view<V: IntoAny>(mut show: impl FnMut() -> V + Send + 'static) -> AnyView {
    let show: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || show().into_any());
    show.into_any()
}
