//! The tables of arrows, one for each crate that has them (`docs/architecture.md`).

use super::table::Table;

pub(super) fn all() -> [Table; 3] {
    [
        Table::read("edge", EDGE),
        Table::read("frontend", FRONTEND),
        Table::read("shared", SHARED),
    ]
}

const EDGE: &str = "
    lib             -> worker/entry
    worker/entry    -> worker/handlers worker/durable
    worker/handlers -> worker/quota worker/streams worker/upstream
    worker/durable  -> worker/quota worker/streams worker/upstream
    worker/quota    -> worker/upstream worker/streams
    worker/upstream -> worker/context worker/response
    worker/streams  -> worker/context worker/response
    worker/context worker/response -> worker/isolate
    worker/isolate  -> worker/js
    worker/js       -> core
    core            ->
";

const FRONTEND: &str = "
    lib main       -> app
    app            -> pages/*
    pages/*        -> features/*
    features/*     -> features/quota
    features/quota -> session workers
    session        -> data api routes
    data           -> ui
    ui             -> i18n shared/units shared/time
    workers api routes i18n ->
";

const SHARED: &str = "
    quota          -> gateway
    tus            -> digest
    gateway digest inspect -> glance
    glance         -> json time units ids
    json time units ids ->
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_allows_a_circle() {
        for table in all() {
            assert_eq!(table.turning(), Vec::<&str>::new());
        }
    }
}
