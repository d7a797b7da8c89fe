//! Whether this tab still shows what is deployed.

use gloo_net::http::{Request, Response};
use leptos::prelude::document;

/// Whether the dashboard has been replaced by another version since this tab was loaded. Where that cannot
/// be found out it is still the same, as far as anybody knows.
pub async fn is_replaced() -> bool {
    let (Some(own), Some(page)) = (own_script(), deployed_page().await) else {
        return false;
    };
    !page.contains(&own)
}

/// The place of this program's script, whose name changes with everything that it loads.
fn own_script() -> Option<String> {
    let program = document()
        .query_selector("meta[name=gaze-program]")
        .ok()??;
    program.get_attribute("data-script")
}

async fn deployed_page() -> Option<String> {
    let request = Request::get("/").header("accept", "text/html");
    let response = request.send().await.ok().filter(Response::ok)?;
    response.text().await.ok()
}
