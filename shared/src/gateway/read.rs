//! Reads what the edge tells the dashboard.

use super::{
    Domain, ErrorBody, ErrorKind, GatewayError, Project, ProjectList, PublicConfig, Region,
    Renewal, Session, UploadMode, User,
};
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;
use crate::units::Bytes;

impl TryFrom<Other> for Session {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            user: fields.one("user")?.ok_or(WrongField("user"))?,
            project: fields.one("project")?.ok_or(WrongField("project"))?,
            roles: fields.texts("roles")?.ok_or(WrongField("roles"))?,
            region: fields.demanded("region")?,
            expires_at: Timestamp::from_text(fields.demanded("expires_at")?),
            renewal: fields
                .text("renewal")?
                .map_or(Renewal::SignIn, |word| Renewal::from(word.as_str())),
        })
    }
}

impl TryFrom<Other> for User {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let (id, name, domain) = identity(object)?;
        Ok(Self { id, name, domain })
    }
}

impl TryFrom<Other> for Project {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let (id, name, domain) = identity(object)?;
        Ok(Self { id, name, domain })
    }
}

/// What users and projects have alike.
fn identity(object: Other) -> Result<(String, String, Domain), WrongField> {
    let mut fields = ObjectReader::of(object);
    let domain = fields.one("domain")?.ok_or(WrongField("domain"))?;
    Ok((fields.demanded("id")?, fields.demanded("name")?, domain))
}

impl TryFrom<Other> for Domain {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            id: fields.demanded("id")?,
            name: fields.text("name")?.unwrap_or_default(),
        })
    }
}

impl TryFrom<Other> for ProjectList {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let projects = ObjectReader::of(object).several("projects")?;
        Ok(Self {
            projects: projects.ok_or(WrongField("projects"))?,
        })
    }
}

impl TryFrom<Other> for GatewayError {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            error: fields.one("error")?.ok_or(WrongField("error"))?,
            request_id: fields.text("request_id")?.unwrap_or_default(),
            receipt: fields.text("receipt")?,
        })
    }
}

impl TryFrom<Other> for ErrorBody {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let code = fields.whole("code")?.map(u16::try_from);
        Ok(Self {
            code: code.and_then(Result::ok).ok_or(WrongField("code"))?,
            kind: ErrorKind::from(fields.demanded("kind")?.as_str()),
            message: fields.demanded("message")?,
            details: fields.text("details")?.unwrap_or_default(),
            // What cannot be read of it must not hide the refusal.
            over: fields.several("over").ok().flatten().unwrap_or_default(),
        })
    }
}

impl TryFrom<Other> for PublicConfig {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let modes = fields.texts("upload_modes")?;
        let modes = modes.ok_or(WrongField("upload_modes"))?;
        Ok(Self {
            cloud_name: fields.demanded("cloud_name")?,
            regions: fields.several("regions")?.ok_or(WrongField("regions"))?,
            default_domain: fields.demanded("default_domain")?,
            max_request_body: fields.whole("max_request_body")?.map(Bytes),
            upload_modes: modes
                .iter()
                .map(|mode| UploadMode::from(mode.as_str()))
                .collect(),
            resumable_above: fields.whole("resumable_above")?.map(Bytes),
        })
    }
}

impl TryFrom<Other> for Region {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let name = ObjectReader::of(object).demanded("name")?;
        Ok(Self { name })
    }
}
