//! How near projects are to their limits. The gateway sorts what it answers, the dashboard what it has got
//! in several answers.

use std::cmp::Ordering;

use super::{ProjectQuota, QuotaReport};

/// Sorts projects: the one that is nearest to a limit first, and by name where two are equally near.
pub fn sort_by_pressure(projects: &mut [ProjectQuota]) {
    projects.sort_by(|a, b| {
        let by_pressure = pressure(&b.quota)
            .partial_cmp(&pressure(&a.quota))
            .unwrap_or(Ordering::Equal);
        by_pressure.then_with(|| a.project.name.cmp(&b.project.name))
    });
}

/// How full the fullest resource is: 1 is at its limit. A limit of 0 of which nothing is taken is met.
fn pressure(quota: &QuotaReport) -> f64 {
    let of_resources = quota.resources.iter().filter_map(|state| {
        let taken = state.usage.saturating_add(state.reserved);
        match (taken, state.limit?) {
            (0, _) => Some(0.0),
            (_, 0) => Some(f64::INFINITY),
            (taken, limit) => Some(taken as f64 / limit as f64),
        }
    });
    of_resources.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use crate::gateway::{
        Domain, LimitSource, Plan, PlanSource, Project, ProjectPlan, QuotaMode, QuotaResource,
        QuotaState, QuotaUnit,
    };

    use super::*;

    fn project(name: &str, states: &[(Option<u64>, u64, u64)]) -> ProjectQuota {
        let state = |(limit, usage, reserved): &(Option<u64>, u64, u64)| QuotaState {
            resource: QuotaResource::ImageCountTotal,
            unit: QuotaUnit::Images,
            limit: *limit,
            usage: *usage,
            reserved: *reserved,
            source: LimitSource::Cloud,
        };
        ProjectQuota {
            project: Project {
                id: name.into(),
                name: name.into(),
                domain: Domain {
                    id: "default".into(),
                    name: String::new(),
                },
            },
            quota: QuotaReport {
                project_id: name.into(),
                region: "RegionOne".into(),
                mode: QuotaMode::Enforce,
                observed_at: None,
                refresh: "idle".into(),
                resources: states.iter().map(state).collect(),
            },
            plan: ProjectPlan {
                project_id: name.into(),
                plan: Plan::default(),
                source: PlanSource::Default,
                changes: Vec::new(),
            },
        }
    }

    #[test]
    fn the_project_that_is_nearest_to_a_limit_comes_first() {
        let mut projects = [
            project("empty", &[(Some(10), 0, 0)]),
            project("nothing allowed", &[(Some(0), 0, 0)]),
            project("unlimited", &[(None, 1000, 0)]),
            project("half", &[(Some(10), 4, 1), (Some(100), 1, 0)]),
            project("over nothing", &[(Some(0), 1, 0)]),
            project("nearly full", &[(Some(100), 1, 0), (Some(10), 0, 9)]),
            project("never asked", &[]),
        ];
        sort_by_pressure(&mut projects);
        let names: Vec<&str> = projects.iter().map(|p| p.project.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "over nothing",
                "nearly full",
                "half",
                "empty",
                "never asked",
                "nothing allowed",
                "unlimited"
            ]
        );
    }
}
