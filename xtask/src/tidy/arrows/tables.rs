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
    worker/entry    -> worker/handlers worker/durable
    worker/handlers -> worker/quota worker/streams worker/upstream
    worker/durable  -> worker/quota worker/streams worker/upstream
    worker/quota    -> worker/streams worker/upstream
    worker/upstream -> worker/streams worker/log
    worker/log      -> worker/response
    worker/response -> worker/context
    worker/context  -> worker/streams
    worker/streams  -> worker/isolate worker/js
    worker/isolate worker/js -> core
    core            ->
    core/errors     -> core/uploads core/verification
    core/uploads    -> core/health
    core/health     -> core/config
    core/config     -> core/quota core/verification
    core/quota      -> core/guard core/log
    core/guard      -> core/auth
    core/auth core/log -> core/routes
    core/routes     -> core/http core/crypto
    core/http core/crypto core/verification -> core/mod
";

const FRONTEND: &str = "
    lib main        -> app
    bin/*           -> workers api
    app             -> pages/*
    pages/*         -> features/*
    features/*      -> features/quota
    features/quota  -> session navigation data transfer api routes ui workers i18n
    session         -> data api ui i18n
    navigation      -> routes ui
    transfer        -> ui workers
    data            -> ui
    ui              -> i18n shared/units shared/time
    workers api routes i18n ->
";

const SHARED: &str = "
    quota          -> gateway
    appliance qcow2 unpack -> inspect
    tus inspect    -> digest
    gateway        -> digest
    digest         -> glance
    glance         -> json time units ids
    json           -> ids
    time units ids ->
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
