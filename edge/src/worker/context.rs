//! One request, as values.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gaze_shared::gateway::{CSRF_HEADER, REQUEST_ID_HEADER};
use gaze_shared::glance::image::ImageId;
use gaze_shared::time::unix_millis::UnixMillis;
use web_sys::Request;

use crate::core::UnixSeconds;
use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::connection::{Connection, MARKS_OF_PROXIES};
use crate::core::auth::cookie::Cookie;
use crate::core::auth::cors::{Cors, ListedOrigin, Options};
use crate::core::auth::cross_site::{self, CrossSite, Provenance, Trusted};
use crate::core::auth::permit::Identity;
use crate::core::auth::policy::Freshness;
use crate::core::config::{DEFAULT_BODY_IDLE, Region, Settings};
use crate::core::errors::problem::Problem;
use crate::core::http::client_address::{AddressPolicy, ClientAddress};
use crate::core::http::counted_network::CountedNetwork;
use crate::core::http::header_lines::HeaderLines;
use crate::core::http::headers::is_ambiguous;
use crate::core::http::method::Method;
use crate::core::http::request_id;
use crate::core::http::request_url::RequestUrl;
use crate::core::http::static_file::Compression;
use crate::core::log::plain_text::plain_text;
use crate::core::log::request_log::Level;
use crate::core::log::timing::{Timing, Upstream};
use crate::core::quota::requests::RequestCount;
use crate::core::routes::method_override::{METHOD_OVERRIDE, effective_method};
use crate::core::routes::query::Query;
use crate::core::routes::{Negotiated, NoRoute, Route};
use crate::worker::isolate;
use crate::worker::js::runtime::{self, Line};
use crate::worker::streams::request_body::RequestBody;

/// The most of a user name that is written into the log, in bytes.
const MOST_OF_NAME: usize = 64;

/// What the platform tells of a client, as far as the request needs it.
#[derive(Default)]
struct Peer {
    /// The address and port that the request came from, where the runtime tells. workerd does; on
    /// Cloudflare's network nothing of this name is there.
    address: String,
    /// The compressions that the client takes, where the header has the platform's own words.
    compressions: String,
}

impl Peer {
    /// Only who is not told of by a proxy has to be looked at, and where nothing is said of compressions none
    /// is overridden.
    fn read(
        request: &Request,
        settings: Option<&Settings>,
        lines: &HeaderLines,
    ) -> worker::Result<Self> {
        let is_forwarded = ClientAddress::of_client(forwarded(settings, lines), None).is_some();
        if is_forwarded && lines.get("accept-encoding").is_none() {
            return Ok(Self::default());
        }
        let described = runtime::describe_peer(request)?;
        let (address, compressions) = described.split_once('\n').unwrap_or_default();
        Ok(Self {
            address: address.to_owned(),
            compressions: compressions.to_owned(),
        })
    }
}

/// What the proxy that the operator trusts says of the client's address.
fn forwarded<'a>(settings: Option<&Settings>, lines: &'a HeaderLines) -> Option<&'a str> {
    let header = settings?.authentication.client_address_header.as_ref()?;
    lines.get(header)
}

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
    subject: RefCell<Subject>,
}

/// What a request is about, as far as it is known, for the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// The region whose image service it concerns.
    pub(crate) region: Option<String>,
    /// The upload.
    pub(crate) upload_id: Option<String>,
    /// The image.
    pub(crate) image_id: Option<String>,
    /// The user name that is tried at a sign-in.
    pub(crate) user_name: Option<String>,
    /// The domain that it is tried in.
    pub(crate) user_domain_name: Option<String>,
}

