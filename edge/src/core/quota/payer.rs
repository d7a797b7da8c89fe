//! Whose quota an operation counts in, and whether a reservation is asked for before.

use gaze_shared::quota::Operation;

use crate::core::auth::permit::Identity;

/// Who is asked for a reservation before an operation goes to Glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer<'a> {
    /// The caller's own project: its usage can be read with the caller's token.
    Own,
    /// Another project. Nobody but its members can ask Glance for its limits, so what its ledger knows
    /// already has to do.
    Foreign(&'a str),
    /// Nobody before: by Glance's own rules the caller may not do it, so it needs no reservation, and tells
    /// no numbers. A cloud that allows it all the same adds to this project's usage, if to one's.
    Afterwards(Option<&'a str>),
}

/// Whose an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// There is no such image, or none that the caller sees: one that comes to be in this moment is the
    /// caller's.
    Unseen,
    Project(&'a str),
    /// No project's: nobody's usage has it.
    Nobody,
}

impl<'a> Owner<'a> {
    /// From the field `owner` of an image.
    #[must_use]
    pub fn read(owner: Option<&'a str>) -> Self {
        match owner {
            Some(project_id) if !project_id.is_empty() => Self::Project(project_id),
            _ => Self::Nobody,
        }
    }
}

/// Asks Glance's own rules (`glance/policies/base.py`) whether the caller may do it: an administrator
/// everything, a service register where data lies, and whoever has more than the role `reader` what is their
/// own project's. What other roles may do the cloud decides, so they are counted as those who may.
#[must_use]
pub fn payer<'a>(operation: Operation, caller: &'a Identity, owner: Owner<'a>) -> Payer<'a> {
    let own = caller.project_id.as_deref();
    let owner = match owner {
        Owner::Unseen => own,
        Owner::Project(project_id) => Some(project_id),
        Owner::Nobody => None,
    };
    let Some(owner) = owner else {
        return Payer::Afterwards(None);
    };
    let is_own = own == Some(owner);
    let is_service = operation == Operation::Location && caller.has_role("service");
    match is_own {
        true if caller.may_only_read() => Payer::Afterwards(Some(owner)),
        true => Payer::Own,
        false if caller.is_admin() || is_service => Payer::Foreign(owner),
        false => Payer::Afterwards(Some(owner)),
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::time::timestamp::Timestamp;

    use super::*;

    fn caller(roles: &[&str]) -> Identity {
        Identity {
            user_id: "u".into(),
            user_name: "demo".into(),
            project_id: Some("mine".into()),
            domain_id: None,
            access_rules: None,
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            expires_at: Timestamp::from_text("2030-01-01T00:00:00Z"),
        }
    }

    #[test]
    fn only_who_may_do_it_is_asked_for_room() {
        let reader: &[&str] = &["reader"];
        let member: &[&str] = &["member", "reader"];
        let admin: &[&str] = &["admin", "member", "reader"];
        let (mine, other) = (Owner::Project("mine"), Owner::Project("other"));
        let later = |project| Payer::Afterwards(Some(project));
        let all = [
            Operation::Create,
            Operation::Upload,
            Operation::Stage,
            Operation::Import,
            Operation::Copy,
            Operation::Location,
            Operation::OwnerChange,
        ];
        for operation in all {
            for (roles, owner, expected) in [
                (member, mine, Payer::Own),
                (member, Owner::Unseen, Payer::Own),
                (member, other, later("other")),
                (member, Owner::Nobody, Payer::Afterwards(None)),
                (reader, mine, later("mine")),
                (reader, Owner::Unseen, later("mine")),
                (reader, other, later("other")),
                (&[], mine, later("mine")),
                (admin, mine, Payer::Own),
                (admin, other, Payer::Foreign("other")),
                (admin, Owner::Nobody, Payer::Afterwards(None)),
                // Clouds have roles of their own, and policies for them.
                (&["creator"], mine, Payer::Own),
                (&["creator"], other, later("other")),
            ] {
                let caller = caller(roles);
                let seen = payer(operation, &caller, owner);
                assert_eq!(seen, expected, "{operation:?} {roles:?} {owner:?}");
            }
        }
    }

    #[test]
    fn a_service_registers_locations_for_others_and_nothing_else() {
        let service = caller(&["service"]);
        let other = Owner::Project("other");
        assert_eq!(
            payer(Operation::Location, &service, other),
            Payer::Foreign("other")
        );
        assert_eq!(
            payer(Operation::Upload, &service, other),
            Payer::Afterwards(Some("other"))
        );
    }
}
