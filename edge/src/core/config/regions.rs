//! The image services behind the gateway, one for each region of the cloud.

use std::time::Duration;

use crate::core::config::variables::Variables;
use crate::core::http::base_url::BaseUrl;
use crate::core::http::path::PathSegment;

/// A region of the cloud, with its image service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id in Keystone's catalog.
    pub name: String,
    /// Glance's address, without a version and without a trailing slash.
    pub glance: BaseUrl,
    /// How long it may take to answer (`GLANCE_TIMEOUT_SECONDS`).
    pub timeout: Duration,
}

/// At least one region; the first is the one that is meant where none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regions {
    default: Region,
    others: Vec<Region>,
}

impl Regions {
    /// The region that is meant where none is named.
    #[must_use]
    pub const fn default_region(&self) -> &Region {
        &self.default
    }

    /// The region of a name, which is compared to the letter as Keystone does.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Region> {
        self.iter().find(|region| region.name == name)
    }

    /// All regions, the default one first.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        std::iter::once(&self.default).chain(&self.others)
    }
}

const DEFAULT_NAME: &str = "RegionOne";
const GLANCE_EXPECTED: &str =
    "expected Glance's address without /v2, such as https://glance.example:9292";
const NAME_EXPECTED: &str =
    "expected the name of a region: up to 255 letters of ASCII, digits, blanks and - . _ ~ : @ ( )";
const REGIONS_EXPECTED: &str = "expected name=address pairs separated by commas, such as RegionOne=https://glance.example:9292, each name once, of letters of ASCII, digits, blanks and - . _ ~ : @ ( ), and each address without /v2; GLANCE_URL and REGION_NAME are then not set";

/// Reads `REGIONS`, or `GLANCE_URL` with `REGION_NAME` where there is only one; `None` when they are
/// missing or wrong, which is noted.
pub(super) fn read<R: Fn(&str) -> Option<String>>(
    variables: &mut Variables<R>,
    timeout: Duration,
) -> Option<Regions> {
    if variables.is_set("REGIONS") {
        let others = [
            variables.is_set("GLANCE_URL"),
            variables.is_set("REGION_NAME"),
        ];
        let is_alone = others == [false, false];
        return variables.required("REGIONS", REGIONS_EXPECTED, |text| {
            parse_regions(text, timeout).filter(|_| is_alone)
        });
    }
    let glance = variables.required("GLANCE_URL", GLANCE_EXPECTED, parse_glance);
    let default_name = Some(DEFAULT_NAME.to_owned());
    let name = variables.or("REGION_NAME", NAME_EXPECTED, default_name, |text| {
        parse_name(text).map(Some)
    });
    let (name, glance) = name.zip(glance)?;
    Some(Regions {
        default: Region {
            name,
            glance,
            timeout,
        },
        others: Vec::new(),
    })
}

fn parse_regions(text: &str, timeout: Duration) -> Option<Regions> {
    let mut regions: Vec<Region> = Vec::new();
    for pair in text.split(',') {
        let (name, glance) = pair.split_once('=')?;
        let name = parse_name(name.trim())?;
        let glance = parse_glance(glance.trim())?;
        if regions.iter().any(|region| region.name == name) {
            return None;
        }
        regions.push(Region {
            name,
            glance,
            timeout,
        });
    }
    let others = regions.split_off(1);
    let default = regions.pop()?;
    Some(Regions { default, others })
}

fn parse_glance(text: &str) -> Option<BaseUrl> {
    BaseUrl::parse(text).filter(|base| !base.path().ends_with("/v2"))
}

/// The most that Keystone's own table takes of a name.
const MOST_OF_NAME: usize = 255;

/// A name stands in paths, so it must be one segment of them; and it stands in addresses that are written
/// into catalogs, which clients decode and encode again in ways of their own: whatever has a meaning in an
/// address, or is no ASCII, does not come through all of them.
fn parse_name(text: &str) -> Option<String> {
    let is_carried = |byte: u8| byte.is_ascii_alphanumeric() || b" -._~:@()".contains(&byte);
    let is_name = text.len() <= MOST_OF_NAME && text.trim() == text && text.bytes().all(is_carried);
    PathSegment::new(text)
        .ok()
        .filter(|_| is_name)
        .map(|segment| segment.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::BadSetting;

    fn parse(values: &[(&str, &str)]) -> Result<Vec<(String, String)>, Vec<&'static str>> {
        let mut variables = Variables::new(|name: &str| {
            let found = values.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        let regions = read(&mut variables, Duration::from_secs(60));
        let wrong: Vec<_> = variables
            .into_wrong()
            .iter()
            .map(BadSetting::name)
            .collect();
        match regions {
            Some(regions) if wrong.is_empty() => Ok(regions
                .iter()
                .map(|region| (region.name.clone(), region.glance.as_str().to_owned()))
                .collect()),
            _ => Err(wrong),
        }
    }

    fn region(name: &str, glance: &str) -> (String, String) {
        (name.to_owned(), glance.to_owned())
    }

    #[test]
    fn one_region_needs_no_name() {
        let glance = ("GLANCE_URL", "http://one:9292/");
        assert_eq!(
            parse(&[glance]),
            Ok(vec![region("RegionOne", "http://one:9292")])
        );
        assert_eq!(
            parse(&[glance, ("REGION_NAME", "north")]),
            Ok(vec![region("north", "http://one:9292")])
        );
    }

    #[test]
    fn several_regions_stand_in_one_variable_the_default_first() {
        let text = "north=http://one:9292, south pole = https://two.example/image/";
        assert_eq!(
            parse(&[("REGIONS", text)]),
            Ok(vec![
                region("north", "http://one:9292"),
                region("south pole", "https://two.example/image"),
            ])
        );
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let table: &[(&[(&str, &str)], &str)] = &[
            (&[], "GLANCE_URL"),
            (&[("REGIONS", "north")], "REGIONS"),
            (&[("REGIONS", "north=http://one,")], "REGIONS"),
            (&[("REGIONS", "=http://one")], "REGIONS"),
            (&[("REGIONS", "north=http://one/v2")], "REGIONS"),
            (&[("REGIONS", "a=http://one,a=http://two")], "REGIONS"),
            (&[("REGIONS", "a/b=http://one")], "REGIONS"),
            (&[("REGIONS", "..=http://one")], "REGIONS"),
            (&[("REGIONS", "a%b=http://one")], "REGIONS"),
            (&[("REGIONS", "a?b=http://one")], "REGIONS"),
            (&[("REGIONS", "Zürich=http://one")], "REGIONS"),
            (
                &[("REGIONS", "a=http://one"), ("GLANCE_URL", "http://two")],
                "REGIONS",
            ),
            (
                &[("REGIONS", "a=http://one"), ("REGION_NAME", "b")],
                "REGIONS",
            ),
            (
                &[("GLANCE_URL", "http://one"), ("REGION_NAME", "a/b")],
                "REGION_NAME",
            ),
        ];
        for (values, variable) in table {
            assert_eq!(parse(values), Err(vec![*variable]), "{values:?}");
        }
    }
}