impl RequestContext {
    /// Takes what is needed out of the request, synchronously.
    pub(crate) fn begin(request: &Request, settings: Option<&Settings>) -> worker::Result<Self> {
        let lines = HeaderLines::parse(runtime::describe(request)?, Line::COUNT);
        let sent_method = lines.line(Line::Method as usize);
        let url = RequestUrl::split(lines.line(Line::Url as usize));
        let method = effective_method(sent_method, lines.get(METHOD_OVERRIDE), url.path);
        let request_id = match request_id::usable(lines.get(REQUEST_ID_HEADER)) {
            Some(id) => id.to_owned(),
            None => request_id::generate(isolate::random()?),
        };
        let body_source = match sent_method {
            "GET" | "HEAD" => None,
            _ => Some(Clone::clone(request)),
        };
        let accepted = lines.get("accept").and_then(Negotiated::read);
        let route = method.and_then(|method| Route::negotiate(method, url.path, accepted));
        let method = method.unwrap_or(sent_method).to_owned();
        let body_idle = settings.map_or(DEFAULT_BODY_IDLE, |settings| settings.body_idle);
        let peer = Peer::read(request, settings, &lines)?;
        let client = ClientAddress::of_client(forwarded(settings, &lines), Some(&peer.address));
        let mut subject = Subject::default();
        match &route {
            Ok(Route::Glance(route)) => {
                // Clients look images up by name first, and names are not written.
                let named = route.resource().and_then(|resource| resource.image_id());
                let image_id: Option<ImageId> = named.and_then(|id| id.parse().ok());
                subject.image_id = image_id.map(|id| id.to_string());
            }
            Ok(Route::Upload(id, _)) => subject.upload_id = Some(id.to_string()),
            _ => {}
        }
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

    /// The origin that the dashboard is served from.
    pub(crate) fn own_origin<'a>(&'a self, settings: &'a Settings) -> &'a str {
        settings.public_origin.as_deref().unwrap_or(self.origin())
    }

    /// The address of the client: what the proxy says that the operator trusts, or what the runtime sees.
    pub(crate) const fn client(&self) -> Option<ClientAddress> {
        self.client
    }

    /// As much of it as the log tells.
    pub(crate) fn client_in_log(&self) -> Option<String> {
        self.client?.in_log(self.client_policy)
    }

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
    pub(crate) fn subject(&self) -> Subject {
        self.subject.borrow().clone()
    }

    /// Notes the region whose image service the request concerns, for the log.
    pub(crate) fn note_region(&self, region: &Region) {
        self.subject.borrow_mut().region = Some(region.name.clone());
    }

    /// Notes the image that an upload is the data of, and the upload, for the log.
    pub(crate) fn note_upload(&self, upload_id: &str, image_id: &str) {
        let mut subject = self.subject.borrow_mut();
        subject.upload_id = Some(upload_id.to_owned());
        subject.image_id = Some(image_id.to_owned());
    }

    /// Notes the user name that is tried at a sign-in, and in which domain, for the log if it fails.
    pub(crate) fn note_user_name(&self, name: &str, domain: Option<&str>) {
        let mut subject = self.subject.borrow_mut();
        subject.user_name = Some(plain_text(name, MOST_OF_NAME));
        subject.user_domain_name = domain.map(|domain| plain_text(domain, MOST_OF_NAME));
    }

    /// A request header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.lines.get(name)
    }

    /// How the browser reaches the gateway, as far as its cookies go.
    pub(crate) fn connection(&self, settings: &Settings) -> Connection {
        Connection::of(
            settings.public_origin.as_deref(),
            &self.origin,
            self.has_marks_of_proxy(),
        )
    }

    /// In whose names made-up tokens of the client are counted; nobody's, where the runtime does not tell.
    pub(crate) fn counted_networks(&self, settings: &Settings) -> Vec<CountedNetwork> {
        let Some(network) = self.client.map(ClientAddress::network) else {
            return Vec::new();
        };
        let is_forwarded = settings.authentication.client_address_header.is_some();
        let forwarded_for = self.header("x-forwarded-for").or(self.header("x-real-ip"));
        CountedNetwork::of(
            network,
            !is_forwarded && self.has_marks_of_proxy(),
            forwarded_for,
        )
    }

    fn has_marks_of_proxy(&self) -> bool {
        MARKS_OF_PROXIES
            .iter()
            .any(|name| self.header(name).is_some())
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, settings: &Settings, cookie: Cookie) -> Option<&str> {
        cookie.find(self.connection(settings), self.header("cookie")?)
    }

    /// Refuses headers whose names could be taken for others.
    pub(crate) fn check_header_names(&self) -> Result<(), Problem> {
        if self.lines.names().any(is_ambiguous) {
            return Err(Problem::HeaderRefused(
                "The name of a header cannot have an underscore.",
            ));
        }
        Ok(())
    }

    /// The body, once; later calls find it gone.
    pub(crate) fn take_body(&self) -> Option<RequestBody> {
        let stream = self.body_source.take()?.body()?;
        Some(RequestBody::of(&stream, self.body_idle))
    }

    /// Reads a small body that is text.
    ///
    /// # Errors
    /// It is longer than `limit_bytes`, breaks off, stops, or is not UTF-8.
    pub(crate) async fn read_text(&self, limit_bytes: usize) -> Result<String, Problem> {
        let bytes = self.read_body(limit_bytes).await?;
        String::from_utf8(bytes).map_err(|_| Problem::MalformedBody("it is not UTF-8".to_owned()))
    }

    /// Reads a small body.
    ///
    /// # Errors
    /// It is longer than `limit_bytes`, breaks off, or stops.
    pub(crate) async fn read_body(&self, limit_bytes: usize) -> Result<Vec<u8>, Problem> {
        let too_large = || Problem::BodyTooLarge {
            limit_bytes: limit_bytes as u64,
        };
        let declared = self.content_length()?;
        if declared.is_some_and(|length| length > limit_bytes as u64) {
            return Err(too_large());
        }
        // With both, the chunks say where it ends.
        let declared = declared.filter(|_| !self.is_chunked());
        let Some(body) = self.take_body() else {
            return Ok(Vec::new());
        };
        body.read(limit_bytes, declared)
            .await?
            .ok_or_else(too_large)
    }

