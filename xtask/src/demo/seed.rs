//! Puts the samples into Glance, once per data folder.

use anyhow::{Context as _, Result};

use super::samples::{Afterwards, SAMPLES, Sample};
use crate::context::Context;
use crate::interrupt;
use crate::openstack::{Image, Images, Person, Session};
use crate::stack::StackSettings;

/// The sessions of everyone who owns or gets a sample.
struct People {
    demo: Session,
    alt: Session,
    admin: Session,
}

impl People {
    fn sign_in(settings: &StackSettings) -> Result<Self> {
        let url = settings.keystone_url();
        Ok(Self {
            demo: Session::sign_in(&url, Person::Demo)?,
            alt: Session::sign_in(&url, Person::Alt)?,
            admin: Session::sign_in(&url, Person::Admin)?,
        })
    }

    fn session(&self, person: Person) -> &Session {
        match person {
            Person::Demo => &self.demo,
            Person::Alt => &self.alt,
            Person::Admin => &self.admin,
        }
    }
}

/// A person may delete samples; they do not come back at the next start.
pub(super) fn seed(context: &Context, settings: &StackSettings) -> Result<()> {
    let mark = settings.data.join("seeded");
    if mark.exists() {
        return Ok(());
    }
    let people = People::sign_in(settings)?;
    let line = context.console.begin("Making sample images");
    for (number, sample) in (1_u64..).zip(&SAMPLES) {
        interrupt::check()?;
        line.show(sample.name);
        let made = make(settings, &people, sample, number);
        made.with_context(|| format!("Cannot make the sample image \"{}\"", sample.name))?;
    }
    settings.data.write(&mark, "")?;
    line.finish();
    Ok(())
}

fn make(settings: &StackSettings, people: &People, sample: &Sample, seed: u64) -> Result<()> {
    let images = Images::new(&settings.glance_url(), people.session(sample.owner));
    let image = match images.find(sample.name)? {
        Some(complete) if is_complete(&complete, sample) => complete,
        unfinished => {
            // From a start that was interrupted, which leaves neither data nor protection.
            if let Some(unfinished) = unfinished {
                images.delete(&unfinished.id)?;
            }
            let image = images.create(&sample.body())?;
            if let Some(disk) = sample.disk {
                images.upload(&image.id, &disk.bytes(seed))?;
            }
            image
        }
    };
    afterwards(settings, people, sample, &image)
}

fn is_complete(image: &Image, sample: &Sample) -> bool {
    match sample.disk {
        Some(_) => image.status == "active" || image.status == "deactivated",
        None => image.status == "queued",
    }
}

fn afterwards(
    settings: &StackSettings,
    people: &People,
    sample: &Sample,
    image: &Image,
) -> Result<()> {
    let owner = Images::new(&settings.glance_url(), people.session(sample.owner));
    match sample.afterwards {
        Afterwards::Nothing => Ok(()),
        Afterwards::Deactivate => owner.deactivate(&image.id),
        Afterwards::OfferTo(person) => owner.share(&image.id, &people.session(person).project_id),
        Afterwards::ShareWith(person) => {
            let session = people.session(person);
            owner.share(&image.id, &session.project_id)?;
            Images::new(&settings.glance_url(), session).accept(&image.id)
        }
    }
}
