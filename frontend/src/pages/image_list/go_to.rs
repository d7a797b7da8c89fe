//! The way to another state of the list.

use leptos::prelude::*;

use crate::navigation::HistoryStep;
use crate::routes::ListState;

/// Goes to another state of the list.
pub(super) type GoTo = Callback<(ListState, HistoryStep)>;
