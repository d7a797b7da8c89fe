//! Reads what the edge tells of quotas and plans.

use super::{
    LimitSource, Plan, PlanChange, PlanSource, ProjectPlan, ProjectQuota, ProjectQuotaList,
    QuotaMode, QuotaRefresh, QuotaReport, QuotaResource, QuotaState, QuotaUnit,
};
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;
use crate::units::Bytes;

impl TryFrom<Other> for QuotaReport {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let resources = fields.several("resources")?;
        Ok(Self {
            project_id: fields.demanded("project_id")?,
            region: fields.demanded("region")?,
            mode: QuotaMode::from(fields.demanded("mode")?.as_str()),
            observed_at: fields.text("observed_at")?.map(Timestamp::from_text),
            refresh: QuotaRefresh::from(fields.demanded("refresh")?.as_str()),
            resources: resources.ok_or(WrongField("resources"))?,
        })
    }
}

impl TryFrom<Other> for QuotaState {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            resource: QuotaResource::from(fields.demanded("resource")?.as_str()),
            unit: QuotaUnit::from(fields.demanded("unit")?.as_str()),
            limit: fields.whole("limit")?,
            usage: fields.whole("usage")?.ok_or(WrongField("usage"))?,
            reserved: fields.whole("reserved")?.ok_or(WrongField("reserved"))?,
            source: LimitSource::from(fields.demanded("source")?.as_str()),
        })
    }
}

/// Why an object is no plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// A limit that is no whole number from 0.
    #[error("the limit {} is no whole number from 0", .0.0)]
    NoNumber(WrongField),
    /// A key that means nothing, which may be a limit with a slip in its name.
    #[error("there is no limit {0}")]
    UnknownLimit(String),
}

impl TryFrom<Other> for Plan {
    type Error = NoPlan;

    /// By way of an object, because serde would read a list as a plan too: an empty one without any limit.
    fn try_from(object: Other) -> Result<Self, NoPlan> {
        let mut fields = ObjectReader::of(object);
        let plan = fields.plan().map_err(NoPlan::NoNumber)?;
        match fields.rest().into_iter().next() {
            None => Ok(plan),
            Some((key, _)) => Err(NoPlan::UnknownLimit(key)),
        }
    }
}

impl ObjectReader {
    /// The limits among the fields.
    fn plan(&mut self) -> Result<Plan, WrongField> {
        Ok(Plan {
            bytes_stored: self.whole("bytes_stored")?.map(Bytes),
            images: self.whole("images")?,
            concurrent_uploads: self.whole("concurrent_uploads")?,
            upload_bytes_per_day: self.whole("upload_bytes_per_day")?.map(Bytes),
            requests_per_minute: self.whole("requests_per_minute")?,
        })
    }
}

impl TryFrom<Other> for ProjectPlan {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let plan = fields.object("plan")?.ok_or(WrongField("plan"))?;
        Ok(Self {
            project_id: fields.demanded("project_id")?,
            plan: ObjectReader::of(plan).plan()?,
            source: PlanSource::from(fields.demanded("source")?.as_str()),
            changes: fields.several("changes")?.ok_or(WrongField("changes"))?,
        })
    }
}

impl TryFrom<Other> for PlanChange {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let plan = fields.object("plan")?;
        Ok(Self {
            user_id: fields.demanded("user_id")?,
            user_name: fields.demanded("user_name")?,
            at: Timestamp::from_text(fields.demanded("at")?),
            plan: plan.map(|plan| ObjectReader::of(plan).plan()).transpose()?,
        })
    }
}

impl TryFrom<Other> for ProjectQuotaList {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let projects = fields.several("projects")?;
        Ok(Self {
            projects: projects.ok_or(WrongField("projects"))?,
            next: fields.text("next")?,
        })
    }
}

impl TryFrom<Other> for ProjectQuota {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            project: fields.one("project")?.ok_or(WrongField("project"))?,
            quota: fields.one("quota")?.ok_or(WrongField("quota"))?,
            plan: fields.one("plan")?.ok_or(WrongField("plan"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"projects":[{"project":{"id":"p","name":"one","domain":{"id":"default","name":"Default"}},"quota":{"project_id":"p","region":"RegionOne","mode":"enforce","observed_at":"2026-11-22T05:00:00Z","refresh":"under_way","resources":[{"resource":"image_size_total","unit":"bytes","limit":67108864,"usage":1,"reserved":2,"source":"cloud"},{"resource":"requests_per_minute","unit":"requests","limit":null,"usage":1,"reserved":0,"source":"unlimited"}]},"plan":{"project_id":"p","plan":{"bytes_stored":1,"images":2,"concurrent_uploads":3,"upload_bytes_per_day":4,"requests_per_minute":5},"source":"changed","changes":[{"user_id":"u","user_name":"ann","at":"2026-11-22T04:00:00Z","plan":{"images":2}},{"user_id":"u","user_name":"ann","at":"2026-11-22T03:00:00Z","plan":null}]}}],"next":"p"}"#;
        let list: ProjectQuotaList = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&list).unwrap(), text);
    }

    #[test]
    fn a_wrong_plan_is_told_with_the_name_of_its_limit() {
        for (text, expected) in [
            (
                r#"{"images": -1}"#,
                "the limit images is no whole number from 0",
            ),
            (
                r#"{"bytes_stored": "3"}"#,
                "the limit bytes_stored is no whole number from 0",
            ),
            (r#"{"image": 3}"#, "there is no limit image"),
        ] {
            let error = serde_json::from_str::<Plan>(text).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
