//! The dashboard, from the runtime's own file service.

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Headers, Request, Response, ResponseInit};
use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::http::headers::VARY_OF_FILES;
use crate::core::http::static_file::{Compression, StaticFile};
use crate::core::routes::NoRoute;
use crate::worker::context::RequestContext;
use crate::worker::response::EdgeResponse;

/// What the runtime does with a body whose headers name a compression
/// (<https://developers.cloudflare.com/workers/runtime-apis/response/#parameters>).
#[derive(Clone, Copy)]
enum EncodeBody {
    Automatic,
    /// Nothing: the bytes are compressed already.
    Manual,
}

/// A file of the dashboard, compressed as well as the client takes it. The headers of the file
/// service stay, those of `public/_headers` among them.
pub(crate) async fn serve(
    context: &RequestContext,
    request: &Request,
    env: &Env,
    file: &StaticFile,
) -> Result<EdgeResponse, Problem> {
    let compression = context.compression(&[Compression::Brotli, Compression::Gzip]);
    if compression == Compression::Brotli {
        let stored = fetch(context, request, env, &file.brotli_path()).await?;
        // A build for development stores nothing compressed.
        if stored.status() != 404 {
            return response(&stored, file, compression, EncodeBody::Manual);
        }
    }
    let stored = fetch(context, request, env, file.plain_path()).await?;
    if stored.status() == 404 {
        return Err(NoRoute::NotFound.into());
    }
    response(&stored, file, compression, EncodeBody::Automatic)
}

/// Asks the file service. The request's own headers go along, for conditional requests.
async fn fetch(
    context: &RequestContext,
    request: &Request,
    env: &Env,
    path: &str,
) -> Result<Response, Problem> {
    let failed = |error: worker::Error| Problem::Internal(error.to_string());
    let url = format!("{}{path}", context.origin());
    let request = Request::new_with_str_and_init(&url, request.unchecked_ref())
        .map_err(|error| internal(&error))?;
    let response = env
        .assets("ASSETS")
        .map_err(failed)?
        .fetch_request(worker::Request::from(request))
        .await
        .map_err(failed)?;
    Ok(response.into())
}

fn response(
    stored: &Response,
    file: &StaticFile,
    compression: Compression,
    encode_body: EncodeBody,
) -> Result<EdgeResponse, Problem> {
    let build = || -> Result<Response, JsValue> {
        let headers = Headers::new_with_headers(&stored.headers())?;
        headers.set("content-type", file.media_type())?;
        headers.set("vary", VARY_OF_FILES)?;
        if compression != Compression::Identity {
            headers.set("content-encoding", compression.as_str())?;
        }
        let init = ResponseInit::new();
        init.set_headers(&headers);
        init.set_status(stored.status());
        let encode_body = match encode_body {
            EncodeBody::Automatic => "automatic",
            EncodeBody::Manual => "manual",
        };
        Reflect::set(&init, &"encodeBody".into(), &encode_body.into())?;
        Response::new_with_opt_readable_stream_and_init(stored.body().as_ref(), &init)
    };
    build()
        .map(EdgeResponse::untouched)
        .map_err(|error| internal(&error))
}

fn internal(error: &JsValue) -> Problem {
    Problem::Internal(format!("{error:?}"))
}
