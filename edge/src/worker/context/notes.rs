//! What is found out about a request on its way, for the log and the answer.

use std::rc::Rc;
use std::time::Duration;

use crate::core::auth::permit::Identity;
use crate::core::config::Region;
use crate::core::errors::problem::Problem;
use crate::core::log::plain_text::plain_text;
use crate::core::log::request_log::Level;
use crate::core::log::timing::{Timing, Upstream};
use crate::core::quota::request_rate::requests::RequestCount;
use crate::core::routes::Route;
use crate::worker::context::RequestContext;
use crate::worker::context::subject::RequestSubject;
use crate::worker::isolate;

/// The most of a user name that is written into the log, in bytes.
const MOST_OF_NAME: usize = 64;

impl RequestContext {
    /// Notes that Glance has no room for data: its answer goes on as it is, but an operator has to know.
    pub(crate) fn note_full_store(&self) {
        self.has_found_full_store.set(true);
        self.cause.replace(Some(
            "disk full: the image service's own store has no room".to_owned(),
        ));
    }

    /// How much the line of an answer of this status matters.
    pub(crate) fn level(&self, status: u16) -> Level {
        match self.has_found_full_store.get() {
            true => Level::Error,
            false => Level::of_status(status),
        }
    }

    /// What the request is about, as far as it is known.
    pub(crate) fn subject(&self) -> RequestSubject {
        self.subject.borrow().clone()
    }

    /// Notes the region whose image service the request concerns, for the log.
    pub(crate) fn note_region(&self, region: &Region) {
        self.subject.borrow_mut().region = Some(region.name.clone());
    }

    /// Notes the image that a request concerns which does not name it in its path, for the log.
    pub(crate) fn note_image(&self, image_id: &str) {
        self.subject.borrow_mut().image_id = Some(image_id.to_owned());
    }

    /// Notes the image that an upload is the data of, and the upload, for the log.
    pub(crate) fn note_upload(&self, upload_id: &str, image_id: &str) {
        let mut subject = self.subject.borrow_mut();
        subject.upload_id = Some(upload_id.to_owned());
        subject.image_id = Some(image_id.to_owned());
    }

    /// Notes the user name that is tried at a sign-in, for the log if it fails.
    pub(crate) fn note_user_name(&self, name: &str, domain: Option<&str>) {
        let mut subject = self.subject.borrow_mut();
        subject.user_name = Some(plain_text(name, MOST_OF_NAME));
        subject.user_domain_name = domain.map(|domain| plain_text(domain, MOST_OF_NAME));
    }

    /// As much of it as the log tells.
    pub(crate) fn client_in_log(&self) -> Option<String> {
        self.client?.in_log(self.client_policy)
    }

    /// Waits for an upstream, and notes how long that took.
    pub(crate) async fn timed<T>(&self, upstream: Upstream, call: impl Future<Output = T>) -> T {
        let begun = isolate::now_millis();
        let outcome = call.await;
        let mut timing = self.timing.get();
        timing.add(upstream, isolate::now_millis().since(begun));
        self.timing.set(timing);
        outcome
    }

    /// Where the time went so far.
    pub(crate) fn timing(&self) -> Timing {
        self.timing.get()
    }

    /// Notes who calls, for the log.
    pub(crate) fn note_identity(&self, identity: &Rc<Identity>) {
        self.identity.replace(Some(Rc::clone(identity)));
    }

    /// Who calls, as far as it is known.
    pub(crate) fn identity(&self) -> Option<Rc<Identity>> {
        self.identity.borrow().clone()
    }

    /// Notes how many requests the project has made, for the answer.
    pub(crate) fn note_requests(&self, count: RequestCount) {
        self.requests.set(Some(count));
    }

    /// How many requests the project has made, where its plan limits them.
    pub(crate) fn requests(&self) -> Option<RequestCount> {
        self.requests.get()
    }

    /// Notes why the request is refused or fails, for the log.
    pub(crate) fn note_cause(&self, problem: &Problem) {
        self.cause.replace(Some(problem.to_string()));
    }

    /// Why the request was refused or failed, if it was.
    pub(crate) fn cause(&self) -> Option<String> {
        self.cause.borrow().clone()
    }

    /// How long ago the request came.
    pub(crate) fn elapsed(&self) -> Duration {
        isolate::now_millis().since(self.started)
    }

    /// The route's name for the log.
    pub(crate) fn route_template(&self) -> &'static str {
        self.route.as_ref().map_or("unknown", Route::template)
    }
}
