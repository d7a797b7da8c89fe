//! Which projects one answer to an administrator is about: each has to be asked, and a request may not ask
//! any number of them.

use gaze_shared::gateway::Project;

use crate::core::routes::NoRoute;
use crate::core::routes::query::Query;

/// How many projects one answer has, if the caller does not want fewer.
const PROJECTS_AT_MOST: usize = 200;

/// What a call wants to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectPage {
    /// In lower case; a part of a name or of an id.
    wanted: String,
    after: Option<String>,
    limit: usize,
}

impl ProjectPage {
    /// Reads `name`, `after` and `limit`.
    ///
    /// # Errors
    /// The limit is no whole number from 1.
    pub fn read(query: &Query) -> Result<Self, NoRoute> {
        let limit = match query.get("limit") {
            None => PROJECTS_AT_MOST,
            Some(text) => match text.parse() {
                Ok(limit) if limit > 0 => PROJECTS_AT_MOST.min(limit),
                _ => return Err(NoRoute::BadParameter("limit")),
            },
        };
        Ok(Self {
            wanted: query.get("name").unwrap_or_default().to_lowercase(),
            after: query.get("after"),
            limit,
        })
    }

    /// The projects of this page, in the order of their ids, which does not change between two calls, and
    /// after which of them there are more.
    #[must_use]
    pub fn of(&self, mut projects: Vec<Project>) -> (Vec<Project>, Option<String>) {
        projects.retain(|project| {
            let is_wanted = project.name.to_lowercase().contains(&self.wanted)
                || project.id.contains(&self.wanted);
            is_wanted && self.after.as_ref().is_none_or(|after| project.id > *after)
        });
        projects.sort_by(|a, b| a.id.cmp(&b.id));
        let are_more = projects.len() > self.limit;
        projects.truncate(self.limit);
        let last = projects.last().map(|project| project.id.clone());
        (projects, last.filter(|_| are_more))
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::Domain;

    use super::*;

    fn projects(ids: &[&str]) -> Vec<Project> {
        let project = |id: &&str| Project {
            id: (*id).to_owned(),
            name: format!("Name of {id}"),
            domain: Domain {
                id: "default".into(),
                name: String::new(),
            },
        };
        ids.iter().map(project).collect()
    }

    fn page(query: &str, ids: &[&str]) -> (Vec<String>, Option<String>) {
        let page = ProjectPage::read(&Query::parse(query).unwrap()).unwrap();
        let (projects, next) = page.of(projects(ids));
        (projects.into_iter().map(|one| one.id).collect(), next)
    }

    #[test]
    fn page_after_page_has_every_project_once_whatever_order_they_come_in() {
        for limit in 1..=6 {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let after_it = after.map(|id| format!("&after={id}")).unwrap_or_default();
                let query = format!("limit={limit}{after_it}");
                let (ids, next) = page(&query, &["d", "a", "e", "c", "b"]);
                assert!(ids.len() <= limit && !ids.is_empty(), "{query}");
                seen.extend(ids);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(seen, ["a", "b", "c", "d", "e"], "{limit} at once");
        }
    }

    #[test]
    fn a_name_or_an_id_is_found_by_any_part_of_it() {
        for (query, expected) in [
            ("name=NAME%20of%20b", &["b1"][..]),
            ("name=1", &["a1", "b1"]),
            ("name=2", &[]),
        ] {
            assert_eq!(page(query, &["a1", "b1"]).0, expected, "{query}");
        }
    }

    #[test]
    fn no_more_than_200_are_asked_and_a_limit_that_is_none_is_refused() {
        let ids: Vec<String> = (0..201).map(|number| format!("{number:03}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        for query in ["", "limit=1000"] {
            let (asked, next) = page(query, &ids);
            assert_eq!(
                (asked.len(), next.as_deref()),
                (200, Some("199")),
                "{query}"
            );
        }
        for query in ["limit=0", "limit=", "limit=-1", "limit=two"] {
            let read = ProjectPage::read(&Query::parse(query).unwrap());
            assert_eq!(read, Err(NoRoute::BadParameter("limit")), "{query}");
        }
    }
}
