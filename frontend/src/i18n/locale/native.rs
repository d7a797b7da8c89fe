//! What stands in for the browser's `Intl` where there is no browser: in the tests of sentences on this
//! machine. English and German alone, which have the same two plurals.

pub(super) struct Formats {
    thousands: char,
    decimal: char,
    and: &'static str,
    or: &'static str,
}

impl Formats {
    pub(super) fn new(tag: &str) -> Self {
        let (thousands, decimal, and, or) = match tag {
            "de" => ('.', ',', " und ", " oder "),
            _ => (',', '.', " and ", " or "),
        };
        Self {
            thousands,
            decimal,
            and,
            or,
        }
    }

    pub(super) fn plural(&self, number: u64) -> String {
        (if number == 1 { "one" } else { "other" }).to_owned()
    }

    pub(super) fn whole(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(self.thousands);
            }
            grouped.push(digit);
        }
        grouped
    }

    pub(super) fn tenths(&self, tenths: u64) -> String {
        format!("{}{}{}", self.whole(tenths / 10), self.decimal, tenths % 10)
    }

    pub(super) fn relative(&self, amount: i64, unit: &str) -> String {
        format!("{amount} {unit}")
    }

    pub(super) fn exact(&self, milliseconds: i64) -> String {
        milliseconds.to_string()
    }

    pub(super) fn all_of(&self, items: &[String]) -> String {
        list(items, self.and)
    }

    pub(super) fn one_of(&self, items: &[String]) -> String {
        list(items, self.or)
    }
}

fn list(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{}{word}{last}", most.join(", ")),
    }
}
