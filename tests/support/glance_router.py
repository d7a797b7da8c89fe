"""Print the routes of the installed Glance's own router, as JSON: [[method, path template], ...]."""

import json

from glance.api.v2 import router
from glance.common import wsgi
from oslo_config import cfg

cfg.CONF([], project="glance", default_config_files=[])
mapper = wsgi.APIMapper()
router.API(mapper)
print(
    json.dumps(
        [
            [method, f"/v2{route.routepath}"]
            for route in mapper.matchlist
            for method in (route.conditions or {}).get("method", [])
        ]
    )
)
