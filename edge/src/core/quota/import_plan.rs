//! What an import will store, as far as its body says.

use std::collections::BTreeSet;

use gaze_shared::glance::store::StoreInfo;
use gaze_shared::quota::{Delta, Operation, Sizes};
use gaze_shared::units::Bytes;
use serde_json::Value;

use crate::core::quota::listed_image::ListedImage;

/// The stores that an import writes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreChoice {
    /// The one that takes data when none is named.
    Default,
    /// These.
    Named(BTreeSet<String>),
    /// Every one that can be written to.
    All,
}

/// Where the data of an import comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataSource {
    /// It was staged before.
    Staged,
    /// Glance downloads it from an address.
    Web(String),
    /// It is in one of the stores.
    Copy,
    /// Another Glance has it, or a method that is not known here brings it.
    Elsewhere,
}

/// The body of `POST /v2/images/{id}/import`, as far as it says what will be stored. What cannot be
/// read Glance refuses, so it adds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// Where the data comes from.
    pub source: DataSource,
    /// Where it goes to.
    pub stores: StoreChoice,
}

impl ImportPlan {
    /// Reads the body, and the header `X-Image-Meta-Store`, which is the older way to name one store.
    #[must_use]
    pub fn read(body: &[u8], store_header: Option<&str>) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let method = body.get("method")?;
        let source = match method.get("name")?.as_str()? {
            "glance-direct" => DataSource::Staged,
            "web-download" => DataSource::Web(method.get("uri")?.as_str()?.to_owned()),
            "copy-image" => DataSource::Copy,
            _ => DataSource::Elsewhere,
        };
        let named = body.get("stores").and_then(Value::as_array);
        let stores = match (body.get("all_stores"), named, store_header) {
            (Some(Value::Bool(true)), _, _) => StoreChoice::All,
            (_, Some(named), _) if !named.is_empty() => StoreChoice::Named(
                named
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            ),
            (_, _, Some(store)) => StoreChoice::Named([store.to_owned()].into()),
            _ => StoreChoice::Default,
        };
        Some(Self { source, stores })
    }

    /// What is done.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self.source {
            DataSource::Copy => Operation::Copy,
            DataSource::Staged | DataSource::Web(_) | DataSource::Elsewhere => Operation::Import,
        }
    }

    /// How many stores get the data that do not have it yet.
    fn stores_more(&self, image: &ListedImage, known: Option<&StoreInfo>) -> u64 {
        let has = |id: &str| image.stores().any(|held| held == id);
        let count = match (&self.stores, known) {
            (StoreChoice::Named(named), _) => named.iter().filter(|id| !has(id)).count(),
            (StoreChoice::All, Some(known)) => known
                .stores
                .iter()
                .filter(|store| !store.is_read_only() && !has(store.id.as_str()))
                .count(),
            (StoreChoice::Default, _) | (StoreChoice::All, None) => 1,
        };
        count as u64
    }

    /// What it reserves. `fetched` is how many bytes Glance will download, where that is known. Staged data,
    /// and data to copy, is known once Glance has all of it; what it would refuse before takes as little as
    /// what is known of nothing else.
    #[must_use]
    pub fn needs(
        &self,
        image: &ListedImage,
        known: Option<&StoreInfo>,
        fetched: Option<Bytes>,
    ) -> Needs {
        let size = match self.source {
            DataSource::Staged | DataSource::Copy => image.size(),
            DataSource::Web(_) | DataSource::Elsewhere => fetched,
        };
        let (Bytes(bytes), sizes) = match size {
            Some(size) => (size, Sizes::Known),
            None => (Bytes(1), Sizes::Unknown),
        };
        let stored = Bytes(bytes.saturating_mul(self.stores_more(image, known)));
        let delta = match self.source {
            // Staged data is counted as staged, and its image as one under way, since it was staged.
            DataSource::Staged => Delta {
                image_size_total: stored,
                ..Delta::NOTHING
            },
            // What comes from elsewhere, from a store too, is staged once on its way.
            DataSource::Copy | DataSource::Web(_) | DataSource::Elsewhere => Delta {
                image_size_total: stored,
                image_stage_total: Bytes(bytes),
                image_count_uploading: 1,
                ..Delta::NOTHING
            },
        };
        Needs { delta, sizes }
    }
}

/// What an import has reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// How much; the least where that is not known.
    pub delta: Delta,
    /// Whether it is known.
    pub sizes: Sizes,
}

