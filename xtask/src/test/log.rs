//! Where the stages write.

use std::path::PathBuf;

use crate::context::Context;

/// The log of a stage.
pub(super) fn log_path(context: &Context, stage: &str) -> PathBuf {
    context
        .checkout
        .work_dir()
        .join("logs")
        .join(format!("test-{stage}.log"))
}
