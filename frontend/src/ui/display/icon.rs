//! Icons as paths on a grid of 16, drawn with a stroke of 1.5 in the colour of the text. They are
//! hidden from assistive technology: a word always goes with them.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say what is drawn")]
pub enum Icon {
    Arc,
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    ArrowUp,
    Bar,
    Check,
    ChevronDown,
    Clock,
    Copy,
    Cross,
    CrossedCheck,
    Dot,
    DoubleCheck,
    Download,
    Filter,
    Gauge,
    HollowBar,
    HollowDot,
    Images,
    Keyboard,
    Lock,
    Moon,
    Pause,
    Person,
    Play,
    Plus,
    Project,
    Question,
    Refresh,
    Search,
    SignOut,
    Sun,
    System,
    Tag,
    Uploads,
    Trash,
    Undo,
    Unlock,
    Upload,
    Warning,
}

/// How the path is painted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paint {
    Stroke,
    Fill,
}

impl Icon {
    fn drawing(self) -> (Paint, &'static str) {
        use Paint::{Fill, Stroke};
        match self {
            Self::Arc => (Stroke, "M8 3a5 5 0 0 1 5 5"),
            Self::ArrowDown => (Stroke, "M8 3v10M4 9l4 4 4-4"),
            Self::ArrowLeft => (Stroke, "M13 8H3M7 4L3 8l4 4"),
            Self::ArrowRight => (Stroke, "M3 8h10M9 4l4 4-4 4"),
            Self::ArrowUp => (Stroke, "M8 13V3M4 7l4-4 4 4"),
            Self::Bar => (Fill, "M3.5 6.5h9v3h-9z"),
            Self::Check => (Stroke, "M3 8.5l3.5 3.5L13 4.5"),
            Self::ChevronDown => (Stroke, "M4.5 6.5L8 10l3.5-3.5"),
            Self::Clock => (
                Stroke,
                "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM8 5v3l2 1.5",
            ),
            Self::Copy => (Stroke, "M6 6h7.5v7.5H6zM10 6V2.5H2.5V10H6"),
            Self::Cross => (Stroke, "M4 4l8 8M12 4l-8 8"),
            Self::CrossedCheck => (Stroke, "M2.5 8.5L5.5 11.5L11 5M9 10l5 4.5M14 10l-5 4.5"),
            Self::Dot => (Fill, "M8 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8z"),
            Self::DoubleCheck => (Stroke, "M1.5 8.5L4.5 11.5L10 5M7 11l.5.5L14 5"),
            Self::Download => (Stroke, "M8 2.5v8M4.5 7L8 10.5L11.5 7M2.5 13.5h11"),
            Self::Filter => (Stroke, "M2.5 4h11M4.5 8h7M6.5 12h3"),
            Self::Gauge => (Stroke, "M2.8 12a6 6 0 1 1 10.4 0M8 9.5L10.8 6"),
            Self::HollowBar => (Stroke, "M3.5 6h9v4h-9z"),
            Self::HollowDot => (Stroke, "M8 4.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7z"),
            Self::Images => (
                Stroke,
                "M2.5 4.5L8 2l5.5 2.5L8 7zM2.5 8L8 10.5L13.5 8M2.5 11.5L8 14l5.5-2.5",
            ),
            Self::Keyboard => (
                Stroke,
                "M1.5 4h13v8h-13zM4 6.5h.5M7 6.5h.5M10 6.5h.5M5 9.5h6",
            ),
            Self::Lock => (Stroke, "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"),
            Self::Moon => (Stroke, "M13 9.5A5.5 5.5 0 1 1 6.5 3a4.5 4.5 0 0 0 6.5 6.5z"),
            Self::Person => (
                Stroke,
                "M8 2.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5zM3 13.5a5 5 0 0 1 10 0",
            ),
            Self::Pause => (Stroke, "M6 4v8M10 4v8"),
            Self::Play => (Stroke, "M5.5 3.5v9L12.5 8z"),
            Self::Plus => (Stroke, "M8 3v10M3 8h10"),
            Self::Project => (Stroke, "M2.5 4.5h4l1.5 2h5.5v6.5h-11z"),
            Self::Question => (
                Stroke,
                "M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 0 1 0-12.4zM6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.1v.2M8 11.2v.3",
            ),
            Self::Refresh => (Stroke, "M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5"),
            Self::Search => (
                Stroke,
                "M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9zM10.5 10.5l3.5 3.5",
            ),
            Self::SignOut => (Stroke, "M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6"),
            Self::Sun => (
                Stroke,
                "M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM8 1.2v1M8 13.8v1M1.2 8h1M13.8 8h1M3.2 3.2l.7.7M12.1 12.1l.7.7M3.2 12.8l.7-.7M12.1 3.9l.7-.7",
            ),
            Self::System => (Stroke, "M2 3h12v8H2zM6 13.5h4M8 11v2.5"),
            Self::Tag => (Stroke, "M2.5 2.5h5l6 6-5 5-6-6zM5.3 5.3v.2"),
            Self::Uploads => (
                Stroke,
                "M5 13V3M2.5 5.5L5 3l2.5 2.5M11 3v10M8.5 10.5L11 13l2.5-2.5",
            ),
            Self::Trash => (
                Stroke,
                "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.5 9h7l.5-9M6.8 7v4M9.2 7v4",
            ),
            Self::Undo => (Stroke, "M5.5 3L2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6"),
            Self::Unlock => (Stroke, "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 4.8-1"),
            Self::Upload => (Stroke, "M8 10.5v-8M4.5 6L8 2.5L11.5 6M2.5 13.5h11"),
            Self::Warning => (Stroke, "M8 2.5l6 11H2zM8 6.5v3.2M8 11.4v.2"),
        }
    }
}

#[component]
pub fn IconView(
    icon: Icon,
    /// Further classes, for a colour or a motion.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let (paint, path) = icon.drawing();
    let paint = match paint {
        Paint::Stroke => "icon",
        Paint::Fill => "icon icon-filled",
    };
    view! {
        <svg class=format!("{paint} {class}") viewBox="0 0 16 16" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}
