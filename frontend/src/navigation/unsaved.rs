//! What a person has typed and not saved, and the one question before it is lost.
//!
//! A form says what would be lost by which way of leaving ([`UnsavedWork::keep`]). Whatever leads away asks
//! here first ([`UnsavedWork::leave`]): links, keys and Back by way of the navigator, the choice of another
//! project or language, and signing out. The sign-in form keeps nothing, so it is not asked about. The browser itself asks before the tab is closed; it has words of its own.

use std::rc::Rc;

use leptos::prelude::*;

use crate::routes::Address;

/// A way to leave what is shown.
#[derive(Clone, Copy, Debug)]
pub enum Leaving<'a> {
    /// Another address of the dashboard.
    To(&'a Address),
    /// Another project or region, at the same address.
    OtherPlace,
    /// The same page in another language, made anew.
    OtherLanguage,
    SignOut,
    /// The tab is closed, or shows another site.
    Tab,
}

impl Leaving<'_> {
    /// Whether it leads to an address that `stays` where the form is.
    pub fn stays(&self, stays: impl FnOnce(&Address) -> bool) -> bool {
        matches!(self, Self::To(address) if stays(address))
    }
}

/// Says what is lost by a way to leave, in a sentence; `None` when nothing is.
type Loss = Rc<dyn Fn(&Leaving<'_>) -> Option<String>>;

/// A form, or an upload under way.
struct Kept {
    number: u32,
    loss: Loss,
}

/// Everything in this tab that is not saved.
#[derive(Clone, Copy)]
pub struct UnsavedWork {
    kept: StoredValue<Vec<Kept>, LocalStorage>,
    next: StoredValue<u32>,
    /// What would be lost, while the person is asked.
    question: RwSignal<Option<String>>,
    /// What happens when they want it all the same.
    go: StoredValue<Option<Box<dyn FnOnce()>>, LocalStorage>,
}

impl UnsavedWork {
    /// Nothing yet. From now on the browser asks before the tab goes with something in it.
    #[must_use]
    pub fn start() -> Self {
        let work = Self {
            kept: StoredValue::new_local(Vec::new()),
            next: StoredValue::new(0),
            question: RwSignal::new(None),
            go: StoredValue::new_local(None),
        };
        // The listener stays as long as the page.
        let _stays = window_event_listener_untyped("beforeunload", move |event| {
            if work.loss(&Leaving::Tab).is_some() {
                event.prevent_default();
            }
        });
        work
    }

    /// Lets `loss` have a say before anything is left, for as long as the owner lives.
    pub fn guard(self, loss: impl Fn(&Leaving<'_>) -> Option<String> + 'static) {
        let number = self.next.get_value();
        self.next.set_value(number.wrapping_add(1));
        let loss: Loss = Rc::new(loss);
        self.kept
            .update_value(|kept| kept.push(Kept { number, loss }));
        on_cleanup(move || {
            // The whole application may be going.
            let _gone = self
                .kept
                .try_update_value(|kept| kept.retain(|one| one.number != number));
        });
    }

    /// What would be lost, if anything.
    #[must_use]
    pub fn loss(self, leaving: &Leaving<'_>) -> Option<String> {
        let losses: Vec<Loss> = self
            .kept
            .with_value(|kept| kept.iter().map(|one| Rc::clone(&one.loss)).collect());
        let sentence = |loss: &Loss| untrack(|| loss(leaving));
        let sentences: Vec<String> = losses.iter().filter_map(sentence).collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// Leaves: at once when nothing is lost by it, else when the person has said so.
    pub fn leave(self, leaving: &Leaving<'_>, go: impl FnOnce() + 'static) {
        match self.loss(leaving) {
            None => go(),
            Some(loss) => self.ask(loss, Box::new(go)),
        }
    }

    /// Asks whether to leave although this is lost.
    pub fn ask(self, loss: String, go: Box<dyn FnOnce()>) {
        self.go.set_value(Some(go));
        self.question.set(Some(loss));
    }

    /// What would be lost, while the person is asked; reactively.
    #[must_use]
    pub fn question(self) -> Option<String> {
        self.question.get()
    }

    /// The person's answer: stay.
    pub fn stay(self) {
        self.question.set(None);
        self.go.set_value(None);
    }

    /// The person's answer: leave, and lose it.
    pub fn leave_all_the_same(self) {
        self.question.set(None);
        if let Some(go) = self.go.try_update_value(Option::take).flatten() {
            go();
        }
    }
}
