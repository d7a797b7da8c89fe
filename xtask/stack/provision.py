"""Fill Keystone with what the demo and the tests need. Running it again changes nothing.

Reads the admin's credentials from the usual OS_* variables and the password of Glance's own user
from GAZE_SERVICE_PASSWORD. Writes one JSON object with what Glance's configuration needs.
"""

import argparse
import json
import os

import openstack

MEBIBYTES = 51200

# https://docs.openstack.org/glance/latest/admin/quotas.html
REGISTERED_LIMITS = {
    "image_size_total": MEBIBYTES,
    "image_stage_total": MEBIBYTES,
    "image_count_total": 100,
    "image_count_uploading": 10,
}

# Small enough that being over quota can be tried with a small file.
PROJECT_LIMITS = {"alt": {"image_size_total": 64, "image_count_total": 10}}

# User and project of the same name, with the password of the same name.
PEOPLE = {"demo": "member", "alt": "member", "admin": "admin"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--glance-url", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()

    cloud = openstack.connect()
    identity = cloud.identity
    domain = identity.find_domain("Default", ignore_missing=False)
    roles = {role.name: role for role in identity.roles()}

    image_service = ensure_image_service(identity)
    endpoint = ensure_endpoints(identity, image_service, options)
    ensure_service_user(cloud, domain, roles, os.environ["GAZE_SERVICE_PASSWORD"])
    for name, role in PEOPLE.items():
        ensure_person(identity, domain, name, roles[role])
    ensure_limits(identity, image_service, options.region, domain)

    with open(options.output, "w", encoding="utf-8") as output:
        json.dump({"glance_endpoint_id": endpoint.id}, output)


def ensure_image_service(identity):
    service = identity.find_service("glance")
    return service or identity.create_service(
        name="glance", type="image", description="OpenStack Image"
    )


def ensure_endpoints(identity, service, options):
    """The catalog names Glance itself. Returns the public endpoint, which carries the limits."""
    existing = {e.interface: e for e in identity.endpoints(service_id=service.id)}
    for interface in ("public", "internal", "admin"):
        endpoint = existing.get(interface)
        if endpoint is None:
            existing[interface] = identity.create_endpoint(
                service_id=service.id,
                region_id=options.region,
                interface=interface,
                url=options.glance_url,
            )
        elif endpoint.url != options.glance_url:
            identity.update_endpoint(endpoint, url=options.glance_url)
    return existing["public"]


def ensure_project(identity, domain, name):
    project = identity.find_project(name, domain_id=domain.id)
    return project or identity.create_project(name=name, domain_id=domain.id)


def ensure_user(identity, domain, name, password, project):
    user = identity.find_user(name, domain_id=domain.id)
    if user is None:
        return identity.create_user(
            name=name, domain_id=domain.id, password=password, default_project_id=project.id
        )
    if user.default_project_id != project.id:
        identity.update_user(user, default_project_id=project.id)
    return user


def ensure_service_user(cloud, domain, roles, password):
    identity = cloud.identity
    project = ensure_project(identity, domain, "service")
    user = ensure_user(identity, domain, "glance", password, project)
    identity.assign_project_role_to_user(project, user, roles["service"])
    # oslo.limit reads the limits of every project with a system-scoped token.
    identity.assign_system_role_to_user(user, roles["reader"], "all")


def ensure_person(identity, domain, name, role):
    project = ensure_project(identity, domain, name)
    user = ensure_user(identity, domain, name, name, project)
    identity.assign_project_role_to_user(project, user, role)


def ensure_limits(identity, service, region, domain):
    registered = {
        limit.resource_name: limit
        for limit in identity.registered_limits(service_id=service.id, region_id=region)
    }
    for resource, value in REGISTERED_LIMITS.items():
        if resource not in registered:
            identity.create_registered_limit(
                service_id=service.id, region_id=region, resource_name=resource, default_limit=value
            )
        elif registered[resource].default_limit != value:
            identity.update_registered_limit(registered[resource], default_limit=value)
    for name, limits in PROJECT_LIMITS.items():
        project = identity.find_project(name, domain_id=domain.id, ignore_missing=False)
        existing = {
            limit.resource_name: limit
            for limit in identity.limits(service_id=service.id, project_id=project.id)
        }
        for resource, value in limits.items():
            if resource not in existing:
                identity.create_limit(
                    service_id=service.id,
                    region_id=region,
                    project_id=project.id,
                    resource_name=resource,
                    resource_limit=value,
                )
            elif existing[resource].resource_limit != value:
                identity.update_limit(existing[resource], resource_limit=value)


if __name__ == "__main__":
    main()
