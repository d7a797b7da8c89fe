//! Why an address leads nowhere.

use crate::core::http::path::BadPath;
use crate::core::routes::NoRoute;

pub fn no_route(cause: NoRoute) -> String {
    match cause {
        NoRoute::NotFound => "nothing is served at this path".to_owned(),
        NoRoute::MethodNotAllowed(_) => "the path is served, but not by this method".to_owned(),
        NoRoute::BadPath(cause) => bad_path(cause).to_owned(),
        NoRoute::MethodOverride => "the query parameter _method is not allowed".to_owned(),
        NoRoute::MethodOverrideHeader => {
            "X-HTTP-Method-Override: only POST can mean another method.".to_owned()
        }
        NoRoute::BadParameter(name) => {
            format!("the query parameter {name} has a value that it does not take")
        }
    }
}

const fn bad_path(cause: BadPath) -> &'static str {
    match cause {
        BadPath::Encoding => "the path is not percent-encoded UTF-8",
        BadPath::Character => "the path has a character that is not allowed in it",
        BadPath::EmptySegment => "the path has an empty segment",
    }
}
