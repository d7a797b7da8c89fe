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

/// What hears of an event, for as long as the part of the page lives in which it is made. The browser tells an
/// element that is taken away of the focus and the pointer that leave it, and sends some events only after
/// it: by then the signals that would be read are gone.
pub fn while_here<E: 'static>(hear: impl FnMut(E) + 'static) -> impl FnMut(E) + 'static {
    let here = StoredValue::new(());
    let mut hear: Box<dyn FnMut(E)> = Box::new(hear);
    move |event| {
        if here.try_get_value().is_some() {
            hear(event);
        }
    }
}

/// A part of a page that is made anew whenever a signal that it reads changes.
pub fn dyn_view<V: IntoAny>(mut show: impl FnMut() -> V + Send + 'static) -> AnyView {
    let show: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || show().into_any());
    show.into_any()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn nothing_is_heard_in_a_part_of_the_page_that_is_gone() {
        let heard = Rc::new(Cell::new(0));
        let owner = Owner::new();
        let mut hear = owner.with(|| {
            let (heard, signal) = (Rc::clone(&heard), RwSignal::new(1));
            while_here(move |()| heard.set(heard.get() + signal.get_untracked()))
        });
        hear(());
        owner.cleanup();
        hear(());
        assert_eq!(heard.get(), 1);
    }
}