    /// Whether the body says itself where it ends.
    pub(crate) fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some()
    }

    /// Whether there is a body that nobody has taken yet.
    pub(crate) fn has_body(&self) -> bool {
        let body_source = self.body_source.borrow();
        body_source
            .as_ref()
            .is_some_and(|request| request.body().is_some())
    }

    /// The first of these compressions that the client takes.
    pub(crate) fn compression(&self, offered: &[Compression]) -> Compression {
        let taken = match self.peer.compressions.as_str() {
            "" => self.header("accept-encoding").unwrap_or_default(),
            of_client => of_client,
        };
        Compression::choose(offered, taken)
    }

    /// The declared length of the body in bytes; `None` when none is declared.
    ///
    /// # Errors
    /// A length is declared that no body can have.
    pub(crate) fn content_length(&self) -> Result<Option<u64>, Problem> {
        // JavaScript counts to 2^53 (`Number.MAX_SAFE_INTEGER`), and so does the runtime.
        const MAX_BYTES: u64 = (1 << 53) - 1;
        let Some(text) = self.header("content-length") else {
            return Ok(None);
        };
        let length = text.parse().ok().filter(|length| *length <= MAX_BYTES);
        length
            .map(Some)
            .ok_or(Problem::HeaderRefused("Content-Length: not a length."))
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

    /// The entry of the operator's list that the page's origin has, if it has one.
    pub(crate) fn listed_origin<'a>(&self, cors: &'a Cors) -> Option<&'a ListedOrigin> {
        cors.find(self.header("origin"))
    }

    /// What the request is if it is an `OPTIONS`.
    pub(crate) fn options(&self, cors: &Cors) -> Option<Options> {
        (self.method() == "OPTIONS").then(|| {
            let requested_method = self.header("access-control-request-method");
            let listed = self.listed_origin(cors);
            Options::read(listed, requested_method, &self.route)
        })
    }

    /// Asks [`crate::core::auth::cross_site`] about this request.
    pub(crate) fn check_provenance(&self, trusted: Trusted<'_>) -> Result<(), CrossSite> {
        // Only methods that some route takes get here; another one is treated as one that writes.
        let method = Method::parse(self.method()).unwrap_or(Method::Post);
        let (csrf, site, origin) = (
            self.header(CSRF_HEADER),
            self.header("sec-fetch-site"),
            self.header("origin"),
        );
        let provenance = Provenance {
            csrf_header: csrf,
            sec_fetch_site: site,
            origin,
        };
        cross_site::check(method, provenance, trusted)
    }

    /// How fresh Keystone's word on this request's token must be.
    pub(crate) fn freshness(&self, settings: &Settings) -> Freshness {
        // Another method than those of the routes is treated as one that writes.
        let method = Method::parse(self.method()).unwrap_or(Method::Post);
        settings.authentication.token_validation.for_method(method)
    }

    /// The time, in whole seconds.
    pub(crate) fn now(&self) -> UnixSeconds {
        isolate::now()
    }

    /// How long ago the request came.
    pub(crate) fn elapsed(&self) -> Duration {
        isolate::now_millis().since(self.started)
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

    /// Whether the method changes nothing.
    pub(crate) fn only_reads(&self) -> bool {
        Method::parse(self.method()).is_some_and(Method::is_safe)
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

    /// Who calls, as far as it is known.
    pub(crate) fn identity(&self) -> Option<Rc<Identity>> {
        self.identity.borrow().clone()
    }

    /// What a caller is told whose token Glance has refused after all: it was revoked a moment ago, or it is
    /// one with access rules, which may do one thing and not another.
    pub(crate) fn token_refused(&self) -> Problem {
        let has_rules = self
            .identity()
            .is_some_and(|identity| identity.access_rules.is_some());
        match self.header("x-auth-token") {
            _ if has_rules => OutsideRules::Question.into(),
            Some(_) => Problem::InvalidToken,
            None => Problem::SessionExpired,
        }
    }

    /// The route's name for the log.
    pub(crate) fn route_template(&self) -> &'static str {
        match &self.route {
            Ok(Route::Root) => "/",
            Ok(Route::Page) => "page",
            Ok(Route::File(_)) => "file",
            Ok(Route::Health) => "/healthz",
            Ok(Route::Config) => "/api/config",
            Ok(Route::Session(_)) => "/api/session",
            Ok(Route::Projects) => "/api/projects",
            Ok(Route::Quota) => "/api/quota",
            Ok(Route::Plans) => "/api/admin/plans",
            Ok(Route::Plan(..)) => "/api/admin/plans/{project_id}",
            Ok(Route::Uploads(_)) => "/api/uploads",
            Ok(Route::Upload(..)) => "/api/uploads/{id}",
            Ok(Route::Glance(route)) => route.template(),
            Err(_) => "unknown",
        }
    }
}
