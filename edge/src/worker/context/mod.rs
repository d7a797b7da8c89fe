//! One request, as values.

mod body;
mod notes;
mod peer;
pub(crate) mod permitted_request;
pub(crate) mod runtime;
mod subject;
mod trust;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gaze_shared::gateway::{CSRF_HEADER, REQUEST_ID_HEADER};
use gaze_shared::time::unix_millis::UnixMillis;
use web_sys::Request;

use crate::core::UnixSeconds;
use crate::core::auth::permit::Identity;
use crate::core::config::{DEFAULT_BODY_IDLE, Settings};
use crate::core::errors::problem::{BadHeader, Problem};
use crate::core::http::client_address::{AddressPolicy, ClientAddress};
use crate::core::http::header_lines::HeaderLines;
use crate::core::http::headers::is_ambiguous;
use crate::core::http::method::Method;
use crate::core::http::request_id;
use crate::core::http::request_url::RequestUrl;
use crate::core::http::static_file::Compression;
use crate::core::log::timing::Timing;
use crate::core::quota::request_rate::requests::RequestCount;
use crate::core::routes::method_override::{METHOD_OVERRIDE, effective_method};
use crate::core::routes::query::Query;
use crate::core::routes::{Negotiated, NoRoute, Route};
use crate::worker::context::peer::{Peer, forwarded};
use crate::worker::context::subject::RequestSubject;
use crate::worker::isolate;
use crate::worker::js::runtime::{Line, describe};

/// What is known of a request and its sender.
pub(crate) struct RequestContext {
    /// What is asked for.
    pub(crate) route: Result<Route, NoRoute>,
    /// What more is asked.
    pub(crate) query: Result<Query, NoRoute>,
    /// The id of this request everywhere.
    pub(crate) request_id: String,
    /// The method that is obeyed.
    method: String,
    /// The origin that the client called.
    origin: String,
    /// Method, address and headers as they came.
    lines: HeaderLines,
    peer: Peer,
    /// What brings the body, until somebody takes it.
    body_source: RefCell<Option<Request>>,
    /// How long nothing of it may come.
    body_idle: Duration,
    started: UnixMillis,
    timing: Cell<Timing>,
    identity: RefCell<Option<Rc<Identity>>>,
    cause: RefCell<Option<String>>,
    requests: Cell<Option<RequestCount>>,
    client: Option<ClientAddress>,
    client_policy: AddressPolicy,
    has_found_full_store: Cell<bool>,
    subject: RefCell<RequestSubject>,
}

impl RequestContext {
    /// Takes what is needed out of the request, synchronously.
    pub(crate) fn begin(request: &Request, settings: Option<&Settings>) -> worker::Result<Self> {
        let lines = HeaderLines::parse(describe(request)?, Line::COUNT);
        let sent_method = lines.line(Line::Method as usize);
        let url = RequestUrl::split(lines.line(Line::Url as usize));
        let method = effective_method(sent_method, lines.get(METHOD_OVERRIDE), url.path);
        let request_id = match request_id::usable(lines.get(REQUEST_ID_HEADER)) {
            Some(id) => id.to_owned(),
            None => request_id::generate(isolate::random()?),
        };
        let accepted = lines.get("accept").and_then(Negotiated::read);
        let route = method.and_then(|method| Route::negotiate(method, url.path, accepted));
        let is_body_taken = route
            .as_ref()
            .is_ok_and(|route| route.body_use().is_taken());
        let body_source = is_body_taken.then(|| Clone::clone(request));
        let method = method.unwrap_or(sent_method).to_owned();
        let body_idle = settings.map_or(DEFAULT_BODY_IDLE, |settings| settings.body_idle);
        let peer = Peer::read(request, settings, &lines)?;
        let client = ClientAddress::of_client(forwarded(settings, &lines), Some(&peer.address));
        let subject = RequestSubject::of(&route);
        Ok(Self {
            method,
            body_idle,
            peer,
            client,
            client_policy: settings
                .map_or(AddressPolicy::None, |settings| settings.log.client_address),
            has_found_full_store: Cell::default(),
            subject: RefCell::new(subject),
            route,
            query: Query::parse(url.query),
            request_id,
            origin: url.origin,
            body_source: RefCell::new(body_source),
            started: isolate::now_millis(),
            timing: Cell::default(),
            identity: RefCell::new(None),
            cause: RefCell::new(None),
            requests: Cell::new(None),
            lines,
        })
    }

    /// The method, as it is obeyed: everything is decided on this one.
    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    /// The origin that the client called.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of the client: what the proxy says that the operator trusts, or what the runtime sees.
    pub(crate) const fn client(&self) -> Option<ClientAddress> {
        self.client
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.lines.get(name)
    }

    /// Refuses headers whose names could be taken for others.
    pub(crate) fn check_header_names(&self) -> Result<(), Problem> {
        if self.lines.names().any(is_ambiguous) {
            return Err(Problem::HeaderRefused(BadHeader::AmbiguousName));
        }
        Ok(())
    }

    /// The first of these compressions that the client takes.
    pub(crate) fn compression(&self, offered: &[Compression]) -> Compression {
        let taken = match self.peer.compressions.as_str() {
            "" => self.header("accept-encoding").unwrap_or_default(),
            of_client => of_client,
        };
        Compression::choose(offered, taken)
    }

    /// Whether a browser asks for a page, and not a client for a document.
    pub(crate) fn wants_html(&self) -> bool {
        self.header("accept")
            .is_some_and(|accept| accept.to_ascii_lowercase().contains("text/html"))
    }

    /// Whether an API client calls Glance, and not a page of a browser, which says of itself that it is
    /// one.
    pub(crate) fn is_for_glance(&self) -> bool {
        let marks = [CSRF_HEADER, "sec-fetch-site"];
        let is_of_page = marks.iter().any(|name| self.header(name).is_some());
        matches!(self.route, Ok(Route::Glance(_))) && !is_of_page
    }

    /// The time, in whole seconds.
    pub(crate) fn now(&self) -> UnixSeconds {
        isolate::now()
    }

    /// Whether the method changes nothing.
    pub(crate) fn only_reads(&self) -> bool {
        Method::parse(self.method()).is_some_and(Method::is_safe)
    }
}
