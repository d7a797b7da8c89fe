"""Run commands of OpenStack's command line clients, all in one process: starting each costs seconds.

Reads one JSON object: `environments` (names to variables) and `steps`, each `title`, `program`
(`openstack` or `glance`), `as` (the name of an environment) and `arguments`. `{title}` in an argument
is the id that the step of that title has printed. A step with `until` is made again until it prints
that. Prints what came of each step, as JSON.
"""

import contextlib
import io
import json
import logging
import os
import sys
import time
import warnings


def run_openstack(arguments):
    from openstackclient import shell

    return shell.OpenStackShell().run(arguments)


def run_glance(arguments):
    from glanceclient import shell

    return shell.OpenStackImagesShell().main(arguments)


class Terminal(io.StringIO):
    """A person's terminal: what is no terminal would be read as an image's data."""

    def isatty(self):
        return True


TIMEOUT_SECONDS = 60

PROGRAMS = {"openstack": run_openstack, "glance": run_glance}


def run(step, environment, ids):
    for name in [name for name in os.environ if name.startswith("OS_")]:
        del os.environ[name]
    os.environ.update(environment)
    arguments = [with_ids(argument, ids) for argument in step["arguments"]]
    output, errors = io.StringIO(), io.StringIO()
    # What a client sets up for its own process belongs to one step only.
    logging.getLogger().handlers.clear()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = PROGRAMS[step["program"]](arguments)
        except SystemExit as end:
            code = end.code
        except Exception as error:
            code = f"{type(error).__name__}: {error}"
    return {"code": code or 0, "stdout": output.getvalue(), "stderr": errors.getvalue()}


def with_ids(argument, ids):
    for title, found in ids.items():
        argument = argument.replace(f"{{{title}}}", found)
    return argument


def printed_id(text):
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document.get("id") if isinstance(document, dict) else None


def main():
    warnings.simplefilter("ignore")
    scene = json.load(sys.stdin)
    sys.stdin = Terminal()
    ids, outcomes = {}, {}
    for step in scene["steps"]:
        environment = scene["environments"][step["as"]]
        end = time.monotonic() + TIMEOUT_SECONDS
        outcome = run(step, environment, ids)
        while step.get("until", "") not in outcome["stdout"] and time.monotonic() < end:
            outcome = run(step, environment, ids)
        outcomes[step["title"]] = outcome
        ids[step["title"]] = printed_id(outcome["stdout"]) or ids.get(step["title"]) or "none"
    json.dump(outcomes, sys.stdout)


main()
