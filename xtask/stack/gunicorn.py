"""How gunicorn serves Keystone and Glance.

Both programs parse the command line for themselves, so nothing of gunicorn may stand on it.
Threads, because an upload holds one for as long as it takes, while the others answer the
dashboard; a threaded worker also tells the arbiter that it is alive during a long request.
"""

import os
import sqlite3

from oslo_context import context
from oslo_db.sqlalchemy import enginefacade
import sqlalchemy
from sqlalchemy import event

wsgi_app = os.environ["GAZE_WSGI_APP"]
bind = os.environ["GAZE_BIND"]
worker_class = "gthread"
workers = int(os.environ["GAZE_WORKERS"])
threads = int(os.environ["GAZE_THREADS"])
# Longer than any client keeps an idle connection: the client closes first, so that no request
# is sent into a connection that the server is just closing.
keepalive = 75
graceful_timeout = 3
control_socket_disable = True


def pre_request(worker, req):
    """Start every request with an empty context.

    Keystone keeps a cache in the context of the thread and reads it before it has made the
    request's own one, so a token that has just been revoked would pass once more on each thread
    (keystone/common/cache/_context_cache.py).
    """
    context.RequestContext(overwrite=True)


@event.listens_for(sqlalchemy.Engine, "connect")
def let_readers_and_a_writer_work_together(connection, record):
    """Keep what is written in SQLite's write-ahead log.

    Without it a writer waits for every reader (https://sqlite.org/wal.html), and Glance reads for many
    seconds when it sums up the usage of a project with very many images.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode = WAL")


def sessions_that_say_whether_they_write(create_session):
    """Mark what oslo.db begins as a reader, which would otherwise look like any transaction."""

    def create(factory, mode, bind=None):
        session = create_session(factory, mode, bind=bind)
        if bind is None and mode is enginefacade._READER:
            session.bind = session.bind.execution_options(only_reads=True)
        return session

    return create


enginefacade._TransactionFactory._create_session = sessions_that_say_whether_they_write(
    enginefacade._TransactionFactory._create_session
)


@event.listens_for(sqlalchemy.Engine, "begin")
def begin_immediately(connection):
    """Take SQLite's write lock at the start of a transaction, not in the middle.

    Of two transactions that have read and now want to write, SQLite fails one at once with
    "database is locked", however long the timeout (https://sqlite.org/lang_transaction.html).
    A transaction that only reads takes none, or all others would wait for it.
    oslo.db begins a transaction itself unless it finds this mark.
    """
    if connection.dialect.name == "sqlite" and "in_transaction" not in connection.info:
        only_reads = connection.get_execution_options().get("only_reads")
        begin = "BEGIN" if only_reads else "BEGIN IMMEDIATE"
        connection.execute(sqlalchemy.text(begin))
        connection.info["in_transaction"] = True
