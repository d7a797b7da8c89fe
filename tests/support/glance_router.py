"""Print the routes of the installed Glance's own router, as JSON: [[method, path template], ...]."""

import json

from glance.api.middleware import cache_manage
from glance.api.v2 import router
from glance.common import wsgi
from oslo_config import cfg

cfg.CONF([], project="glance", default_config_files=[])
mapper = wsgi.APIMapper()
router.API(mapper)
older = cache_manage.CacheManageFilter(None)._mapper
print(
    json.dumps(
        [
            [method, prefix + route.routepath]
            for prefix, routes in (("/v2", mapper.matchlist), ("", older.matchlist))
            for route in routes
            for method in (route.conditions or {}).get("method", [])
        ]
    )
)
