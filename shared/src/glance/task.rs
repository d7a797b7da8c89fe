//! Tasks: what Glance does in the background, such as an import.
//!
//! The same task comes in two dresses. `GET /v2/images/{id}/tasks` sends rows of the database: times
//! with microseconds and no zone, and `deleted`. The administrators' `GET /v2/tasks` sends times with
//! a `Z`, no `input`, `result` and `message` in its list, and omits what is empty. Sources:
//! `glance/api/v2/images.py` (`get_task_info`), `glance/api/v2/tasks.py`.

use serde_json::Value;

use crate::glance::image::ImageId;
use crate::ids::{ProjectId, TaskId, UserId};
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Nullable;
use crate::json::object::object;
use crate::json::open_enum::open_enum;
use crate::time::timestamp::Timestamp;

open_enum! {
    /// What a task does (`glance/domain/__init__.py`, `Task._supported_task_type`).
    pub enum TaskType {
        /// An import of the kind before API 2.6, made by an administrator.
        Import = "import",
        /// An import of `POST /v2/images/{id}/import`.
        ApiImageImport = "api_image_import",
        /// The hashing of a location that was added (since API 2.17).
        LocationImport = "location_import",
    }
}

open_enum! {
    /// Where a task stands. `pending` goes to `processing` or `failure`, `processing` to one of the
    /// last two, and these never change.
    pub enum TaskStatus {
        /// It waits for a worker.
        Pending = "pending",
        /// A worker is at it.
        Processing = "processing",
        /// It is done.
        Success = "success",
        /// It failed; the message says why, often only "Task failed due to Internal Error".
        Failure = "failure",
    }
}

object! {
    pub struct Task {
        pub id: TaskId = "id",
        /// What it does.
        pub task_type: TaskType = "type",
        /// Where it stands.
        pub status: TaskStatus = "status",
        /// The project that asked for it.
        pub owner: Nullable<ProjectId> = "owner",
        /// The image it is about.
        pub image_id: Nullable<ImageId> = "image_id",
        /// The user who asked for it.
        pub user_id: Nullable<UserId> = "user_id",
        /// The request that asked for it, as in the header `x-openstack-request-id`.
        pub request_id: Nullable<String> = "request_id",
        /// What was asked for; for an import `{"image_id", "import_req", "backend": [store, …]}`.
        pub input: Nullable<Value> = "input",
        /// What came of it.
        pub result: Nullable<Value> = "result",
        /// A word for people: why it failed, or how far it is (`Copied 15 MiB`).
        pub message: Nullable<String> = "message",
        /// When Glance may forget it: by default 48 hours after its end.
        pub expires_at: Nullable<Timestamp> = "expires_at",
        /// When it was asked for.
        pub created_at: Nullable<Timestamp> = "created_at",
        /// When it last changed.
        pub updated_at: Nullable<Timestamp> = "updated_at",
        /// Rows only: when it was deleted.
        pub deleted_at: Nullable<Timestamp> = "deleted_at",
        /// Rows only: whether it was deleted.
        pub deleted: Nullable<bool> = "deleted",
        /// Root-relative URL of the task.
        pub self_url: Option<String> = "self",
        /// Root-relative URL of its schema.
        pub schema: Option<String> = "schema",
    }
}

impl Task {
    /// Whether it has come to its end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.status, TaskStatus::Success | TaskStatus::Failure)
    }
}

object! {
    /// `GET /v2/images/{id}/tasks` (since API 2.12).
    #[derive(Default)]
    pub struct ImageTaskList {
        /// The tasks of the image.
        pub tasks: LenientVec<Task> = "tasks",
    }
}

object! {
    /// One page of `GET /v2/tasks`.
    #[derive(Default)]
    pub struct TaskList {
        /// The tasks of this page.
        pub tasks: LenientVec<Task> = "tasks",
        /// Root-relative URL of the first page.
        pub first: Option<String> = "first",
        /// Root-relative URL of the next page.
        pub next: Option<String> = "next",
        /// Root-relative URL of the list's schema.
        pub schema: Option<String> = "schema",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_a_worker_is_at_is_not_over() {
        let task = |status: &str| -> Task {
            serde_json::from_value(serde_json::json!({
                "id": "t", "type": "api_image_import", "status": status
            }))
            .unwrap()
        };
        assert!(!task("processing").is_over());
        assert!(task("failure").is_over());
    }
}
