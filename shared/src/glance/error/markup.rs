//! The text of an error that is an HTML page of Glance's own.

/// Elements whose content is not for reading.
const SILENT: [&str; 4] = ["head", "title", "style", "script"];

/// What the page says behind its heading. `None` for a page that is not Glance's: its title and its heading
/// are the status (`webob.exc`), and no line and no name of a server follows, as a proxy writes it.
pub(super) fn message(status: u16, page: &str) -> Option<String> {
    let (head, body) = around(page, "</head")?;
    around(head, &format!("<title>{status} "))?;
    let (heading, rest) = around(body, "</h1>")?;
    around(heading, &format!("<h1>{status} "))?;
    let said = around(rest, "</body").map_or(rest, |(before, _)| before);
    around(said, "<hr").is_none().then(|| plain_text(said))
}

/// Whether text is a page, whatever it is said to be.
pub(super) fn is_page(text: &str) -> bool {
    let start = text.trim_start();
    ["<!doctype html", "<html"].iter().any(|mark| {
        start
            .get(..mark.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(mark))
    })
}

/// What is on both sides of the beginning of a tag, in either case.
fn around<'a>(text: &'a str, tag: &str) -> Option<(&'a str, &'a str)> {
    text.match_indices('<').find_map(|(place, _)| {
        let (before, rest) = text.split_at_checked(place)?;
        let start = rest.get(..tag.len())?;
        start
            .eq_ignore_ascii_case(tag)
            .then_some((before, rest.get(tag.len()..)?))
    })
}

/// Turns `<br />` into line breaks, drops other tags, comments and what is not for reading, and
/// resolves the five entities that webob escapes.
fn plain_text(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some((tag, remainder)) = after.split_once('>') else {
            // A lone `<` is text: "size < 5".
            text.push('<');
            rest = after;
            continue;
        };
        let name = name_of(tag);
        rest = remainder;
        if name == "br" {
            text.push('\n');
        } else if SILENT.contains(&name.as_str()) {
            let end = format!("</{name}");
            let behind = around(remainder, &end).and_then(|(_, rest)| rest.split_once('>'));
            // A page that is cut off within it says nothing more.
            rest = behind.map_or("", |(_, rest)| rest);
        } else if !looks_like_tag(tag) {
            text.push('<');
            text.push_str(tag);
            text.push('>');
        }
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The name of a tag that opens or is alone.
fn name_of(tag: &str) -> String {
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default().to_ascii_lowercase()
}

fn looks_like_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches(['/', '!']);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('<')
}
