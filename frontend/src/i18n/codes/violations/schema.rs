//! Where a value departs from the schema.

use gaze_shared::glance::schema::{Fault, JsonType};

use crate::i18n::{lists, text};

pub(super) fn fault(fault: &Fault) -> String {
    use text::violations as said;
    match fault {
        Fault::WrongType(types) => {
            let types: Vec<String> = types.iter().map(type_word).collect();
            said::wrong_type(&lists::one_of(&types))
        }
        Fault::NotAllowed(allowed) => {
            let values = allowed.iter().filter_map(|value| value.as_str());
            let values: Vec<String> = values.map(ToOwned::to_owned).collect();
            said::not_allowed(&lists::all_of(&values))
        }
        Fault::TooLong { length, limit } => said::too_long(*length, *limit),
        Fault::TooShort { length, limit } => said::too_short(*length, *limit),
        Fault::TooFew { count, limit } => said::too_few(*count, *limit),
        Fault::TooMany { count, limit } => said::too_many(*count, *limit),
        Fault::Repeated => said::repeated().to_owned(),
        Fault::TooSmall(minimum) => said::too_small(&minimum.to_string()),
        Fault::TooLarge(maximum) => said::too_large(&maximum.to_string()),
        Fault::NoMatch(_) => said::no_match().to_owned(),
        Fault::MissingKey(key) => said::missing_key(key),
        Fault::UnknownKey(key) => said::unknown_key(key),
    }
}

fn type_word(json_type: &JsonType) -> String {
    use text::violations as said;
    let word = match json_type {
        JsonType::Null => said::type_nothing(),
        JsonType::Boolean => said::type_boolean(),
        JsonType::Integer => said::type_integer(),
        JsonType::Number => said::type_number(),
        JsonType::String => said::type_string(),
        JsonType::Array => said::type_array(),
        JsonType::Object => said::type_object(),
        JsonType::Other(word) => word,
    };
    word.to_owned()
}
