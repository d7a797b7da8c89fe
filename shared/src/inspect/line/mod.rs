//! An inspection as one line of text, on its way from the worker that made it to the page.
//!
//! A line is words with commas between them. Each value writes a fixed number of words, or says by
//! its first one how many follow, so that nothing has to be nested or escaped.

mod codec;
mod inspection;
mod names;
#[cfg(test)]
mod tests;
