//! Starts the dashboard in the browser. `frontend/static/boot.js` loads this program.

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(gaze_frontend::app::App);
}
