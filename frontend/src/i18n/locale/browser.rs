//! The browser's `Intl`, each part of it made when it is first needed.

use std::cell::OnceCell;

use js_sys::{Array, BigInt, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

pub(super) struct Formats {
    locales: Array,
    plural: OnceCell<Intl::PluralRules>,
    whole: OnceCell<Function>,
    tenths: OnceCell<Function>,
    relative: OnceCell<Intl::RelativeTimeFormat>,
    exact: OnceCell<Function>,
}

impl Formats {
    /// How a language writes, by the person's own region where they have one for it.
    pub(super) fn new(tag: &str) -> Self {
        let languages = web_sys::window().map(|window| window.navigator().languages());
        let of_region = languages.and_then(|languages| {
            let spoken = |one: &String| one.split('-').next() == Some(tag);
            languages
                .iter()
                .filter_map(|one| one.as_string())
                .find(spoken)
        });
        Self {
            locales: Array::of1(&of_region.as_deref().unwrap_or(tag).into()),
            plural: OnceCell::new(),
            whole: OnceCell::new(),
            tenths: OnceCell::new(),
            relative: OnceCell::new(),
            exact: OnceCell::new(),
        }
    }

    pub(super) fn plural(&self, number: u64) -> String {
        let rules = self
            .plural
            .get_or_init(|| Intl::PluralRules::new(&self.locales, &Object::new()));
        String::from(rules.select(number as f64))
    }

    pub(super) fn whole(&self, number: u64) -> String {
        let format = self
            .whole
            .get_or_init(|| Intl::NumberFormat::new(&self.locales, &Object::new()).format());
        call(format, &BigInt::from(number).into())
    }

    pub(super) fn tenths(&self, tenths: u64) -> String {
        let format = self.tenths.get_or_init(|| {
            let options = Object::new();
            for name in ["minimumFractionDigits", "maximumFractionDigits"] {
                set(&options, name, &1.into());
            }
            Intl::NumberFormat::new(&self.locales, &options).format()
        });
        call(format, &(tenths as f64 / 10.0).into())
    }

    pub(super) fn relative(&self, amount: i64, unit: &str) -> String {
        let format = self.relative.get_or_init(|| {
            let options = options(&[("numeric", "always"), ("style", "short")]);
            Intl::RelativeTimeFormat::new(&self.locales, &options)
        });
        String::from(format.format(amount as f64, unit))
    }

    pub(super) fn exact(&self, milliseconds: i64) -> String {
        let format = self.exact.get_or_init(|| {
            let options = options(&[("dateStyle", "medium"), ("timeStyle", "long")]);
            Intl::DateTimeFormat::new(&self.locales, &options).format()
        });
        call(format, &Date::new(&(milliseconds as f64).into()))
    }

    pub(super) fn all_of(&self, items: &[String]) -> String {
        self.list("conjunction", items)
    }

    pub(super) fn one_of(&self, items: &[String]) -> String {
        self.list("disjunction", items)
    }

    fn list(&self, kind: &str, items: &[String]) -> String {
        let format = Intl::ListFormat::new(&self.locales, &options(&[("type", kind)]));
        let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
        String::from(format.format(&items))
    }
}

fn call(format: &Function, value: &JsValue) -> String {
    // `Intl` takes every number and every date that there is here.
    let text = format.call1(&JsValue::UNDEFINED, value).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

fn options(entries: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in entries {
        set(&options, name, &(*value).into());
    }
    options
}

fn set(options: &Object, name: &str, value: &JsValue) {
    // Setting a key of a fresh object cannot fail.
    let _set = Reflect::set(options, &name.into(), value);
}
