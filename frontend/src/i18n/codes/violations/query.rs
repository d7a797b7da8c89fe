//! What is wrong with the query of a list.

use gaze_shared::glance::list::SortKey;
use gaze_shared::glance::validate::QueryCause;

use crate::i18n::text;

pub(super) fn cause(cause: &QueryCause) -> String {
    use text::violations_query as said;
    let sentence = match cause {
        QueryCause::NotUtf8 => said::not_utf8(),
        QueryCause::Visibility => said::visibility(),
        QueryCause::ChangesSince { .. } => said::changes_since(),
        QueryCause::MemberStatus => said::member_status(),
        QueryCause::Limit { .. } => said::limit(),
        QueryCause::Marker => said::marker(),
        QueryCause::Hidden => said::hidden(),
        QueryCause::Protected => said::protected(),
        QueryCause::RangeEnd => said::range_end(),
        QueryCause::NoRange(key) => return said::no_range(key),
        QueryCause::TooLarge => said::too_large(),
        QueryCause::Time => said::time(),
        QueryCause::Comparison => said::comparison(),
        QueryCause::Quotes => said::quotes(),
        QueryCause::Operator => said::operator(),
        QueryCause::NoFilter(key) => return said::no_filter(key),
        QueryCause::SortTwice => said::sort_twice(),
        QueryCause::SortKey => {
            let keys = SortKey::ALL.map(SortKey::as_str);
            return said::sort_key(&keys.join(", "));
        }
        QueryCause::SortDirection => said::sort_direction(),
        QueryCause::SortDirections => said::sort_directions(),
    };
    sentence.to_owned()
}
