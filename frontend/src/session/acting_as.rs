//! As whom something was begun, and who has to be there for it to go on.

use gaze_shared::gateway::Session;

/// Who the page acts as.
#[derive(Clone, Debug, Eq)]
pub struct ActingAs {
    /// Keystone's id of the person.
    pub user_id: String,
    /// Keystone's id of the project.
    pub project_id: String,
    /// The project's name, to tell a person what to switch to.
    pub project_name: String,
    pub region: String,
}

impl PartialEq for ActingAs {
    /// A project that is renamed is the same.
    fn eq(&self, other: &Self) -> bool {
        (&self.user_id, &self.project_id, &self.region)
            == (&other.user_id, &other.project_id, &other.region)
    }
}

impl From<&Session> for ActingAs {
    fn from(session: &Session) -> Self {
        Self {
            user_id: session.user.id.clone(),
            project_id: session.project.id.clone(),
            project_name: session.project.name.clone(),
            region: session.region.clone(),
        }
    }
}
