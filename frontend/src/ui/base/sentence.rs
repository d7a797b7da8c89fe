//! A sentence with elements in it, such as a link.

use leptos::prelude::*;

/// A sentence whose message got `"\u{E000}"`, `"\u{E001}"` and so on in the places of its elements.
#[must_use]
pub fn with_elements(text: String, elements: Vec<AnyView>) -> AnyView {
    let mut elements: Vec<Option<AnyView>> = elements.into_iter().map(Some).collect();
    let (mut views, mut said) = (Vec::new(), String::new());
    for letter in text.chars() {
        let number = u32::from(letter).checked_sub(0xE000);
        let element = number.and_then(|number| elements.get_mut(number as usize)?.take());
        match element {
            Some(element) => {
                views.push(std::mem::take(&mut said).into_any());
                views.push(element);
            }
            None => said.push(letter),
        }
    }
    views.push(said.into_any());
    views.into_any()
}