impl Needs {
    /// What data needs that is stored, in all its places; `None` where nobody tells how much it is.
    #[must_use]
    pub fn of_stored(bytes: Option<Bytes>) -> Self {
        let (image_size_total, sizes) = match bytes {
            Some(bytes) => (bytes, Sizes::Known),
            None => (Bytes(1), Sizes::Unknown),
        };
        Self {
            delta: Delta {
                image_size_total,
                ..Delta::NOTHING
            },
            sizes,
        }
    }

    /// What an image needs that comes as it is. While its data is on the way nobody knows how much it will
    /// be.
    #[must_use]
    pub fn of_image(image: &ListedImage) -> Self {
        let share = image.share();
        match (share.image_count_uploading, image.size()) {
            (1.., None) => Self {
                delta: share.and(&Self::of_stored(None).delta),
                sizes: Sizes::Unknown,
            },
            _ => Self {
                delta: share,
                sizes: Sizes::Known,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::quota::Resource;
    use serde_json::json;

    use super::*;

    /// Size, stage, count and uploading.
    fn amounts(delta: Delta) -> [u64; 4] {
        Resource::ALL.map(|resource| delta.get(resource))
    }

    #[test]
    fn an_import_reserves_its_size_in_every_store_that_has_it_not_yet() {
        let image: ListedImage = serde_json::from_value(
            json!({"id": "i", "status": "active", "size": 7, "stores": "a"}),
        )
        .unwrap();
        let stores: StoreInfo = serde_json::from_value(json!({"stores": [
            {"id": "a", "default": "true"}, {"id": "b"}, {"id": "c"}, {"id": "web", "read-only": "true"}
        ]}))
        .unwrap();
        let staged: ListedImage =
            serde_json::from_value(json!({"id": "i", "status": "uploading", "size": 5})).unwrap();
        let staging: ListedImage =
            serde_json::from_value(json!({"id": "i", "status": "uploading"})).unwrap();
        assert!(staging.is_being_staged() && !staged.is_being_staged());
        let web = "http://images.example/x";
        for (body, header, image, fetched, expected) in [
            (
                json!({"method": {"name": "glance-direct"}}),
                None,
                &staged,
                None,
                [5, 0, 0, 0],
            ),
            (
                json!({"method": {"name": "glance-direct"}, "stores": ["a", "b", "a"]}),
                None,
                &staged,
                None,
                [10, 0, 0, 0],
            ),
            (
                json!({"method": {"name": "glance-direct"}, "all_stores": true}),
                None,
                &staged,
                None,
                [15, 0, 0, 0],
            ),
            (
                json!({"method": {"name": "copy-image"}, "stores": ["b", "c"]}),
                None,
                &image,
                None,
                [14, 7, 0, 1],
            ),
            (
                json!({"method": {"name": "copy-image"}, "all_stores": true}),
                None,
                &image,
                None,
                [14, 7, 0, 1],
            ),
            (
                json!({"method": {"name": "copy-image"}}),
                Some("a"),
                &image,
                None,
                [0, 7, 0, 1],
            ),
            (
                json!({"method": {"name": "web-download", "uri": web}, "stores": ["b", "c"]}),
                None,
                &staged,
                Some(Bytes(9)),
                [18, 9, 0, 1],
            ),
            (
                json!({"method": {"name": "web-download", "uri": web}}),
                None,
                &staged,
                None,
                [1, 1, 0, 1],
            ),
            (
                json!({"method": {"name": "glance-download"}}),
                None,
                &staged,
                None,
                [1, 1, 0, 1],
            ),
            // Data is being staged still, or none is.
            (
                json!({"method": {"name": "glance-direct"}, "stores": ["b", "c"]}),
                None,
                &staging,
                None,
                [2, 0, 0, 0],
            ),
        ] {
            let plan = ImportPlan::read(body.to_string().as_bytes(), header).unwrap();
            let needs = plan.needs(image, Some(&stores), fetched);
            assert_eq!(amounts(needs.delta), expected, "{body}");
            let is_known = match plan.source {
                DataSource::Staged | DataSource::Copy => image.size().is_some(),
                DataSource::Web(_) | DataSource::Elsewhere => fetched.is_some(),
            };
            assert_eq!(needs.sizes == Sizes::Known, is_known, "{body}");
        }
    }

    #[test]
    fn an_import_that_glance_refuses_adds_nothing() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"method": {}}"#,
            r#"{"method": {"name": "web-download"}}"#,
        ] {
            assert_eq!(ImportPlan::read(body.as_bytes(), None), None, "{body}");
        }
    }
}
