//! `GET /api/config`: what the dashboard must know before anyone signs in.

use serde::{Deserialize, Serialize};

use crate::json::nullable::Other;
use crate::json::open_enum::open_enum;
use crate::units::Bytes;

/// Public settings of this deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct PublicConfig {
    /// The cloud's name, for the sign-in page and the title.
    pub cloud_name: String,
    /// The regions that can be worked in; never empty.
    pub regions: Vec<Region>,
    /// The domain that a sign-in without one is for.
    pub default_domain: String,
    /// The largest request body the platform lets through; `None` when there is no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_request_body: Option<Bytes>,
    /// The ways in which data can travel.
    pub upload_modes: Vec<UploadMode>,
    /// The dashboard sends what is larger than this by tus, where that is offered; `None` where only what a
    /// request cannot carry goes so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resumable_above: Option<Bytes>,
}

/// One region of the cloud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Region {
    /// Its id in Keystone's catalog.
    pub name: String,
}

open_enum! {
    /// A way in which the data of an image can travel.
    pub enum UploadMode {
        /// One streaming `PUT /v2/images/{id}/file`.
        Stream = "stream",
        /// By tus 1.0 at `/api/uploads`, in as many requests as it takes.
        Tus = "tus",
    }
}
