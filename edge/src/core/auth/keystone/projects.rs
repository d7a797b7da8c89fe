//! The projects that a person can work in.

use gaze_shared::gateway::{Domain, Project};
use serde::Deserialize;

#[derive(Deserialize)]
struct ProjectsBody {
    projects: Vec<KeystoneProject>,
}

#[derive(Deserialize)]
struct KeystoneProject {
    id: String,
    name: String,
    domain_id: String,
    #[serde(default)]
    enabled: bool,
}

/// The projects in the answer of `GET /v3/auth/projects` that can be worked in, sorted by name.
///
/// # Errors
/// The body is not a list of projects.
pub fn parse_projects(body: &str) -> Result<Vec<Project>, serde_json::Error> {
    let body: ProjectsBody = serde_json::from_str(body)?;
    let mut projects: Vec<Project> = body
        .projects
        .into_iter()
        .filter(|project| project.enabled)
        .map(|project| Project {
            id: project.id,
            name: project.name,
            domain: Domain {
                id: project.domain_id,
                name: String::new(),
            },
        })
        .collect();
    projects.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    Ok(projects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_that_are_disabled_cannot_be_switched_to() {
        let body = r#"{"projects": [
            {"id": "2", "name": "b", "domain_id": "default", "enabled": true},
            {"id": "3", "name": "c", "domain_id": "default", "enabled": false},
            {"id": "1", "name": "a", "domain_id": "default", "enabled": true}], "links": {}}"#;
        let names: Vec<String> = parse_projects(body)
            .unwrap()
            .into_iter()
            .map(|project| project.name)
            .collect();
        assert_eq!(names, ["a", "b"]);
    }
}
